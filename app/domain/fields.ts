import type { Address, Customer, Money } from './customer.ts';
import type { Policy } from './policy.ts';
import { customerTier } from './tier.ts';

/** What a field can hold. `null` is empty; `0`, `false` and `''` after trimming are treated by the transforms. */
export type FieldValue = string | number | boolean | string[] | Money | null;

/** undefined: the source does not tell, so nothing is known, not even that it is empty. */
type Reader = (customer: Customer, policy: Policy) => FieldValue | undefined;

/** Every plain field a rule can name, in the order a person is offered them. */
const READERS: Record<string, Reader> = {
  email: (c) => c.email,
  phone: (c) => c.phone,
  firstName: (c) => c.firstName,
  lastName: (c) => c.lastName,
  name: (c) => [c.firstName, c.lastName].filter(Boolean).join(' ') || null,
  acceptsMarketing: (c) => c.emailConsent.state === 'subscribed',
  acceptsSms: (c) => c.smsConsent.state === 'subscribed',
  emailConsent: (c) => c.emailConsent.state,
  emailConsentAt: (c) => c.emailConsent.at,
  smsConsent: (c) => c.smsConsent.state,
  smsConsentAt: (c) => c.smsConsent.at,
  totalOrders: (c) => c.totalOrders,
  totalSpent: (c) => c.totalSpent,
  currency: (c) => c.totalSpent?.currency ?? null,
  lastOrderDate: (c) => c.lastOrderAt,
  lastOrderName: (c) => c.lastOrderName,
  customerTier: (c, policy) => customerTier(c, policy.tiers),
  tags: (c) => c.tags,
  id: (c) => c.id,
  locale: (c) => c.locale,
  note: (c) => c.note,
  state: (c) => c.state,
  verifiedEmail: (c) => c.verifiedEmail,
  taxExempt: (c) => c.taxExempt,
  createdAt: (c) => c.createdAt,
  updatedAt: (c) => c.updatedAt,
};

const ADDRESS_KEYS: readonly (keyof Address)[] = [
  'line1',
  'line2',
  'company',
  'city',
  'zip',
  'province',
  'provinceCode',
  'country',
  'countryCode',
  'phone',
];

const METAFIELD = /^metafield\.([\w-]+(?:\.[\w-]+)*)$/;
const TAG = /^tag:(.+)$/;

/** The names of the plain and address fields, for screens and for messages. */
export const FIELD_NAMES: readonly string[] = [
  ...Object.keys(READERS),
  ...ADDRESS_KEYS.map((key) => `address.${key}`),
];

/** Whether a rule may name this field: a plain one, `address.city`, `metafield.namespace.key` or `tag:VIP`. */
export function isSourceField(name: string): boolean {
  return (
    FIELD_NAMES.includes(name) || (METAFIELD.test(name) && name.split('.').length >= 3) || TAG.test(name)
  );
}

/** The `namespace.key` of a metafield rule, or null for any other field. */
export function metafieldOf(name: string): string | null {
  return METAFIELD.exec(name)?.[1] ?? null;
}

/** Finds the reader of a field once, so that a million customers do not look it up a million times. */
export function fieldReader(name: string): Reader {
  if (Object.hasOwn(READERS, name)) return READERS[name] as Reader;
  const metafield = metafieldOf(name);
  if (metafield !== null) return (c) => readCustom(c.custom[metafield] ?? null);
  const tag = TAG.exec(name)?.[1]?.toLowerCase();
  if (tag !== undefined) return (c) => c.tags.some((t) => t.toLowerCase() === tag);
  const key = name.slice('address.'.length) as keyof Address;
  return (c) => c.address?.[key] ?? null;
}

/** Shopify's metafield types are read as what they are: lists, numbers and booleans, the rest as text. */
function readCustom(field: { type: string; value: string } | null): FieldValue {
  if (field === null) return null;
  if (field.type.startsWith('list.')) return readList(field.value);
  if (field.type === 'boolean') return field.value === 'true';
  if (field.type === 'number_integer' || field.type === 'number_decimal') {
    const number = Number(field.value);
    return Number.isFinite(number) && field.value.trim() !== '' ? number : field.value;
  }
  return field.value;
}

function readList(json: string): FieldValue {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed.map(String) : json;
  } catch {
    return json;
  }
}
