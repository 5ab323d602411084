import { createHash } from 'node:crypto';
import type { ShopCall } from '../other-shops/shop.ts';
import { ShopFaults } from '../shop-faults.ts';
import { WooWebhooks } from './webhooks.ts';

/** A WordPress user. Times are milliseconds since 1970. */
export interface User {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  role: string;
  username: string;
  billing: Record<string, string>;
  shipping: Record<string, string>;
  meta: Map<string, string>;
  createdAt: number;
  modifiedAt: number | null;
}

export interface Order {
  id: number;
  customerId: number;
  total: number;
  createdAt: number;
}

export interface ApiKey {
  key: string;
  secret: string;
  permissions: 'read' | 'write' | 'read_write';
}

const DEFAULT_KEY: ApiKey = {
  key: 'ck_0123456789abcdef0123456789abcdef01234567',
  secret: 'cs_fedcba9876543210fedcba9876543210fedcba98',
  permissions: 'read_write',
};

/** `old`: the report knows no filter by user. `off`: there is no analytics. */
export type Analytics = 'on' | 'old' | 'off';

/** An emulated WooCommerce shop: users, their orders, its webhooks, and what can go wrong. */
export class WooWorld {
  readonly users = new Map<number, User>();
  readonly orders: Order[] = [];
  readonly keys: ApiKey[] = [{ ...DEFAULT_KEY }];
  readonly faults = new ShopFaults();
  readonly webhooks: WooWebhooks;
  readonly now: () => number;
  analytics: Analytics = 'on';
  currency = 'EUR';
  calls: ShopCall[] = [];
  #nextId = 2;

  constructor(now: () => number = Date.now) {
    this.now = now;
    this.webhooks = new WooWebhooks(this);
    this.users.set(1, this.#user(1, { email: 'owner@shop.example.com', role: 'administrator' }));
  }

  register(fields: Partial<Omit<User, 'id'>> & { email: string }): User {
    const user = this.#user(this.#nextId++, fields);
    this.users.set(user.id, user);
    this.webhooks.fire('customer.created', user.id);
    return user;
  }

  update(id: number, fields: Partial<Omit<User, 'id' | 'meta'>> & { meta?: Record<string, string> }): void {
    const user = this.users.get(id);
    if (!user) throw new Error(`There is no user ${id}`);
    const { meta, ...rest } = fields;
    Object.assign(user, rest, { modifiedAt: this.now() });
    for (const [key, value] of Object.entries(meta ?? {})) user.meta.set(key, value);
    this.webhooks.fire('customer.updated', id);
  }

  /** WooCommerce tells of the deletion of a customer only, not of staff's. */
  remove(id: number): void {
    const user = this.users.get(id);
    if (!user) return;
    this.users.delete(id);
    if (user.role === 'customer') this.webhooks.fire('customer.deleted', id);
  }

  order(customerId: number, total: number): Order {
    const order = { id: this.orders.length + 1, customerId, total, createdAt: this.now() };
    this.orders.push(order);
    this.webhooks.fire('order.created', order.id);
    return order;
  }

  ordersOf(customerId: number): Order[] {
    return this.orders.filter((order) => order.customerId === customerId);
  }

  #user(id: number, fields: Partial<Omit<User, 'id'>> & { email: string }): User {
    return {
      id,
      firstName: '',
      lastName: '',
      role: 'customer',
      username: `user${id}`,
      billing: {},
      shipping: {},
      meta: new Map(),
      createdAt: this.now(),
      modifiedAt: null,
      ...fields,
    };
  }
}

/** As WordPress writes it: UTC, without saying so. */
export function gmt(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}

/** wp_hash of the webhook and the second: two deliveries of one webhook in one second have the same. */
export function deliveryId(webhookId: number, now: number): string {
  return createHash('md5')
    .update(`salt${webhookId}${Math.floor(now / 1_000)}`)
    .digest('hex');
}
