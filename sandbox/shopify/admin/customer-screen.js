// One customer: the form that creates and edits it.
import { customerBlock } from './customer-block.js';
import { besides } from './customer-side.js';
import { ask, base, card, doing, field, h, nameOf, toast } from './dom.js';
import { go, show } from './main.js';

const COUNTRIES = {
  NL: 'Netherlands',
  BE: 'Belgium',
  DE: 'Germany',
  FR: 'France',
  GB: 'United Kingdom',
  US: 'United States',
};

/** null: a new one. */
export async function customerScreen(id) {
  const customer = id === null ? null : await ask('GET', `customers/${id}`);
  const form = detailsForm(customer);
  const { installed } = await ask('GET', 'state');
  return h(
    'div',
    { class: 'page', 'data-testid': 'customer', 'data-id': id },
    h(
      'div',
      { class: 'row head' },
      h('a', { class: 'back', href: `${base}/customers`, 'aria-label': 'Back to customers' }, '←'),
      h('h1', {}, customer ? nameOf(customer) : 'New customer'),
    ),
    h(
      'div',
      { class: 'columns' },
      h('div', {}, form, customer && installed && customerBlock(id)),
      customer && h('div', {}, ...besides(customer)),
    ),
  );
}

function detailsForm(customer) {
  const input = (name, properties = {}) =>
    h('input', { name, autocomplete: 'off', value: customer?.[name] ?? '', ...properties });
  const address = customer?.address ?? {};
  // A country that this list lacks must not get lost by saving.
  const countries = {
    ...COUNTRIES,
    ...(address.countryCode ? { [address.countryCode]: address.country } : {}),
  };
  const country = h(
    'select',
    { name: 'countryCode' },
    h('option', { value: '' }, 'No country'),
    ...Object.entries(countries).map(([value, name]) => h('option', { value }, name)),
  );
  country.value = address.countryCode ?? '';
  const submit = h('button', { class: 'button primary' }, 'Save');
  const form = h(
    'form',
    { 'aria-label': 'Customer' },
    card(
      'Customer',
      h(
        'div',
        { class: 'two' },
        field('First name', input('firstName')),
        field('Last name', input('lastName')),
      ),
      field('E-mail', input('email', { type: 'text', inputmode: 'email' })),
      field('Phone', input('phone', { type: 'tel' })),
      !customer && consentBox('emailState', 'Customer agreed to receive marketing e-mails'),
      !customer && consentBox('smsState', 'Customer agreed to receive SMS marketing'),
      !customer && field('Tags', input('tags'), 'Separate them with commas'),
    ),
    card(
      'Default address',
      field('Address', h('input', { name: 'address1', value: address.address1 ?? '' })),
      h(
        'div',
        { class: 'two' },
        field('Postal code', h('input', { name: 'zip', value: address.zip ?? '' })),
        field('City', h('input', { name: 'city', value: address.city ?? '' })),
      ),
      field('Country', country),
    ),
    card('Metafields', field('Customer tier', input('tier'), 'custom.customer_tier')),
    card(
      'Note',
      field('Note about the customer', h('textarea', { name: 'note', rows: 2, value: customer?.note ?? '' })),
    ),
    h('div', { class: 'row end' }, submit),
  );
  form.addEventListener(
    'submit',
    doing(
      () => submit,
      () => save(customer, new FormData(form)),
    ),
  );
  return form;
}

function consentBox(name, label) {
  return h('label', { class: 'check' }, h('input', { type: 'checkbox', name, value: 'SUBSCRIBED' }), label);
}

async function save(customer, data) {
  const text = (name) => String(data.get(name) ?? '').trim() || null;
  const details = Object.fromEntries(
    ['firstName', 'lastName', 'email', 'phone', 'note', 'tier'].map((name) => [name, text(name)]),
  );
  const address = Object.fromEntries(
    ['address1', 'zip', 'city', 'countryCode'].map((name) => [name, text(name)]),
  );
  const named = Object.values(address).some((value) => value !== null);
  details.address = named
    ? { ...address, country: COUNTRIES[address.countryCode] ?? customer?.address?.country ?? null }
    : null;
  if (customer) {
    await ask('PUT', `customers/${customer.id}`, details);
    toast('Customer saved');
    return show();
  }
  const tags = (text('tags') ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  const consent = Object.fromEntries(
    ['emailState', 'smsState'].filter((name) => data.has(name)).map((name) => [name, 'SUBSCRIBED']),
  );
  const made = await ask('POST', 'customers', { ...details, tags, ...consent });
  toast('Customer created');
  return go(`/customers/${made.id}`, { replace: true });
}
