/** A customer as the emulated store keeps it. Ids are strings of digits; times are milliseconds since 1970. */
export interface StoreCustomer {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  locale: string;
  note: string | null;
  state: 'ENABLED' | 'DISABLED' | 'INVITED' | 'DECLINED';
  verifiedEmail: boolean;
  taxExempt: boolean;
  tags: string[];
  orders: { name: string; total: number; processedAt: number }[];
  address: StoreAddress | null;
  emailConsent: Consent;
  smsConsent: Consent;
  metafields: Record<string, { type: string; value: string }>;
  predictedSpendTier: 'HIGH' | 'MEDIUM' | 'LOW' | null;
  createdAt: number;
  updatedAt: number;
}

export type EmailState = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NOT_SUBSCRIBED' | 'PENDING';

export interface Consent {
  /** NOT_SUBSCRIBED is shown as NEVER_SUBSCRIBED for SMS (facts section 5). */
  state: EmailState;
  level: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN' | 'UNKNOWN' | null;
  at: number | null;
}

export interface StoreAddress {
  address1: string | null;
  city: string | null;
  zip: string | null;
  country: string | null;
  countryCode: string | null;
  phone: string | null;
}

export interface NewCustomer {
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  taxExempt?: boolean;
  tags?: string[];
  locale?: string;
  address?: Partial<StoreAddress> | null;
  emailState?: EmailState;
  smsState?: EmailState;
  /** When the consents were given. */
  consentAt?: number;
  orders?: { total: number; processedAt: number }[];
  predictedSpendTier?: StoreCustomer['predictedSpendTier'];
  createdAt?: number;
}

/** What happened, for the webhooks. */
export interface StoreEvent {
  topic: string;
  payload: Record<string, unknown>;
  at: number;
  /** One action of the merchant may tell several topics: they share this. */
  eventId: string;
}

export function gid(id: string): string {
  return `gid://shopify/Customer/${id}`;
}

/** The customer's n-th order, counted from 1. */
export function orderGid(id: string, n: number): string {
  return `gid://shopify/Order/${id}${String(n).padStart(4, '0')}`;
}

export function spent(customer: StoreCustomer): string {
  return customer.orders.reduce((sum, order) => sum + order.total, 0).toFixed(2);
}

export function fullAddress(address: Partial<StoreAddress>): StoreAddress {
  return { address1: null, city: null, zip: null, country: null, countryCode: null, phone: null, ...address };
}
