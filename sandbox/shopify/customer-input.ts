import { customerBy } from './graphql-search.ts';
import type { EmailState, NewCustomer, Shop } from './shop.ts';
import type { StoreAddress } from './store-customer.ts';

interface ConsentInput {
  marketingState: EmailState;
  consentUpdatedAt?: unknown;
}

/** CustomerInput and CustomerSetInput of the schema, as far as the store keeps what they say. */
export interface CustomerInput {
  id?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  phone?: string | null;
  locale?: string | null;
  note?: string | null;
  tags?: string[] | null;
  taxExempt?: boolean | null;
  addresses?: Partial<StoreAddress>[] | null;
  emailMarketingConsent?: ConsentInput | null;
  smsMarketingConsent?: ConsentInput | null;
  metafields?:
    | { namespace?: string | null; key?: string | null; type?: string | null; value?: string | null }[]
    | null;
}

export interface CustomerIdentifier {
  id?: string | null;
  email?: string | null;
  phone?: string | null;
}

/** Answers the id. */
export function createCustomer(shop: Shop, input: CustomerInput): string {
  if (!input.firstName && !input.lastName && !input.email && !input.phone)
    throw new Error('A name, phone number, or email address must be present');
  const [email, sms] = [input.emailMarketingConsent, input.smsMarketingConsent];
  const at = email?.consentUpdatedAt ?? sms?.consentUpdatedAt;
  const { id } = shop.createCustomer({
    ...details(input),
    ...(email ? { emailState: email.marketingState } : {}),
    ...(sms ? { smsState: sms.marketingState } : {}),
    ...(at ? { consentAt: Date.parse(String(at)) } : {}),
  });
  setMetafields(shop, id, input);
  return id;
}

/** Cannot set consent (facts section 5); what is not named stays, lists are replaced. */
export function updateCustomer(shop: Shop, id: string, input: CustomerInput): string {
  if (!shop.customers.has(id)) throw new Error('Customer does not exist');
  if (input.emailMarketingConsent || input.smsMarketingConsent)
    throw new Error('To update marketing consent, please use the consent update mutations instead');
  shop.updateCustomer(id, details(input));
  setMetafields(shop, id, input);
  return id;
}

/** Creates whom the identifier does not find. */
export function setCustomer(shop: Shop, identifier: CustomerIdentifier, input: CustomerInput): string {
  const found = customerBy(shop, identifier);
  if (found) return updateCustomer(shop, found.id, input);
  if (identifier.id) throw new Error('Customer does not exist');
  const { email, phone } = identifier;
  return createCustomer(shop, { ...(email ? { email } : {}), ...(phone ? { phone } : {}), ...input });
}

function details(input: CustomerInput): NewCustomer {
  const [address] = input.addresses ?? [];
  return {
    ...pick(input, ['firstName', 'lastName', 'email', 'phone', 'note']),
    ...(input.locale ? { locale: input.locale } : {}),
    ...(input.taxExempt == null ? {} : { taxExempt: input.taxExempt }),
    ...(input.tags ? { tags: input.tags } : {}),
    ...(input.addresses ? { address: address ? withCountry(address) : null } : {}),
  };
}

function pick<K extends 'firstName' | 'lastName' | 'email' | 'phone' | 'note'>(
  input: CustomerInput,
  keys: K[],
) {
  // An empty text empties the field, as Shopify has it.
  return Object.fromEntries(
    keys.flatMap((key) => (input[key] === undefined ? [] : [[key, input[key] || null]])),
  );
}

const NAMES = new Intl.DisplayNames('en', { type: 'region' });

function withCountry(address: Partial<StoreAddress>): Partial<StoreAddress> {
  const { countryCode, country } = address;
  return { ...address, country: country ?? (countryCode ? (NAMES.of(countryCode) ?? null) : null) };
}

function setMetafields(shop: Shop, id: string, { metafields }: CustomerInput): void {
  for (const { namespace, key, type, value } of metafields ?? [])
    shop.setMetafield(id, `${namespace ?? 'custom'}.${key}`, type ?? 'single_line_text_field', value || null);
}
