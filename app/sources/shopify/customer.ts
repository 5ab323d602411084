import type { ConsentRecord, ConsentState } from '../../domain/consent.ts';
import type { Customer, CustomField } from '../../domain/customer.ts';

/** The customer as `customerSelection` (queries.ts) asks for it. */
export interface ShopifyCustomer {
  id: string;
  firstName: string | null;
  lastName: string | null;
  locale: string | null;
  note: string | null;
  state: string | null;
  verifiedEmail: boolean | null;
  taxExempt: boolean | null;
  tags: string[] | null;
  numberOfOrders: string | number | null;
  createdAt: string | null;
  updatedAt: string | null;
  amountSpent: { amount: string; currencyCode: string } | null;
  lastOrder: { name: string; processedAt: string } | null;
  defaultEmailAddress: Marketing<'emailAddress'> | null;
  defaultPhoneNumber: {
    phoneNumber: string;
    smsMarketingConsent: { state: string; optInLevel: string | null; updatedAt: string | null } | null;
  } | null;
  defaultAddress: {
    address1: string | null;
    address2: string | null;
    company: string | null;
    city: string | null;
    zip: string | null;
    province: string | null;
    provinceCode: string | null;
    country: string | null;
    countryCodeV2: string | null;
    phone: string | null;
  } | null;
  statistics: { predictedSpendTier: string | null } | null;
  [alias: `m${number}`]: CustomField | null;
}

type Marketing<Name extends string> = Record<Name, string> & {
  marketingState: string;
  marketingOptInLevel: string | null;
  marketingUpdatedAt: string | null;
};

/** The states of both channels; SMS says NEVER_SUBSCRIBED where e-mail says NOT_SUBSCRIBED (facts section 5). */
const STATES: Record<string, ConsentState> = {
  SUBSCRIBED: 'subscribed',
  UNSUBSCRIBED: 'unsubscribed',
  PENDING: 'pending',
  NOT_SUBSCRIBED: 'never',
  NEVER_SUBSCRIBED: 'never',
  INVALID: 'invalid',
  REDACTED: 'redacted',
};

/** Shopify's customer to the neutral snapshot. A state we do not know is "never": unknown is not consent. */
export function toCustomer(raw: ShopifyCustomer, metafields: readonly string[]): Customer {
  const email = raw.defaultEmailAddress;
  const phone = raw.defaultPhoneNumber;
  const sms = phone?.smsMarketingConsent ?? null;
  const address = raw.defaultAddress;
  return {
    source: 'shopify',
    id: plainId(raw.id),
    email: email?.emailAddress ?? null,
    phone: phone?.phoneNumber ?? null,
    firstName: raw.firstName,
    lastName: raw.lastName,
    locale: raw.locale,
    note: raw.note,
    state: raw.state?.toLowerCase() ?? null,
    verifiedEmail: raw.verifiedEmail,
    taxExempt: raw.taxExempt,
    tags: raw.tags ?? [],
    totalOrders: raw.numberOfOrders === null ? null : Number(raw.numberOfOrders),
    totalSpent:
      raw.amountSpent === null
        ? null
        : { amount: raw.amountSpent.amount, currency: raw.amountSpent.currencyCode },
    lastOrderAt: ofLastOrder(raw, 'processedAt'),
    lastOrderName: ofLastOrder(raw, 'name'),
    createdAt: raw.createdAt,
    updatedAt: raw.updatedAt,
    address: address && {
      line1: address.address1,
      line2: address.address2,
      company: address.company,
      city: address.city,
      zip: address.zip,
      province: address.province,
      provinceCode: address.provinceCode,
      country: address.country,
      countryCode: address.countryCodeV2,
      phone: address.phone,
    },
    predictedTier: raw.statistics?.predictedSpendTier?.toLowerCase() ?? null,
    emailConsent: consent(email?.marketingState, email?.marketingOptInLevel, email?.marketingUpdatedAt),
    smsConsent: consent(sms?.state, sms?.optInLevel, sms?.updatedAt),
    custom: Object.fromEntries(metafields.map((name, index) => [name, raw[`m${index}`] ?? null])),
  };
}

/** `gid://shopify/Customer/123` to `123`; a plain id stays. Strings throughout: ids can exceed 2^53. */
export function plainId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).replace(/\?.*$/, '');
}

export function customerGid(id: string): string {
  return `gid://shopify/Customer/${id}`;
}

/** Without read_all_orders an older last order is not shown (facts/shopify.md section 6): that is not "no order". */
function ofLastOrder(raw: ShopifyCustomer, key: 'processedAt' | 'name'): string | null | undefined {
  if (raw.lastOrder) return raw.lastOrder[key];
  return Number(raw.numberOfOrders ?? Number.NaN) === 0 ? null : undefined;
}

function consent(
  state: string | undefined,
  level: string | null | undefined,
  at: string | null | undefined,
): ConsentRecord {
  const parsed = at ? Date.parse(at) : Number.NaN;
  return {
    state: STATES[state ?? ''] ?? 'never',
    level: level?.toLowerCase() ?? null,
    at: Number.isNaN(parsed) ? null : new Date(parsed).toISOString(),
    system: 'shopify',
  };
}
