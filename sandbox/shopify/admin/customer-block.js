// The app's block on the customer's page, in a frame of its own as Shopify gives it a world of its own.
import { base, h } from './dom.js';
import { go } from './main.js';
import { language } from './shell.js';

let shown;

export function customerBlock(id) {
  const params = new URLSearchParams({ customer: id, locale: language(), store: base.split('/')[2] });
  shown = h('iframe', {
    title: 'Customer Sync for Brevo',
    class: 'block',
    'data-testid': 'customer-block',
    src: `/__sandbox/block?${params}`,
  });
  return shown;
}

window.addEventListener('message', (event) => {
  if (!shown || event.source !== shown.contentWindow) return;
  if (event.data?.height) shown.style.height = `${event.data.height}px`;
  // `app:<path>` leads to the app's own page of that path.
  if (event.data?.app !== undefined) void go(`/apps/customer-sync-for-brevo/${event.data.app}`);
});
