// The admin's first page: how the store stands, and where one may want to go.
import { ask, base, card, h } from './dom.js';

export async function homeScreen() {
  const { store, installed } = await ask('GET', 'state');
  const link = (path, label, properties = {}) =>
    h('a', { class: 'button', href: base + path, ...properties }, label);
  return h(
    'div',
    { class: 'page narrow' },
    h('div', { class: 'row head' }, h('h1', {}, store.name)),
    card(
      'Customers',
      h('p', {}, `${store.customers} customers`),
      h('div', { class: 'row' }, link('/customers', 'See customers'), link('/customers/new', 'Add customer')),
    ),
    card(
      'Customer Sync for Brevo',
      h('p', {}, installed ? 'Installed' : 'Not installed yet'),
      h(
        'div',
        { class: 'row' },
        link('/apps/customer-sync-for-brevo', installed ? 'Open the app' : 'Install the app', {
          class: 'button primary',
        }),
      ),
    ),
  );
}
