import { type Consent, gid, orderGid, type StoreCustomer, spent } from './store-customer.ts';

// Bodies of the customer webhooks, as facts section 2 has them. Ids are numbers that may exceed 2^53, hence BigInt.

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Create, update, enable, disable. Since 2025-01 without tags, consent and order figures; addresses are still there. */
export function customerPayload(customer: StoreCustomer, currency: string): Record<string, unknown> {
  const address = addressPayload(customer);
  return {
    id: BigInt(customer.id),
    admin_graphql_api_id: gid(customer.id),
    created_at: iso(customer.createdAt),
    updated_at: iso(customer.updatedAt),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state.toLowerCase(),
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    tax_exemptions: [],
    email: customer.email,
    phone: customer.phone,
    currency,
    addresses: address ? [address] : [],
    default_address: address,
  };
}

function addressPayload(customer: StoreCustomer): Record<string, unknown> | null {
  const { address, firstName, lastName } = customer;
  if (address === null) return null;
  return {
    id: BigInt(customer.id),
    customer_id: BigInt(customer.id),
    first_name: firstName,
    last_name: lastName,
    company: null,
    address1: address.address1,
    address2: null,
    city: address.city,
    province: null,
    country: address.country,
    zip: address.zip,
    phone: address.phone,
    name: [firstName, lastName].filter(Boolean).join(' '),
    province_code: null,
    country_code: address.countryCode,
    country_name: address.country,
    default: true,
  };
}

/** Since 2025-10 without addresses and phone. */
export function deletePayload(id: string): Record<string, unknown> {
  return { id: BigInt(id), tax_exemptions: [], admin_graphql_api_id: gid(id) };
}

export function emailConsentPayload(customer: StoreCustomer): Record<string, unknown> {
  return {
    customer_id: BigInt(customer.id),
    email_address: customer.email,
    email_marketing_consent: consentPayload(customer.emailConsent),
  };
}

export function smsConsentPayload(customer: StoreCustomer): Record<string, unknown> {
  return {
    id: BigInt(customer.id),
    phone: customer.phone,
    sms_marketing_consent: {
      ...consentPayload(customer.smsConsent),
      consent_collected_from: 'shopify',
    },
  };
}

function consentPayload({ state, level, at }: Consent): Record<string, unknown> {
  return {
    state: state.toLowerCase(),
    opt_in_level: level?.toLowerCase() ?? null,
    consent_updated_at: iso(at),
  };
}

export function tagsPayload(customer: StoreCustomer, tags: string[]): Record<string, unknown> {
  return { customerId: gid(customer.id), tags, occurredAt: iso(customer.updatedAt) };
}

export function summaryPayload(customer: StoreCustomer, currency: string): Record<string, unknown> {
  return {
    customerId: gid(customer.id),
    numberOfOrders: customer.orders.length,
    amountSpent: { amount: spent(customer), currencyCode: currency },
    lastOrderId: orderGid(customer.id, customer.orders.length),
    occurredAt: iso(customer.updatedAt),
  };
}

export function mergePayload(keptId: string, deletedId: string): Record<string, unknown> {
  return {
    admin_graphql_api_customer_kept_id: gid(keptId),
    admin_graphql_api_customer_deleted_id: gid(deletedId),
    admin_graphql_api_job_id: null,
    status: 'completed',
    errors: [],
  };
}

/** What the two requests about a person's data have in common (facts section 4). */
export function privacyPayload(
  domain: string,
  id: string,
  address: { email: string | null; phone: string | null },
): Record<string, unknown> {
  return { shop_id: 1, shop_domain: domain, customer: { id: BigInt(id), ...address } };
}
