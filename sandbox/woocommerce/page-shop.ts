import type { Behaviour, Shop, ShopCustomer } from '../other-shops/shop.ts';
import type { User, WooWorld } from './world.ts';

export const WOO_HOST = 'woocommerce.example';

/** WooCommerce as its page in the sandbox shows it. */
export function wooShop(world: WooWorld): Shop {
  let behaviour: Behaviour = 'well';
  const key = world.keys[0];
  const customers = () => [...world.users.values()].filter(({ role }) => role === 'customer');
  const taken = (email: string, but?: number) =>
    [...world.users.values()].some((user) => user.email === email && user.id !== but)
      ? 'An account is already registered with that e-mail address.'
      : null;
  return {
    name: 'WooCommerce',
    note: 'A small WooCommerce shop. It tells the app of changes by webhook, which the app sets up when it is connected.',
    keys: [
      ['Address of the shop', `https://${WOO_HOST}`],
      ['Consumer key', key?.key ?? ''],
      ['Consumer secret', key?.secret ?? ''],
      ['Field with the newsletter consent', 'newsletter'],
    ],
    customers: (most) => ({
      total: customers().length,
      newest: customers()
        .sort((a, b) => b.id - a.id)
        .slice(0, most)
        .map((user) => ({ ...seen(user), id: user.id, orders: world.ordersOf(user.id).length })),
    }),
    create(customer) {
      const refused = taken(customer.email);
      if (refused === null) world.register({ ...fieldsOf(customer), meta: new Map(metaOf(customer)) });
      return refused;
    },
    edit(id, customer) {
      const refused = taken(customer.email, id);
      if (refused === null && world.users.has(id))
        world.update(id, { ...fieldsOf(customer), meta: Object.fromEntries(metaOf(customer)) });
      return refused;
    },
    remove: (id) => world.remove(id),
    order: (id, total) => void world.order(id, total),
    calls: () => world.calls,
    told: () => world.webhooks.sent,
    behaviour: () => behaviour,
    behave(next) {
      behaviour = next;
      world.faults.clear();
      if (next !== 'well') world.faults.add({ kind: next });
    },
  };
}

function seen({ email, firstName, lastName, billing, meta }: User): ShopCustomer {
  const { phone = '', country = '' } = billing;
  return { email, firstName, lastName, phone, country, newsletter: meta.get('newsletter') === 'yes' };
}

function fieldsOf({ email, firstName, lastName, phone, country }: ShopCustomer) {
  return { email, firstName, lastName, billing: { phone, country } };
}

function metaOf({ newsletter }: ShopCustomer): [string, string][] {
  return [['newsletter', newsletter ? 'yes' : 'no']];
}
