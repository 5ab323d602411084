import type { ConsentRecord } from './consent.ts';
import { type Customer, SOURCES, type Source } from './customer.ts';

/** The sources in the order in which they rule: the merchant's, then the others in ours. */
export function rulingOrder(chosen: readonly Source[]): Source[] {
  return [...new Set([...chosen, ...SOURCES])];
}

/**
 * One person in several sources, as one customer (docs/decisions/0080). The first source that has a value for a field
 * rules it; order figures go together, from the first source with an order; consent is the newest word of any of them.
 * The id is that of the first, so that the contact's ext_id does not depend on who was delivered last.
 */
export function asOnePerson(customers: readonly Customer[], order: readonly Source[]): Customer {
  const ruling = [...customers].sort((a, b) => order.indexOf(a.source) - order.indexOf(b.source));
  const [first, ...others] = ruling;
  if (!first) throw new RangeError('Nobody');
  if (others.length === 0) return first;
  const whole: Customer = { ...first };
  const fill = <K extends keyof Customer>(key: K) => {
    const found = ruling.find((customer) => !isEmpty(customer[key]));
    if (found) whole[key] = found[key];
  };
  for (const key of FIELDS) fill(key);
  const buyer =
    ruling.find((customer) => (customer.totalOrders ?? 0) > 0) ??
    ruling.find((customer) => customer.totalOrders !== null) ??
    first;
  const { totalOrders, totalSpent, lastOrderAt, lastOrderName } = buyer;
  return {
    ...whole,
    totalOrders,
    totalSpent,
    lastOrderAt,
    lastOrderName,
    emailConsent: newestWord(ruling.map((customer) => customer.emailConsent)),
    smsConsent: newestWord(ruling.map((customer) => customer.smsConsent)),
    custom: Object.assign({}, ...[...ruling].reverse().map(({ custom }) => filled(custom))),
  };
}

const FIELDS = [
  'email',
  'phone',
  'firstName',
  'lastName',
  'locale',
  'note',
  'state',
  'verifiedEmail',
  'taxExempt',
  'tags',
  'createdAt',
  'updatedAt',
  'address',
  'predictedTier',
] as const satisfies (keyof Customer)[];

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function filled(custom: Customer['custom']): Customer['custom'] {
  return Object.fromEntries(Object.entries(custom).filter(([, field]) => field !== null));
}

/**
 * A no wins over every yes that is not known to be later: a yes without a time never is, a no without one always is.
 * Nobody's silence outweighs a word.
 */
export function newestWord(words: readonly ConsentRecord[]): ConsentRecord {
  const newest = (state: ConsentRecord['state']) =>
    words
      .filter((word) => word.state === state)
      .reduce<ConsentRecord | null>((best, word) => {
        if (best === null) return word;
        // A no of unknown time is taken for the newest, a yes of unknown time for the oldest.
        const [a, b] = [best.at ?? unknownAt(state), word.at ?? unknownAt(state)];
        return b > a ? word : best;
      }, null);
  const no = newest('redacted') ?? newest('unsubscribed');
  const yes = newest('subscribed');
  if (no && (!yes || no.at === null || yes.at === null || yes.at <= no.at)) return no;
  return yes ?? newest('pending') ?? newest('invalid') ?? (words[0] as ConsentRecord);
}

function unknownAt(state: ConsentRecord['state']): string {
  return state === 'subscribed' ? '' : '9999';
}
