import type { ContactView } from '../../sandbox/brevo/world.ts';
import { LIST } from './model.ts';

/** A customer of another shop as Brevo must show them. Shares no code with the app. */
export interface Expected {
  extId: string;
  email: string;
  /** `undefined`: the attribute must not be there. */
  attributes: Record<string, unknown>;
  /** What the shop says of consent now; `unclear`: a yes without a time beside an earlier no. */
  word: 'yes' | 'no' | 'none' | 'unclear';
}

/** Everything in which Brevo is not as it must be: no contact missing, none too many on the list, each one right. */
export function sourceDifferences(expected: Expected[], contacts: ContactView[]): string[] {
  const faults: string[] = [];
  const byEmail = new Map(contacts.map((contact) => [contact.email, contact]));
  for (const customer of expected) {
    const contact = byEmail.get(customer.email.toLowerCase());
    if (!contact) {
      faults.push(`${customer.extId} (${customer.email}) has no contact`);
      continue;
    }
    byEmail.delete(contact.email);
    const say = (what: string, wanted: unknown, got: unknown) => {
      if (wanted !== got)
        faults.push(`${customer.extId} (${customer.email}): ${what} must be ${wanted}, is ${got}`);
    };
    say('ext_id', customer.extId, contact.extId);
    for (const [name, wanted] of Object.entries(customer.attributes))
      say(name, wanted, contact.attributes[name]);
    const listed = contact.listIds.includes(LIST);
    if (customer.word === 'unclear') {
      say('listed and blocked at once', false, listed && contact.emailBlacklisted);
      continue;
    }
    say('blocked', customer.word === 'no', contact.emailBlacklisted);
    say('on the list', customer.word === 'yes', listed);
  }
  for (const left of byEmail.values())
    if (left.listIds.includes(LIST)) faults.push(`contact ${left.id} (${left.email}) belongs to nobody`);
  return faults;
}

/** Numbers that depend on the seed alone. */
export function dice(seed: number): {
  next(): number;
  below(n: number): number;
  pick<T>(all: readonly T[]): T;
} {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { next, below, pick: (all) => all[below(all.length)] as (typeof all)[number] };
}
