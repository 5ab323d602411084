import fc from 'fast-check';
import type { FaultKind } from '../../sandbox/brevo/faults.ts';
import type { ShopifyFaultKind } from '../../sandbox/shopify/faults.ts';
import type { DeathPlan } from './mortal.ts';

const EMAILS = ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com', 'e@example.com'];
export const PHONES = ['+31611111111', '+31622222222', '+31633333333', '+31644444444'];
export const NAMES = ['Ada', 'Bo', 'Cy', null];
export const TAGS = ['vip', 'garden', 'new'];
export const SLOTS = 4;

export type Order = 'as_sent' | 'reversed' | 'half' | 'twice' | 'dies';
type Word = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'PENDING';
/** Positions in the pools above; an `email` of 9 is an invalid address, a null is none. */
export type Step =
  | {
      do: 'create';
      email: number | null;
      phone: number | null;
      name: number;
      word: Word | null;
      sms: Word | null;
    }
  | { do: 'rename'; who: number; name: number }
  | { do: 'tags'; who: number; tags: number }
  | { do: 'order'; who: number; total: number }
  | { do: 'word'; who: number; channel: 'email' | 'sms'; word: Word }
  | { do: 'email'; who: number; email: number | null }
  | { do: 'phone'; who: number; phone: number | null }
  | { do: 'merge'; who: number; other: number; address: 'kept' | 'dropped' }
  | { do: 'delete'; who: number }
  | { do: 'redact'; who: number }
  | { do: 'late'; who: number }
  /** `told`: Brevo's webhook arrives at once. */
  | { do: 'brevo_no'; email: number; channel: 'email' | 'sms'; told?: boolean }
  | { do: 'brevo_delete'; email: number; told?: boolean }
  | {
      do: 'foreign';
      email: number | null;
      phone: number | null;
      extId: number | null;
      blocked: boolean;
      listed: boolean;
    }
  | { do: 'deliver'; order: Order }
  | {
      do: 'drain';
      deliver: Order | null;
      death: DeathPlan | null;
      brevo: { kind: FaultKind; after: number }[];
      shopify: ShopifyFaultKind | null;
    }
  | { do: 'wait'; seconds: number }
  /** Somebody edits a contact in Brevo by hand; nobody tells. */
  | {
      do: 'tamper';
      contact: number;
      how: 'name' | 'no_phone' | 'no_id' | 'off_list' | 'unblock' | 'readdress';
    }
  /** The deliveries that wait never arrive. */
  | { do: 'lose' }
  /** An import or a reconciliation begins and comes so many steps far; the rest follows at the end. */
  | { do: 'run'; kind: 'import' | 'reconciliation'; steps: number; death: DeathPlan | null }
  /** Somebody replays every problem. */
  | { do: 'replay' }
  /** A client of the API says that a customer was changed. */
  | { do: 'trigger'; who: number }
  /** The app is uninstalled, or installed again. */
  | { do: 'install' };

export interface History {
  deletes: 'soft' | 'hard';
  /** Decides the order in which a process comes to its words with the world (turns.ts); 0: as it asks. */
  turns: number;
  steps: Step[];
}

const nat = (below: number) => fc.nat({ max: below - 1 });
const who = nat(SLOTS);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 });
const word = fc.constantFrom<Word>('SUBSCRIBED', 'SUBSCRIBED', 'UNSUBSCRIBED', 'PENDING');
const channel = fc.constantFrom<'email' | 'sms'>('email', 'email', 'sms');
const death = fc.record<DeathPlan>({
  kind: fc.constantFrom('brevo', 'database', 'database', 'source'),
  at: nat(25),
  after: fc.boolean(),
});
const nearDeath = fc.oneof(
  death,
  death.map((plan) => ({ ...plan, kind: 'brevo' as const, at: plan.at % 6 })),
);
const BREVO_FAULTS: FaultKind[] = [
  '429',
  '425',
  '500html',
  '502',
  '503',
  'reset',
  'resetAfterApply',
  'resetAfterApply',
  'wrongKey',
  'ipBlock',
  'malformedJson',
];
const brevoFault = fc.record({ kind: fc.constantFrom(...BREVO_FAULTS), after: nat(5) });
const shopifyFault = fc.constantFrom<ShopifyFaultKind>('throttled', '429', '500', 'reset', '401', 'pcd');

const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
const order = fc.constantFrom<Order>('as_sent', 'reversed', 'half', 'twice', 'dies');
const drain: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('drain' as const),
  deliver: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Order>('as_sent') },
    { weight: 2, arbitrary: fc.option(order, { nil: null, freq: 3 }) },
  ),
  death: fc.option(nearDeath, { nil: null, freq: 2 }),
  brevo: fc.oneof(
    { weight: 3, arbitrary: fc.constant<{ kind: FaultKind; after: number }[]>([]) },
    { weight: 2, arbitrary: fc.array(brevoFault, { minLength: 1, maxLength: 3 }) },
  ),
  shopify: seldom(shopifyFault),
});

const create: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('create' as const),
  email: fc.oneof(
    { weight: 8, arbitrary: nat(EMAILS.length) },
    { weight: 1, arbitrary: fc.constantFrom(null, 9) },
  ),
  phone: fc.option(nat(PHONES.length), { nil: null, freq: 2 }),
  name: nat(NAMES.length),
  word: maybe(word),
  sms: fc.option(word, { nil: null, freq: 2 }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: create },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), who, name: nat(NAMES.length) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tags' as const), who, tags: nat(8) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('order' as const), who, total: nat(100) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('word' as const), who, channel, word }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('email' as const), who, email: maybe(nat(EMAILS.length)) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('phone' as const), who, phone: maybe(nat(PHONES.length)) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('merge' as const),
      who,
      other: who,
      address: fc.constantFrom('kept' as const, 'dropped' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redact' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('late' as const), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('brevo_no' as const),
      email: nat(EMAILS.length),
      channel,
      told: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('brevo_delete' as const),
      email: nat(EMAILS.length),
      told: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('foreign' as const),
      email: maybe(nat(EMAILS.length)),
      phone: fc.option(nat(PHONES.length), { nil: null, freq: 2 }),
      extId: fc.option(nat(SLOTS), { nil: null, freq: 2 }),
      blocked: fc.boolean(),
      listed: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      order,
    }),
  },
  { weight: 12, arbitrary: drain },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: nat(200) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('tamper' as const),
      contact: nat(6),
      how: fc.constantFrom('name', 'no_phone', 'no_id', 'off_list', 'unblock', 'readdress'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('run' as const),
      kind: fc.constantFrom('import' as const, 'reconciliation' as const),
      steps: nat(6),
      death: fc.option(death, { nil: null, freq: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'lose' }, { do: 'replay' }, { do: 'install' }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('trigger' as const), who }) },
);

export const histories: fc.Arbitrary<History> = fc.record({
  deletes: fc.constantFrom('soft' as const, 'soft' as const, 'hard' as const),
  turns: fc.nat({ max: 2 ** 31 }),
  steps: fc
    .tuple(
      fc.array(create, { minLength: 1, maxLength: 3, size: 'max' }),
      fc.array(step, { minLength: 4, maxLength: 18, size: 'max' }),
    )
    .map(([first, rest]) => [...first, ...rest]),
});

export function emailAt(index: number | null): string | null {
  if (index === null) return null;
  return EMAILS[index] ?? 'not an address';
}
