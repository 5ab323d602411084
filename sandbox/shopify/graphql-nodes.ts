import { type PageArguments, plainConnection } from './graphql-connection.ts';
import type { Shop } from './shop.ts';
import { gid, orderGid, type StoreAddress, type StoreCustomer, spent } from './store-customer.ts';

const DAY_MS = 86_400_000;

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The customer in the schema's own field names; what takes arguments is a function. */
export function customerNode(shop: Shop, customer: StoreCustomer) {
  const money = { amount: spent(customer), currencyCode: shop.currency };
  const last = lastOrder(shop, customer);
  const address = customer.address && addressNode(customer, customer.address);
  return {
    __typename: 'Customer',
    id: gid(customer.id),
    legacyResourceId: customer.id,
    firstName: customer.firstName,
    lastName: customer.lastName,
    displayName: [customer.firstName, customer.lastName].filter(Boolean).join(' ') || customer.email || '',
    locale: customer.locale,
    note: customer.note,
    state: customer.state,
    verifiedEmail: customer.verifiedEmail,
    taxExempt: customer.taxExempt,
    taxExemptions: [],
    tags: customer.tags,
    email: customer.email,
    phone: customer.phone,
    numberOfOrders: String(customer.orders.length),
    amountSpent: money,
    lastOrder: last
      ? {
          __typename: 'Order',
          id: orderGid(customer.id, customer.orders.length),
          name: last.name,
          createdAt: iso(last.processedAt),
          processedAt: iso(last.processedAt),
        }
      : null,
    defaultEmailAddress:
      customer.email === null
        ? null
        : {
            emailAddress: customer.email,
            marketingState: customer.emailConsent.state,
            marketingOptInLevel: customer.emailConsent.level,
            marketingUpdatedAt: iso(customer.emailConsent.at),
            validFormat: /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(customer.email),
            openTrackingLevel: 'UNKNOWN',
            openTrackingUrl: null,
            marketingUnsubscribeUrl: 'https://example.com/unsubscribe',
          },
    defaultPhoneNumber:
      customer.phone === null
        ? null
        : {
            phoneNumber: customer.phone,
            smsMarketingConsent: {
              state:
                customer.smsConsent.state === 'NOT_SUBSCRIBED'
                  ? 'NEVER_SUBSCRIBED'
                  : customer.smsConsent.state,
              optInLevel: customer.smsConsent.level,
              updatedAt: iso(customer.smsConsent.at),
              collectedFrom: 'SHOPIFY',
              sourceLocation: null,
            },
            marketingState: customer.smsConsent.state,
            marketingOptInLevel: customer.smsConsent.level,
            marketingUpdatedAt: iso(customer.smsConsent.at),
            marketingCollectedFrom: 'SHOPIFY',
          },
    emailMarketingConsent:
      customer.email === null
        ? null
        : {
            marketingState: customer.emailConsent.state,
            marketingOptInLevel: customer.emailConsent.level,
            consentUpdatedAt: iso(customer.emailConsent.at),
          },
    smsMarketingConsent:
      customer.phone === null
        ? null
        : {
            marketingState: customer.smsConsent.state,
            marketingOptInLevel: customer.smsConsent.level ?? 'UNKNOWN',
            consentUpdatedAt: iso(customer.smsConsent.at),
            consentCollectedFrom: 'SHOPIFY',
          },
    defaultAddress: address,
    addressesV2: (page: PageArguments) => plainConnection(address ? [address] : [], page),
    addresses: address ? [address] : [],
    metafield: ({ namespace, key }: { namespace?: string; key: string }) =>
      metafieldNode(customer, namespace ? `${namespace}.${key}` : key),
    metafields: ({ namespace, ...page }: PageArguments & { namespace?: string }) =>
      plainConnection(
        Object.keys(customer.metafields)
          .filter((name) => !namespace || name.startsWith(`${namespace}.`))
          .map((name) => metafieldNode(customer, name)),
        page,
      ),
    statistics: { predictedSpendTier: customer.predictedSpendTier, rfmGroup: null },
    dataSaleOptOut: false,
    mergeable: { isMergeable: true, reason: null, errorFields: [] },
    createdAt: iso(customer.createdAt),
    updatedAt: iso(customer.updatedAt),
  };
}

/** Null where the app may not look so far back. */
function lastOrder(shop: Shop, customer: StoreCustomer) {
  const last = customer.orders.at(-1);
  const days = shop.orderWindowDays;
  return last && (days === null || last.processedAt >= shop.now() - days * DAY_MS) ? last : undefined;
}

function metafieldNode(customer: StoreCustomer, name: string) {
  const field = customer.metafields[name];
  if (!field) return null;
  const dot = name.lastIndexOf('.');
  return {
    id: `gid://shopify/Metafield/${customer.id}${name}`,
    namespace: name.slice(0, dot),
    key: name.slice(dot + 1),
    type: field.type,
    value: field.value,
    jsonValue: field.value,
  };
}

function addressNode(customer: StoreCustomer, address: StoreAddress) {
  return {
    id: `gid://shopify/MailingAddress/${customer.id}`,
    address1: address.address1,
    address2: null,
    city: address.city,
    zip: address.zip,
    province: null,
    provinceCode: null,
    country: address.country,
    countryCodeV2: address.countryCode,
    company: null,
    phone: address.phone,
    firstName: customer.firstName,
    lastName: customer.lastName,
    name: [customer.firstName, customer.lastName].filter(Boolean).join(' '),
    formatted: () =>
      [address.address1, `${address.zip ?? ''} ${address.city ?? ''}`.trim(), address.country].filter(
        Boolean,
      ),
  };
}

export function shopNode(shop: Shop) {
  const address = {
    id: 'gid://shopify/ShopAddress/1',
    countryCodeV2: shop.countryCode,
    country: 'Netherlands',
    formatted: [],
  };
  return {
    __typename: 'Shop',
    id: 'gid://shopify/Shop/1',
    name: shop.name,
    myshopifyDomain: shop.domain,
    ianaTimezone: shop.timeZone,
    currencyCode: shop.currency,
    email: 'owner@sandbox.example',
    contactEmail: 'owner@sandbox.example',
    primaryDomain: {
      id: 'gid://shopify/Domain/1',
      url: `https://${shop.domain}`,
      host: shop.domain,
      sslEnabled: true,
    },
    billingAddress: address,
    shopAddress: address,
    plan: { displayName: 'Basic', publicDisplayName: 'Basic', partnerDevelopment: true, shopifyPlus: false },
  };
}
