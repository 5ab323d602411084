// Hosts the real bundle of the customer block: the `shopify` global of its target, the elements that it uses, and a
// fetch that resolves against the app and carries an ID token, as the admin's does. block-elements.js comes first.
const params = new URLSearchParams(location.search);
const settings = JSON.parse(document.getElementById('settings').textContent);
const locale = params.get('locale') ?? 'en';

const realFetch = window.fetch.bind(window);
window.fetch = async (input, init = {}) => {
  const url = new URL(input, settings.appUrl);
  if (url.origin !== new URL(settings.appUrl).origin) return realFetch(input, init);
  const token = await (await realFetch(`/__sandbox/id-token?shop=${settings.shop}`)).text();
  return realFetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token.trim()}` } });
};

const words = await (await realFetch('/__sandbox/extensions/customer-block.words.json')).json();
/** As in Shopify: a key that has no words is given back. */
function translate(key, values = {}) {
  const found = key.split('.').reduce((at, part) => at?.[part], words[locale] ?? words.en);
  if (typeof found !== 'string') return key;
  return found.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name] ?? ''));
}

globalThis.shopify = {
  extension: { target: 'admin.customer-details.block.render' },
  data: { selected: [{ id: `gid://shopify/Customer/${params.get('customer')}` }] },
  i18n: {
    translate,
    formatDate: (date, options) => new Intl.DateTimeFormat(locale, options).format(date),
    formatNumber: (number, options) => new Intl.NumberFormat(locale, options).format(number),
  },
  auth: { idToken: async () => (await realFetch(`/__sandbox/id-token?shop=${settings.shop}`)).text() },
  navigation: { navigate() {} },
};

document.addEventListener('click', (event) => {
  const link = event.composedPath().find((node) => node.localName === 'a' && node.getAttribute('href'));
  const path = /^app:(.*)$/.exec(link?.getAttribute('href') ?? '')?.[1];
  if (path === undefined) return;
  event.preventDefault();
  parent.postMessage({ app: path }, location.origin);
});
new ResizeObserver(() => parent.postMessage({ height: document.body.scrollHeight }, location.origin)).observe(
  document.body,
);

const { default: render } = await import(`${location.origin}/__sandbox/extensions/customer-block.js`);
await render();
