// One customer: create and edit, tags, orders, consent, and the ways out.
import { ask, base, button, card, confirmed, day, doing, field, h, money, nameOf, toast } from './dom.js';
import { go, show } from './main.js';

const COUNTRIES = { NL: 'Netherlands', BE: 'Belgium', DE: 'Germany', FR: 'France', GB: 'United Kingdom', US: 'United States' };

/** null: a new one. */
export async function customerScreen(id) {
  const customer = id === null ? null : await ask('GET', `customers/${id}`);
  const form = detailsForm(customer);
  return h(
    'div',
    { class: 'page', 'data-testid': 'customer', 'data-id': id },
    h('div', { class: 'row head' }, h('a', { class: 'back', href: `${base}/customers`, 'aria-label': 'Back to customers' }, '←'), h('h1', {}, customer ? nameOf(customer) : 'New customer')),
    h('div', { class: 'columns' }, h('div', {}, form), customer && h('div', {}, ...besides(customer))),
  );
}

function detailsForm(customer) {
  const input = (name, properties = {}) => h('input', { name, autocomplete: 'off', value: customer?.[name] ?? '', ...properties });
  const country = h('select', { name: 'countryCode' }, h('option', { value: '' }, 'No country'), ...Object.entries(COUNTRIES).map(([value, name]) => h('option', { value }, name)));
  const address = customer?.address ?? {};
  country.value = address.countryCode ?? '';
  const submit = h('button', { class: 'button primary' }, 'Save');
  const form = h(
    'form',
    { 'aria-label': 'Customer' },
    card(
      'Customer',
      h('div', { class: 'two' }, field('First name', input('firstName')), field('Last name', input('lastName'))),
      field('E-mail', input('email', { type: 'text', inputmode: 'email' })),
      field('Phone', input('phone', { type: 'tel' })),
      !customer && consentBox('emailState', 'Customer agreed to receive marketing e-mails'),
      !customer && consentBox('smsState', 'Customer agreed to receive SMS marketing'),
      !customer && field('Tags', input('tags'), 'Separate them with commas'),
    ),
    card(
      'Default address',
      field('Address', h('input', { name: 'address1', value: address.address1 ?? '' })),
      h('div', { class: 'two' }, field('Postal code', h('input', { name: 'zip', value: address.zip ?? '' })), field('City', h('input', { name: 'city', value: address.city ?? '' }))),
      field('Country', country),
    ),
    card('Metafields', field('Customer tier', input('tier'), 'custom.customer_tier')),
    card('Note', field('Note about the customer', h('textarea', { name: 'note', rows: 2, value: customer?.note ?? '' }))),
    h('div', { class: 'row end' }, submit),
  );
  form.addEventListener('submit', doing(() => submit, () => save(customer, new FormData(form))));
  return form;
}

function consentBox(name, label) {
  return h('label', { class: 'check' }, h('input', { type: 'checkbox', name, value: 'SUBSCRIBED' }), label);
}

async function save(customer, data) {
  const text = (name) => String(data.get(name) ?? '').trim() || null;
  const details = Object.fromEntries(['firstName', 'lastName', 'email', 'phone', 'note', 'tier'].map((name) => [name, text(name)]));
  const address = Object.fromEntries(['address1', 'zip', 'city', 'countryCode'].map((name) => [name, text(name)]));
  const named = Object.values(address).some((value) => value !== null);
  details.address = named ? { ...address, country: COUNTRIES[address.countryCode] ?? null } : null;
  if (customer) {
    await ask('PUT', `customers/${customer.id}`, details);
    toast('Customer saved');
    return show();
  }
  const tags = (text('tags') ?? '').split(',').map((tag) => tag.trim()).filter(Boolean);
  const consent = Object.fromEntries(['emailState', 'smsState'].filter((name) => data.has(name)).map((name) => [name, 'SUBSCRIBED']));
  const made = await ask('POST', 'customers', { ...details, tags, ...consent });
  toast('Customer created');
  return go(`/customers/${made.id}`, { replace: true });
}

function besides(customer) {
  const at = `customers/${customer.id}`;
  const change = (method, path, body, said) => async () => {
    await ask(method, path, body?.());
    toast(said);
    await show();
  };
  const total = h('input', { type: 'number', min: '0', step: '0.01', value: '49.95' });
  const tag = h('input', { autocomplete: 'off' });
  const add = button('Add', change('POST', `${at}/tags`, () => ({ add: tag.value.split(',') }), 'Tag added'));
  const tagForm = h('form', { class: 'row', onsubmit: (event) => (event.preventDefault(), add.click()) }, field('Add tag', tag), add);
  return [
    card('Marketing', ...consentRow(customer, 'email', 'e-mail', change), ...consentRow(customer, 'sms', 'SMS', change)),
    card(
      'Tags',
      h('ul', { class: 'tags', 'aria-label': 'Tags' }, ...customer.tags.map((each) =>
        h('li', {}, each, button('✕', change('POST', `${at}/tags`, () => ({ remove: [each] }), 'Tag removed'), { class: 'chip', 'aria-label': `Remove tag ${each}` })))),
      tagForm,
    ),
    card(
      'Orders',
      h('p', { 'data-testid': 'order-figures' }, `${customer.orders} orders, ${money(customer.spent, customer.currency)} spent`),
      customer.lastOrderAt && h('p', { class: 'quiet' }, `Last order ${day(customer.lastOrderAt)}`),
      h('div', { class: 'row' }, field('Order total', total), button('Place order', change('POST', `${at}/orders`, () => ({ total: total.value }), 'Order placed'))),
    ),
    card('Remove', h('div', { class: 'row' }, removal(customer, 'Delete customer', 'DELETE', at, 'Delete'), removal(customer, 'Erase personal data', 'POST', `${at}/redact`, 'Erase'))),
  ];
}

function consentRow(customer, kind, name, change) {
  const state = customer[`${kind}State`];
  const path = `customers/${customer.id}/${kind}-consent`;
  const set = (next, label) => button(label, change('PUT', path, () => ({ state: next }), `Marketing by ${name} changed`));
  return [
    h('p', { 'data-testid': `${kind}-state` }, `${name[0].toUpperCase()}${name.slice(1)}: ${state.toLowerCase().replace('_', ' ')}`),
    h('div', { class: 'row' }, state !== 'SUBSCRIBED' && set('SUBSCRIBED', `Subscribe to ${name}`), state !== 'UNSUBSCRIBED' && set('UNSUBSCRIBED', `Unsubscribe from ${name}`)),
  ];
}

function removal(customer, label, method, path, yes) {
  return button(label, async () => {
    if (!(await confirmed(`${label}?`, `${nameOf(customer)} is removed from the store. This cannot be undone.`, yes))) return;
    await ask(method, path, method === 'POST' ? {} : undefined);
    toast('Customer removed');
    await go('/customers', { replace: true });
  }, { class: 'button danger' });
}
