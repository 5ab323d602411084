// The customers of the store: search, pages, and two of them to be merged.
import { ask, base, button, confirmed, h, money, nameOf, toast } from './dom.js';
import { go, show } from './main.js';

const CONSENT = {
  SUBSCRIBED: 'Subscribed',
  UNSUBSCRIBED: 'Unsubscribed',
  NOT_SUBSCRIBED: 'Not subscribed',
  PENDING: 'Pending',
};

export async function customersScreen() {
  const params = new URLSearchParams(location.search);
  const data = await ask('GET', `customers?${params}`);
  const chosen = new Set();
  const merge = button(
    'Merge the two',
    () => mergeChosen(data.customers.filter(({ id }) => chosen.has(id))),
    { hidden: true },
  );
  const search = h('input', {
    type: 'search',
    placeholder: 'Search customers',
    'aria-label': 'Search customers',
    value: params.get('search') ?? '',
  });
  const form = h(
    'form',
    {
      role: 'search',
      onsubmit: (event) => {
        event.preventDefault();
        void searchFor(search.value);
      },
    },
    search,
  );
  const page = (number, label) =>
    button(
      label,
      () => go(`/customers?${new URLSearchParams({ search: params.get('search') ?? '', page: number })}`),
      {
        ...(number < 1 || number > data.pages ? { disabled: true } : {}),
      },
    );
  const choose = (id, on) => {
    if (on) chosen.add(id);
    else chosen.delete(id);
    merge.hidden = chosen.size !== 2;
  };
  return h(
    'div',
    { class: 'page' },
    h(
      'div',
      { class: 'row head' },
      h('h1', {}, 'Customers'),
      h('div', { class: 'spread' }),
      merge,
      h('a', { class: 'button primary', href: `${base}/customers/new` }, 'Add customer'),
    ),
    h(
      'section',
      { class: 'card flush' },
      h(
        'div',
        { class: 'row pad' },
        form,
        h(
          'span',
          { class: 'quiet', 'data-testid': 'customer-count' },
          data.total === 1 ? '1 customer' : `${data.total} customers`,
        ),
      ),
      data.customers.length > 0
        ? table(data.customers, choose)
        : h('p', { class: 'empty' }, 'No customers found'),
      h(
        'div',
        { class: 'row pad' },
        page(data.page - 1, 'Previous'),
        page(data.page + 1, 'Next'),
        h('span', { class: 'quiet' }, `Page ${data.page} of ${data.pages}`),
      ),
    ),
  );
}

function searchFor(text) {
  return go(`/customers?${new URLSearchParams(text ? { search: text } : {})}`, { replace: true });
}

function table(customers, choose) {
  return h(
    'table',
    { 'data-testid': 'customers' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ...['', 'Customer', 'E-mail consent', 'Tags', 'Orders', 'Spent'].map((name) =>
          h('th', { scope: 'col' }, name),
        ),
      ),
    ),
    h('tbody', {}, ...customers.map((customer) => row(customer, choose))),
  );
}

function row(customer, choose) {
  const name = nameOf(customer);
  return h(
    'tr',
    { 'data-id': customer.id },
    h(
      'td',
      { class: 'tick' },
      h('input', {
        type: 'checkbox',
        'aria-label': `Select ${name}`,
        onchange: (event) => choose(customer.id, event.target.checked),
      }),
    ),
    h(
      'td',
      {},
      h('a', { href: `${base}/customers/${customer.id}` }, name),
      h('div', { class: 'quiet' }, customer.email ?? customer.phone ?? ''),
    ),
    h(
      'td',
      {},
      h('span', { class: `badge ${customer.emailState.toLowerCase()}` }, CONSENT[customer.emailState]),
    ),
    h('td', { class: 'wide' }, customer.tags.join(', ')),
    h('td', { class: 'number' }, String(customer.orders)),
    h('td', { class: 'number' }, money(customer.spent, customer.currency)),
  );
}

async function mergeChosen([keep, drop]) {
  const sure = await confirmed(
    'Merge two customers?',
    `${nameOf(keep)} stays and takes over the orders and tags of ${nameOf(drop)}.`,
    'Merge',
  );
  if (!sure) return;
  await ask('POST', 'merge', { keep: keep.id, drop: drop.id });
  toast('Customers merged');
  await show();
}
