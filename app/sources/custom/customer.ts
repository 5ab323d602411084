import type { ConsentRecord } from '../../domain/consent.ts';
import type { Customer, CustomField, Source } from '../../domain/customer.ts';

/**
 * A customer as a client of the trigger API sends it: the field names of the mapping, in camelCase or snake_case.
 * What is not sent is empty, unless `changes` names its new value. Everything else that is a plain value can be mapped as `metafield.custom.<name>`.
 */
export function customerFromEvent(
  data: Record<string, unknown>,
  changes: Record<string, unknown>,
  id: string,
  source: Source,
  at: Date,
): Customer {
  const read = (name: string): unknown => {
    const snake = name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
    if (Object.hasOwn(data, name) || Object.hasOwn(data, snake)) return data[name] ?? data[snake];
    return newValue(changes[name]) ?? newValue(changes[snake]);
  };
  const address = (read('address') ?? read('defaultAddress') ?? {}) as Record<string, unknown>;
  const spent = read('totalSpent');

  /**
   * false is an explicit no, said at the event's time where no other is given. true is a yes; but a snapshot repeats an
   * old yes with every update, so it counts as newly said only with a time of its own or when `changes` names it.
   * Absent is no word at all.
   */
  function consent(name: 'acceptsMarketing' | 'acceptsSms'): ConsentRecord {
    const said = flag(read(name));
    const parsed = Date.parse(text(read(`${name}UpdatedAt`)) ?? '');
    const given = Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
    const snake = name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
    const changed = Object.hasOwn(changes, name) || Object.hasOwn(changes, snake);
    if (said === null) return { state: 'never', level: null, at: null, system: source };
    if (!said) return { state: 'unsubscribed', level: null, at: given ?? at.toISOString(), system: source };
    return {
      state: 'subscribed',
      level: null,
      at: given ?? (changed ? at.toISOString() : null),
      system: source,
    };
  }

  return {
    source,
    id,
    email: text(read('email')),
    phone: text(read('phone')),
    firstName: text(read('firstName')),
    lastName: text(read('lastName')),
    locale: text(read('locale')),
    note: text(read('note')),
    state: text(read('state')),
    verifiedEmail: flag(read('verifiedEmail')),
    taxExempt: flag(read('taxExempt')),
    tags: tags(read('tags')),
    totalOrders: number(read('totalOrders')),
    totalSpent: money(spent, text(read('currency'))),
    lastOrderAt: text(read('lastOrderDate')),
    lastOrderName: text(read('lastOrderName')),
    createdAt: text(read('createdAt')),
    updatedAt: text(read('updatedAt')),
    address: {
      line1: text(address.line1 ?? address.address1),
      line2: text(address.line2 ?? address.address2),
      company: text(address.company),
      city: text(address.city),
      zip: text(address.zip ?? address.postcode),
      province: text(address.province),
      provinceCode: text(address.provinceCode ?? address.province_code),
      country: text(address.country),
      countryCode: text(address.countryCode ?? address.country_code ?? read('countryCode')),
      phone: text(address.phone),
    },
    predictedTier: text(read('customerTier')),
    emailConsent: consent('acceptsMarketing'),
    smsConsent: consent('acceptsSms'),
    custom: customFields(data),
  };
}

function newValue(change: unknown): unknown {
  return typeof change === 'object' && change !== null && 'new' in change ? change.new : undefined;
}

function customFields(data: Record<string, unknown>): Record<string, CustomField> {
  const plain = Object.entries(data).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(
    plain.map(([name, value]) => [
      `custom.${name}`,
      { type: typeof value === 'boolean' ? 'boolean' : 'text', value: String(value) },
    ]),
  );
}

function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function number(value: unknown): number | null {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : null;
}

function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return null;
}

function money(value: unknown, currency: string | null): Customer['totalSpent'] {
  if (typeof value === 'object' && value !== null && 'amount' in value) {
    const raw = value as { amount: unknown; currency?: unknown };
    return { amount: String(raw.amount), currency: text(raw.currency) ?? currency ?? '' };
  }
  const amount = number(value);
  return amount === null ? null : { amount: String(value), currency: currency ?? '' };
}

function tags(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string'
    ? value
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean)
    : [];
}
