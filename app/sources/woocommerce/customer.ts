import type { ConsentRecord } from '../../domain/consent.ts';
import type { Address, Customer, CustomField } from '../../domain/customer.ts';

/** A customer of `GET /wc/v3/customers`, as far as it is read. Absent and empty texts are the same there. */
export interface WooCustomer {
  id: number;
  date_created_gmt?: string | null;
  date_modified_gmt?: string | null;
  email?: string;
  first_name?: string;
  last_name?: string;
  role?: string;
  username?: string;
  billing?: WooAddress;
  shipping?: WooAddress;
  is_paying_customer?: boolean;
  meta_data?: { key: string; value: unknown }[];
}

export interface WooAddress {
  company?: string;
  address_1?: string;
  address_2?: string;
  city?: string;
  state?: string;
  postcode?: string;
  country?: string;
  phone?: string;
  first_name?: string;
  last_name?: string;
}

/** Order figures as a report gives them; the API has no date of the last order. */
export interface WooFigures {
  orders: number;
  /** A decimal number in the shop's currency. */
  spent: string;
}

/** What the merchant chose for this shop. */
export interface WooOptions {
  /** The roles whose users are customers. */
  roles: string[];
  /** The user meta field that holds the newsletter consent; null: the shop does not tell. */
  consentField: string | null;
  /** ISO 4217, as the shop told when it was connected. */
  currency: string;
}

const YES = new Set(['1', 'yes', 'true', 'on', 'subscribed', 'opted_in', 'opt_in']);
const NO = new Set(['0', 'no', 'false', 'off', 'unsubscribed', 'opted_out', 'opt_out']);

/** Whether a user of the shop is a customer: staff and authors have accounts too. */
export function isCustomer(woo: WooCustomer, { roles }: WooOptions): boolean {
  return woo.role === undefined || roles.includes(woo.role);
}

export function toCustomer(
  woo: WooCustomer,
  figures: WooFigures | undefined,
  metafields: string[],
  options: WooOptions,
): Customer {
  const billing = woo.billing ?? {};
  const shipping = woo.shipping ?? {};
  const orders = figures ?? (woo.is_paying_customer === false ? { orders: 0, spent: '0' } : undefined);
  return {
    source: 'woocommerce',
    id: String(woo.id),
    email: text(woo.email) ?? text((billing as { email?: unknown }).email),
    phone: text(billing.phone) ?? text(shipping.phone),
    firstName: text(woo.first_name) ?? text(billing.first_name),
    lastName: text(woo.last_name) ?? text(billing.last_name),
    locale: null,
    note: null,
    state: null,
    verifiedEmail: null,
    taxExempt: null,
    tags: [],
    totalOrders: orders ? orders.orders : null,
    totalSpent: orders ? { amount: orders.spent, currency: options.currency } : null,
    lastOrderAt: null,
    lastOrderName: null,
    createdAt: instant(woo.date_created_gmt),
    updatedAt: instant(woo.date_modified_gmt),
    address: addressOf(billing) ?? addressOf(shipping),
    predictedTier: null,
    emailConsent: consentOf(woo, options.consentField),
    smsConsent: { state: 'never', level: null, at: null, system: 'woocommerce' },
    custom: Object.fromEntries(metafields.map((name) => [name, metaOf(woo, name)])),
  };
}

/**
 * WooCommerce itself keeps no consent. Where the merchant names a field that holds it, a yes there is a yes without a
 * time, so it never lifts an opt-out; a no is an opt-out; anything else is no word at all.
 */
function consentOf(woo: WooCustomer, field: string | null): ConsentRecord {
  const held = field === null ? undefined : woo.meta_data?.find(({ key }) => key === field)?.value;
  const value = String(held ?? '')
    .trim()
    .toLowerCase();
  const state = YES.has(value) ? 'subscribed' : NO.has(value) ? 'unsubscribed' : 'never';
  return { state, level: null, at: null, system: 'woocommerce' };
}

/** `woocommerce.role` and `woocommerce.username` are the user's own; any other `namespace.key` is the meta field `key`. */
function metaOf(woo: WooCustomer, name: string): CustomField | null {
  const key = name.slice(name.indexOf('.') + 1);
  const own: Record<string, unknown> = { 'woocommerce.role': woo.role, 'woocommerce.username': woo.username };
  const value = Object.hasOwn(own, name) ? own[name] : woo.meta_data?.find((meta) => meta.key === key)?.value;
  if (value === undefined || value === null || value === '' || typeof value === 'object') return null;
  return { type: typeof value === 'boolean' ? 'boolean' : 'text', value: String(value) };
}

function addressOf(woo: WooAddress): Address | null {
  const address: Address = {
    line1: text(woo.address_1),
    line2: text(woo.address_2),
    company: text(woo.company),
    city: text(woo.city),
    zip: text(woo.postcode),
    province: text(woo.state),
    provinceCode: text(woo.state),
    country: null,
    countryCode: text(woo.country),
    phone: text(woo.phone),
  };
  return Object.values(address).some((part) => part !== null) ? address : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** The `_gmt` fields are UTC and do not say so. */
function instant(value: string | null | undefined): string | null {
  const parsed = Date.parse(value ? `${value.replace(/Z$/, '')}Z` : '');
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}
