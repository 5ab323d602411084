import type { ShopCall } from '../other-shops/shop.ts';
import { ShopFaults } from '../shop-faults.ts';

/** A customer of the shop. Times are milliseconds since 1970. */
export interface StoreCustomer {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  phone: string | null;
  country: string;
  subscribed: boolean;
  groupId: number;
  attributes: Map<string, string>;
  createdAt: number;
  updatedAt: number;
}

export interface StoreOrder {
  id: number;
  customerId: number | null;
  total: number;
  refunded: number;
  state: 'new' | 'processing' | 'complete' | 'canceled';
  createdAt: number;
  updatedAt: number;
}

/** What Magento shows of an integration when it is activated, and what it may do. */
export interface Integration {
  consumerKey: string;
  consumerSecret: string;
  token: string;
  tokenSecret: string;
  /** Which of Magento's resources it may read. */
  resources: string[];
}

export const CUSTOMERS = 'Magento_Customer::customer';
export const ORDERS = 'Magento_Sales::actions_view';
export const GROUPS = 'Magento_Customer::group';

/** An emulated Magento: customers, orders, integrations. It tells nobody of anything: it has no customer webhooks. */
export class MagentoWorld {
  readonly customers = new Map<number, StoreCustomer>();
  readonly orders: StoreOrder[] = [];
  readonly integrations: Integration[] = [
    {
      consumerKey: 'consumerkey0123456789abcdef01234',
      consumerSecret: 'consumersecret0123456789abcdef01',
      token: 'magentotoken0123456789abcdef0123',
      tokenSecret: 'tokensecret0123456789abcdef01234',
      resources: [CUSTOMERS, ORDERS, GROUPS],
    },
  ];
  /** Customer groups by id, as a new shop has them. */
  readonly groups = new Map([
    [0, 'NOT LOGGED IN'],
    [1, 'General'],
    [2, 'Wholesale'],
    [3, 'Retailer'],
  ]);
  readonly faults = new ShopFaults();
  readonly now: () => number;
  /** Stores > Configuration > Services > OAuth, off as in Magento: an integration's token alone opens nothing. */
  bearerAllowed = false;
  /** Nonces of signed requests, by consumer: none is taken twice. */
  readonly nonces = new Set<string>();
  calls: ShopCall[] = [];
  #nextId = 1;

  constructor(now: () => number = Date.now) {
    this.now = now;
  }

  register(fields: Partial<Omit<StoreCustomer, 'id'>> & { email: string }): StoreCustomer {
    const at = this.now();
    const customer: StoreCustomer = {
      id: this.#nextId++,
      firstName: 'Jo',
      lastName: 'Doe',
      phone: null,
      country: 'NL',
      subscribed: false,
      groupId: 1,
      attributes: new Map(),
      createdAt: at,
      updatedAt: at,
      ...fields,
    };
    this.customers.set(customer.id, customer);
    return customer;
  }

  update(id: number, fields: Partial<Omit<StoreCustomer, 'id'>>): void {
    const customer = this.customers.get(id);
    if (!customer) throw new Error(`There is no customer ${id}`);
    Object.assign(customer, fields, { updatedAt: this.now() });
  }

  /** The newsletter is a table of its own: the customer's time stays what it was. */
  subscribe(id: number, subscribed: boolean): void {
    const customer = this.customers.get(id);
    if (customer) customer.subscribed = subscribed;
  }

  remove(id: number): void {
    this.customers.delete(id);
    for (const order of this.orders) if (order.customerId === id) order.customerId = null;
  }

  order(customerId: number | null, total: number, fields: Partial<StoreOrder> = {}): StoreOrder {
    const at = this.now();
    const order: StoreOrder = {
      id: this.orders.length + 1,
      customerId,
      total,
      refunded: 0,
      state: 'processing',
      createdAt: at,
      updatedAt: at,
      ...fields,
    };
    this.orders.push(order);
    return order;
  }

  changeOrder(id: number, fields: Partial<StoreOrder>): void {
    const order = this.orders.find((each) => each.id === id);
    if (order) Object.assign(order, fields, { updatedAt: this.now() });
  }

  ordersOf(customerId: number): StoreOrder[] {
    return this.orders.filter((order) => order.customerId === customerId && order.state !== 'canceled');
  }
}

/** As Magento writes it: UTC, without saying so. */
export function dbTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
