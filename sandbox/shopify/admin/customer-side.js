// Beside the form of a customer: consent, tags, orders, and the ways out.
import { ask, button, card, confirmed, day, field, h, money, nameOf, toast } from './dom.js';
import { go, show } from './main.js';

export function besides(customer) {
  const at = `customers/${customer.id}`;
  const change = (method, path, body, said) => async () => {
    await ask(method, path, body?.());
    toast(said);
    await show();
  };
  const total = h('input', { type: 'number', min: '0', step: '0.01', value: '49.95' });
  const tag = h('input', { autocomplete: 'off' });
  const add = button(
    'Add',
    change('POST', `${at}/tags`, () => ({ add: tag.value.split(',') }), 'Tag added'),
  );
  const tagForm = h(
    'form',
    {
      class: 'row',
      onsubmit: (event) => {
        event.preventDefault();
        add.click();
      },
    },
    field('Add tag', tag),
    add,
  );
  return [
    card(
      'Marketing',
      ...consentRow(customer, 'email', 'e-mail', change),
      ...consentRow(customer, 'sms', 'SMS', change),
    ),
    card(
      'Tags',
      h(
        'ul',
        { class: 'tags', 'aria-label': 'Tags' },
        ...customer.tags.map((each) =>
          h(
            'li',
            {},
            each,
            button(
              '✕',
              change('POST', `${at}/tags`, () => ({ remove: [each] }), 'Tag removed'),
              { class: 'chip', 'aria-label': `Remove tag ${each}` },
            ),
          ),
        ),
      ),
      tagForm,
    ),
    card(
      'Orders',
      h(
        'p',
        { 'data-testid': 'order-figures' },
        `${customer.orders} ${customer.orders === 1 ? 'order' : 'orders'}, ${money(customer.spent, customer.currency)} spent`,
      ),
      customer.lastOrderAt && h('p', { class: 'quiet' }, `Last order ${day(customer.lastOrderAt)}`),
      h(
        'div',
        { class: 'row' },
        field('Order total', total),
        button(
          'Place order',
          change('POST', `${at}/orders`, () => ({ total: total.value }), 'Order placed'),
        ),
      ),
    ),
    card(
      'Account',
      h(
        'p',
        { 'data-testid': 'account-state' },
        customer.state === 'ENABLED' ? 'Has an account' : 'No account',
      ),
      h(
        'div',
        { class: 'row' },
        customer.state === 'ENABLED'
          ? button(
              'Disable account',
              change('PUT', `${at}/state`, () => ({ state: 'DISABLED' }), 'Account disabled'),
            )
          : button(
              'Enable account',
              change('PUT', `${at}/state`, () => ({ state: 'ENABLED' }), 'Account enabled'),
            ),
        button(
          'Request stored data',
          change('POST', `${at}/data-request`, () => ({}), 'Asked the app for what it stores'),
        ),
      ),
    ),
    card(
      'Remove',
      h(
        'div',
        { class: 'row' },
        removal(customer, 'Delete customer', 'DELETE', at, 'Delete'),
        removal(customer, 'Erase personal data', 'POST', `${at}/redact`, 'Erase'),
      ),
    ),
  ];
}

function consentRow(customer, kind, name, change) {
  const state = customer[`${kind}State`];
  const path = `customers/${customer.id}/${kind}-consent`;
  const set = (next, label) =>
    button(
      label,
      change('PUT', path, () => ({ state: next }), `Marketing by ${name} changed`),
    );
  return [
    h(
      'p',
      { 'data-testid': `${kind}-state` },
      `${name[0].toUpperCase()}${name.slice(1)}: ${state.toLowerCase().replace('_', ' ')}`,
    ),
    h(
      'div',
      { class: 'row' },
      state !== 'SUBSCRIBED' && set('SUBSCRIBED', `Subscribe to ${name}`),
      state !== 'UNSUBSCRIBED' && set('UNSUBSCRIBED', `Unsubscribe from ${name}`),
    ),
  ];
}

function removal(customer, label, method, path, yes) {
  return button(
    label,
    async () => {
      if (
        !(await confirmed(
          `${label}?`,
          `${nameOf(customer)} is removed from the store. This cannot be undone.`,
          yes,
        ))
      )
        return;
      await ask(method, path, method === 'POST' ? {} : undefined);
      toast('Customer removed');
      await go('/customers', { replace: true });
    },
    { class: 'button danger' },
  );
}
