import type { Behaviour, Shop, ShopCustomer } from '../other-shops/shop.ts';
import type { MagentoWorld } from './world.ts';

export const MAGENTO_HOST = 'magento.example';

/** Magento as its page in the sandbox shows it. */
export function magentoShop(world: MagentoWorld): Shop {
  let behaviour: Behaviour = 'well';
  const keys = world.integrations[0];
  const taken = (email: string, but?: number) =>
    [...world.customers.values()].some((customer) => customer.email === email && customer.id !== but)
      ? 'A customer with the same email address already exists in an associated website.'
      : null;
  const fieldsOf = ({ newsletter, phone, country, ...rest }: ShopCustomer) => ({
    ...rest,
    phone: phone || null,
    country: country || 'NL',
    subscribed: newsletter,
  });
  return {
    name: 'Magento',
    note: 'A small Magento shop. It tells nobody of changes: the app asks each minute. Who is deleted here is found within the hour.',
    keys: [
      ['Address of the shop', `https://${MAGENTO_HOST}`],
      ['Consumer key', keys?.consumerKey ?? ''],
      ['Consumer secret', keys?.consumerSecret ?? ''],
      ['Access token', keys?.token ?? ''],
      ['Access token secret', keys?.tokenSecret ?? ''],
    ],
    customers: (most) => ({
      total: world.customers.size,
      newest: [...world.customers.values()]
        .sort((a, b) => b.id - a.id)
        .slice(0, most)
        .map(({ id, email, firstName, lastName, phone, country, subscribed }) => ({
          ...{ id, email, firstName, lastName, country, newsletter: subscribed },
          phone: phone ?? '',
          orders: world.ordersOf(id).length,
        })),
    }),
    create(customer) {
      const refused = taken(customer.email);
      if (refused === null) world.register(fieldsOf(customer));
      return refused;
    },
    edit(id, customer) {
      const refused = taken(customer.email, id);
      if (refused === null && world.customers.has(id)) world.update(id, fieldsOf(customer));
      return refused;
    },
    remove: (id) => world.remove(id),
    order: (id, total) => void world.order(id, total),
    calls: () => world.calls,
    told: () => null,
    behaviour: () => behaviour,
    behave(next) {
      behaviour = next;
      world.faults.clear();
      if (next !== 'well') world.faults.add({ kind: next });
    },
  };
}
