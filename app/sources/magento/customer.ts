import type { ConsentRecord } from '../../domain/consent.ts';
import type { Address, Customer, CustomField } from '../../domain/customer.ts';

/** A customer of `/V1/customers/search`, as far as it is read. Times are UTC and do not say so. */
export interface MagentoCustomer {
  id: number;
  group_id?: number;
  default_billing?: string;
  default_shipping?: string;
  created_at?: string;
  updated_at?: string;
  email?: string;
  firstname?: string;
  lastname?: string;
  store_id?: number;
  website_id?: number;
  taxvat?: string;
  dob?: string;
  addresses?: MagentoAddress[];
  extension_attributes?: { is_subscribed?: boolean };
  custom_attributes?: { attribute_code: string; value: unknown }[];
}

export interface MagentoAddress {
  id: number;
  region?: { region_code?: string | null; region?: string | null };
  country_id?: string;
  street?: string[];
  company?: string;
  telephone?: string;
  postcode?: string;
  city?: string;
  default_billing?: boolean;
  default_shipping?: boolean;
}

/** An order of `/V1/orders`; amounts are in the base currency of the shop. */
export interface MagentoOrder {
  entity_id: number;
  increment_id?: string;
  customer_id?: number | null;
  state?: string;
  base_grand_total?: number;
  base_total_refunded?: number | null;
  base_currency_code?: string;
  created_at?: string;
  updated_at?: string;
}

/** What the orders of one customer come to. */
export interface MagentoFigures {
  orders: number;
  /** In hundredths of a cent, so that sums stay exact. */
  spent: number;
  currency: string;
  lastAt: string | null;
  lastName: string | null;
}

const NO_ORDERS: MagentoFigures = { orders: 0, spent: 0, currency: '', lastAt: null, lastName: null };

/** Adds up orders by customer; cancelled ones do not count, refunds are taken off. */
export function figuresOf(orders: readonly MagentoOrder[]): Map<number, MagentoFigures> {
  const all = new Map<number, MagentoFigures>();
  for (const order of orders) {
    if (!order.customer_id || order.state === 'canceled') continue;
    const before = all.get(order.customer_id) ?? NO_ORDERS;
    const worth =
      Math.round((order.base_grand_total ?? 0) * 10_000) -
      Math.round((order.base_total_refunded ?? 0) * 10_000);
    const at = instant(order.created_at);
    const newer = at !== null && (before.lastAt === null || at >= before.lastAt);
    all.set(order.customer_id, {
      orders: before.orders + 1,
      spent: before.spent + worth,
      currency: order.base_currency_code ?? before.currency,
      lastAt: newer ? at : before.lastAt,
      lastName: newer && order.increment_id ? `#${order.increment_id}` : before.lastName,
    });
  }
  return all;
}

export function toCustomer(
  magento: MagentoCustomer,
  figures: MagentoFigures = NO_ORDERS,
  metafields: string[] = [],
  currency = '',
  groups: ReadonlyMap<number, string> | null = null,
): Customer {
  const address = addressOf(magento);
  return {
    source: 'magento',
    id: String(magento.id),
    email: text(magento.email),
    phone: address?.phone ?? null,
    firstName: text(magento.firstname),
    lastName: text(magento.lastname),
    locale: null,
    note: null,
    state: null,
    verifiedEmail: null,
    taxExempt: null,
    tags: [],
    totalOrders: figures.orders,
    totalSpent: { amount: String(figures.spent / 10_000), currency: figures.currency || currency },
    lastOrderAt: figures.lastAt,
    lastOrderName: figures.lastName,
    createdAt: instant(magento.created_at),
    updatedAt: instant(magento.updated_at),
    address,
    predictedTier: null,
    emailConsent: consentOf(magento),
    smsConsent: { state: 'never', level: null, at: null, system: 'magento' },
    custom: Object.fromEntries(metafields.map((name) => [name, customOf(magento, name, groups)])),
  };
}

/**
 * Magento tells whether somebody is on its newsletter, not since when, and not whether who is not ever was. So a yes has
 * no time and lifts no opt-out, and "not subscribed" is no word at all: off the list, but not blocked.
 */
function consentOf({ extension_attributes: more }: MagentoCustomer): ConsentRecord {
  const state = more?.is_subscribed === true ? 'subscribed' : 'never';
  return { state, level: null, at: null, system: 'magento' };
}

const OWN = ['group_id', 'store_id', 'website_id', 'taxvat', 'dob'] as const;

/** The metafield that is the name of the customer's group, which has to be looked up. */
export const GROUP = 'magento.group';

/**
 * `magento.group` is the name of the customer's group, `magento.group_id` and the like are fields of the customer; any
 * other `namespace.code` is the attribute `code`.
 */
function customOf(
  magento: MagentoCustomer,
  name: string,
  groups: ReadonlyMap<number, string> | null,
): CustomField | null {
  if (name === GROUP) {
    const group = groups?.get(magento.group_id ?? -1);
    return group === undefined ? null : { type: 'text', value: group };
  }
  const code = name.slice(name.indexOf('.') + 1);
  const own = OWN.find((field) => name === `magento.${field}`);
  const value = own
    ? magento[own]
    : magento.custom_attributes?.find(({ attribute_code }) => attribute_code === code)?.value;
  if (value === undefined || value === null || value === '' || typeof value === 'object') return null;
  return { type: typeof value === 'boolean' ? 'boolean' : 'text', value: String(value) };
}

function addressOf({ addresses = [], default_billing, default_shipping }: MagentoCustomer): Address | null {
  const by = (id: string | undefined) => addresses.find((address) => String(address.id) === id);
  const found = by(default_billing) ?? by(default_shipping) ?? addresses[0];
  if (!found) return null;
  const [line1, ...rest] = found.street ?? [];
  return {
    line1: text(line1),
    line2: text(rest.join(' ')),
    company: text(found.company),
    city: text(found.city),
    zip: text(found.postcode),
    province: text(found.region?.region),
    provinceCode: text(found.region?.region_code),
    country: null,
    countryCode: text(found.country_id),
    phone: text(found.telephone),
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** `2026-11-24 10:00:00`, which is UTC. */
export function instant(value: string | undefined): string | null {
  const parsed = Date.parse(value ? `${value.replace(' ', 'T').replace(/Z$/, '')}Z` : '');
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}
