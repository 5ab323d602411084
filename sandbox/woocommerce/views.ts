import { gmt, type Order, type User, type WooWorld } from './world.ts';

const BILLING = [
  'first_name',
  'last_name',
  'company',
  'address_1',
  'address_2',
  'city',
  'postcode',
  'country',
  'state',
  'email',
  'phone',
];

const filled = (names: string[], from: Record<string, string>) =>
  Object.fromEntries(names.map((name) => [name, from[name] ?? '']));

/** A customer as version 3 of the REST API gives it: without order figures. */
export function customerView(world: WooWorld, user: User): Record<string, unknown> {
  const modified = user.modifiedAt === null ? null : gmt(user.modifiedAt);
  return {
    id: user.id,
    date_created: gmt(user.createdAt + 3_600_000),
    date_created_gmt: gmt(user.createdAt),
    date_modified: user.modifiedAt === null ? null : gmt(user.modifiedAt + 3_600_000),
    date_modified_gmt: modified,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    role: user.role,
    username: user.username,
    billing: filled(BILLING, user.billing),
    shipping: filled(
      BILLING.filter((name) => name !== 'email'),
      user.shipping,
    ),
    is_paying_customer: world.ordersOf(user.id).length > 0,
    avatar_url: 'https://secure.gravatar.com/avatar/0?s=96&d=mm&r=g',
    meta_data: [...user.meta].map(([key, value], index) => ({ id: user.id * 100 + index, key, value })),
    _links: { self: [{ href: `https://shop.example.com/wp-json/wc/v3/customers/${user.id}` }] },
  };
}

/** Version 2 had the figures. */
export function olderCustomerView(world: WooWorld, user: User): Record<string, unknown> {
  const orders = world.ordersOf(user.id);
  return {
    ...customerView(world, user),
    orders_count: orders.length,
    total_spent: sum(orders).toFixed(2),
  };
}

/** A row of the customers report. Its `id` is that of the report, not the user's. */
export function reportView(world: WooWorld, user: User): Record<string, unknown> {
  const orders = world.ordersOf(user.id);
  return {
    id: user.id + 5_000,
    user_id: user.id,
    name: `${user.firstName} ${user.lastName}`.trim(),
    username: user.username,
    email: user.email,
    country: user.billing.country ?? '',
    date_registered: gmt(user.createdAt),
    date_last_active: gmt(orders.at(-1)?.createdAt ?? user.createdAt),
    orders_count: orders.length,
    total_spend: sum(orders),
    avg_order_value: orders.length === 0 ? 0 : sum(orders) / orders.length,
  };
}

export function orderView(order: Order): Record<string, unknown> {
  return {
    id: order.id,
    status: 'processing',
    customer_id: order.customerId,
    total: order.total.toFixed(2),
    date_created_gmt: gmt(order.createdAt),
    billing: { email: 'somebody@example.com' },
  };
}

function sum(orders: Order[]): number {
  return orders.reduce((total, order) => total + order.total, 0);
}
