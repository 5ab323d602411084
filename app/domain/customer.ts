import type { ConsentRecord } from './consent.ts';

/** Where customers come from (design section 3). */
export const SOURCES = ['shopify', 'woocommerce', 'magento', 'custom'] as const;
export type Source = (typeof SOURCES)[number];

/** An amount as the source wrote it (a decimal string, never a float) and its ISO 4217 currency. */
export interface Money {
  amount: string;
  currency: string;
}

export interface Address {
  line1: string | null;
  line2: string | null;
  company: string | null;
  city: string | null;
  zip: string | null;
  province: string | null;
  provinceCode: string | null;
  country: string | null;
  /** ISO 3166-1 alpha-2. */
  countryCode: string | null;
  phone: string | null;
}

/** A field of the source that has no place of its own below: `type` is the source's word (Shopify's metafield type). */
export interface CustomField {
  type: string;
  value: string;
}

/**
 * The neutral snapshot of a customer: what every source is translated into and every rule reads.
 * `null` is "known to be empty", `undefined` is "not known" and changes nothing in Brevo, a missing key in `custom` is
 * "not asked for"; `0` and `false` are values.
 */
export interface Customer {
  source: Source;
  /** The source's plain id as a string: numeric ids can exceed 2^53. */
  id: string;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  locale: string | null;
  note: string | null;
  /** The source's account state, lower case: enabled, disabled, invited, declined. */
  state: string | null;
  verifiedEmail: boolean | null;
  taxExempt: boolean | null;
  tags: string[];
  totalOrders: number | null;
  totalSpent: Money | null;
  /** ISO 8601 instant. undefined: there are orders and the source does not show them (Shopify: of 60 days only). */
  lastOrderAt: string | null | undefined;
  lastOrderName: string | null | undefined;
  createdAt: string | null;
  updatedAt: string | null;
  address: Address | null;
  /** The source's own estimate (Shopify: predictedSpendTier, lower case). */
  predictedTier: string | null;
  emailConsent: ConsentRecord;
  smsConsent: ConsentRecord;
  /** Metafields and other named extras, by `namespace.key`. */
  custom: Record<string, CustomField | null>;
}
