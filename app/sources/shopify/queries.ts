/** Every GraphQL document of the app; a contract test validates each against the real Admin schema. */

const CUSTOMER_FIELDS = `
  id firstName lastName locale note state verifiedEmail taxExempt tags numberOfOrders createdAt updatedAt
  amountSpent { amount currencyCode }
  lastOrder { name processedAt }
  defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt }
  defaultPhoneNumber { phoneNumber smsMarketingConsent { state optInLevel updatedAt } }
  defaultAddress { address1 address2 company city zip province provinceCode country countryCodeV2 phone }
  statistics { predictedSpendTier }`;

/** The customer's selection with the metafields that rules name, each under an alias `m0`, `m1`, ... */
function customerSelection(metafields: readonly string[]): string {
  const extra = metafields.map((name, index) => {
    const dot = name.lastIndexOf('.');
    const [namespace, key] = [name.slice(0, dot), name.slice(dot + 1)];
    return `m${index}: metafield(namespace: ${JSON.stringify(namespace)}, key: ${JSON.stringify(key)}) { type value }`;
  });
  return `${CUSTOMER_FIELDS}\n  ${extra.join('\n  ')}`;
}

/** Points that one customer costs: itself and each object below it (facts/shopify.md section 5, rate limit). */
export function customerCost(metafields: readonly string[]): number {
  return 9 + metafields.length;
}

export function customersByIds(metafields: readonly string[]): string {
  return `query CustomersByIds($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { ${customerSelection(metafields)} } } }`;
}

export const CUSTOMER_BY_EMAIL = `query CustomerByEmail($email: String!) {
  customerByIdentifier(identifier: { emailAddress: $email }) { id }
}`;

/** Customers by the time of their last change, oldest first, with whatever a customer is read for. */
export function changedCustomers(metafields: readonly string[]): string {
  return `query ChangedCustomers($query: String!, $first: Int!, $after: String) {
    customers(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes { ${customerSelection(metafields)} } pageInfo { hasNextPage endCursor }
    }
  }`;
}

/** The initial import and the reconciliation read the store through a bulk operation with this query. */
export function allCustomers(metafields: readonly string[], filter?: string): string {
  const args = filter ? `(query: ${JSON.stringify(filter)})` : '';
  return `{ customers${args} { edges { node { ${customerSelection(metafields)} } } } }`;
}

/** What the merchant defined for customers, and the tags in use: what a mapping can name (250 are the most a page holds). */
export const STORE_FIELDS = `query StoreFields {
  metafieldDefinitions(ownerType: CUSTOMER, first: 250) { nodes { namespace key name type { name } } }
  shop { customerTags(first: 250) { nodes } }
}`;

export const SEARCH_CUSTOMERS = `query SearchCustomers($query: String) {
  customers(first: 10, query: $query, sortKey: UPDATED_AT, reverse: true) {
    nodes { id displayName defaultEmailAddress { emailAddress } }
  }
}`;

export const RUN_BULK = `mutation RunBulk($query: String!) {
  bulkOperationRunQuery(query: $query) { bulkOperation { id status } userErrors { field message code } }
}`;

export const BULK_OPERATION = `query BulkOperation($id: ID!) {
  bulkOperation(id: $id) { id status errorCode url partialDataUrl objectCount rootObjectCount }
}`;

export const SHOP_DETAILS = `query ShopDetails {
  shop { name ianaTimezone currencyCode }
}`;

/** Apart, because a store may refuse an address to us and still tell its time zone. */
export const SHOP_COUNTRY = `query ShopCountry {
  shop { shopAddress { countryCodeV2 } }
}`;

export const UPDATE_EMAIL_CONSENT = `mutation UpdateEmailConsent($input: CustomerEmailMarketingConsentUpdateInput!) {
  customerEmailMarketingConsentUpdate(input: $input) { customer { id } userErrors { field message code } }
}`;

export const UPDATE_SMS_CONSENT = `mutation UpdateSmsConsent($input: CustomerSmsMarketingConsentUpdateInput!) {
  customerSmsMarketingConsentUpdate(input: $input) { customer { id } userErrors { field message code } }
}`;

/** All documents as they are sent, for the contract test. */
export function allDocuments(): Record<string, string> {
  const metafields = ['custom.tier', 'my-app.loyalty.points'];
  return {
    customersByIds: customersByIds(metafields),
    allCustomers: allCustomers(metafields, "updated_at:>='2026-01-01T00:00:00Z'"),
    CUSTOMER_BY_EMAIL,
    changedCustomers: changedCustomers(metafields),
    STORE_FIELDS,
    SEARCH_CUSTOMERS,
    RUN_BULK,
    BULK_OPERATION,
    SHOP_DETAILS,
    SHOP_COUNTRY,
    UPDATE_EMAIL_CONSENT,
    UPDATE_SMS_CONSENT,
  };
}
