import { COUNTRIES, type Country } from './countries.ts';
import { type Dice, diceOf } from './dice.ts';
import { madeCustomers } from './made-customers.ts';
import { newCustomer, type Shop } from './shop.ts';
import type { EmailState, StoreAddress, StoreCustomer } from './store-customer.ts';

const DAY_MS = 86_400_000;
/** All times of seeded customers lie before this. */
const NEWEST = Date.parse('2026-09-30T18:00:00Z');
const OLDEST = Date.parse('2021-03-01T08:00:00Z');
/** Above this a store's customers are made when they are asked for, and not kept. */
const KEPT_AT_MOST = 20_000;
/** Numbers are unique up to here. */
const MOST = 1_000_000;

const TAGS = [
  'event-2026',
  'gift-card',
  'loyalty',
  'newsletter',
  'returning',
  'spring-sale',
  'vip',
  'wholesale',
];
const NOTES = ['Prefers delivery on Friday', 'Asks for plastic-free packaging', 'Met at the garden fair'];
const LONG_FIRST = 'Wilhelmina Johanna Maria Theodora Elisabeth Anna Catharina Petronella Adriana Cornelia';
const LONG_LAST =
  'van Oldenbarnevelt-Wolfeschlegelsteinhausenbergerdorff genaamd van der Heijden tot Kortenhorst';

/** Of every hundred customers these are the hard ones. */
const HARD = { phoneOnly: 13, nothing: 29, plus: 42, long: 67, umlauts: 88 };

/** A made-up store: customer `i` is the same in every run and for every count. Sends no webhooks. */
export function seedShop(shop: Shop, count = 500): void {
  if (count > MOST) throw new Error(`A store has at most ${MOST} made-up customers`);
  if (count > KEPT_AT_MOST) {
    if (shop.customers.size > 0) throw new Error('Only an empty store can have so many customers');
    shop.takeMade(madeCustomers({ first: shop.nextId, count, make: makeCustomer, indexOf }));
    shop.nextId += BigInt(count);
    return;
  }
  for (let i = 0; i < count; i += 1) shop.put(makeCustomer(String(shop.nextId++), i));
}

function makeCustomer(id: string, i: number): StoreCustomer {
  const dice = diceOf(i);
  const country = dice.weighted(COUNTRIES, [50, 20, 15, 15]);
  const hard = i % 100;
  const [firstName, lastName] = nameOf(hard, country, dice);
  const phone = country.phone(digitsOf(i));
  const anonymous = hard === HARD.nothing;
  const hasPhone = !anonymous && (hard === HARD.phoneOnly || dice.chance(0.6));
  const hasEmail = !anonymous && hard !== HARD.phoneOnly;
  const shared = !anonymous && dice.chance(0.25);
  const createdAt = OLDEST + dice.below(NEWEST - OLDEST - 30 * DAY_MS);
  const emailState = hasEmail ? dice.weighted(STATES, [52, 14, 26, 8]) : undefined;
  const smsState = hasPhone ? dice.weighted(STATES, [30, 10, 55, 5]) : undefined;
  const customer = newCustomer(
    id,
    {
      firstName,
      lastName,
      email: hasEmail ? emailOf(i, hard, firstName, lastName, dice.pick(country.domains)) : null,
      phone: hasPhone ? phone.e164 : null,
      locale: country.locale,
      note: dice.chance(0.1) ? dice.pick(NOTES) : null,
      tags: TAGS.filter(() => dice.chance(0.15)),
      // Some shoppers give a number only with their address, in the way it is written at home.
      address: dice.chance(0.85) ? addressOf(country, dice, shared ? phone.national : null) : null,
      orders: ordersOf(createdAt, dice),
      predictedSpendTier: dice.weighted(['HIGH', 'MEDIUM', 'LOW', null] as const, [15, 35, 35, 15]),
      createdAt,
      ...(emailState ? { emailState } : {}),
      ...(smsState ? { smsState } : {}),
    },
    createdAt,
  );
  // Consents change after the account was made, each at a time of its own.
  for (const consent of [customer.emailConsent, customer.smsConsent]) {
    if (consent.at === null) continue;
    consent.at = dice.chance(0.5) ? createdAt : createdAt + dice.below(NEWEST - createdAt);
    if (consent.state === 'PENDING' || dice.chance(0.3)) consent.level = 'CONFIRMED_OPT_IN';
  }
  customer.metafields = metafieldsOf(dice);
  const lastOrder = customer.orders.at(-1)?.processedAt ?? 0;
  const { emailConsent, smsConsent } = customer;
  customer.updatedAt = Math.max(createdAt, lastOrder, emailConsent.at ?? 0, smsConsent.at ?? 0);
  return customer;
}

const INTERESTS = ['bulbs', 'roses', 'tools', 'vegetables'];

/** What some shoppers told beyond what every customer has. */
function metafieldsOf(dice: Dice): StoreCustomer['metafields'] {
  const fields: StoreCustomer['metafields'] = {};
  if (dice.chance(0.4)) {
    const day = new Date(Date.UTC(1950 + dice.below(55), dice.below(12), 1 + dice.below(28)));
    fields['custom.birthday'] = { type: 'date', value: day.toISOString().slice(0, 10) };
  }
  if (dice.chance(0.5))
    fields['custom.loyalty_points'] = { type: 'number_integer', value: String(dice.below(5_000)) };
  const interests = INTERESTS.filter(() => dice.chance(0.2));
  if (interests.length > 0)
    fields['custom.interests'] = { type: 'list.single_line_text_field', value: JSON.stringify(interests) };
  return fields;
}

// A number has six digits of its own: a permutation of the customers, so that no two share one and it leads back.
const [STEP, START, BACK] = [7_919, 104_729, 17_679];

function digitsOf(i: number): string {
  return String((i * STEP + START) % MOST).padStart(6, '0');
}

/** Which made-up customer could have this address or number. */
function indexOf(address: { email?: string; phone?: string }): number | undefined {
  if (address.email !== undefined) {
    const found = /(?:\.|\+shop)(\d+)@/.exec(address.email)?.[1];
    return found === undefined ? undefined : Number(found);
  }
  const digits = /(\d{6})$/.exec(address.phone ?? '')?.[1];
  return digits === undefined ? undefined : ((Number(digits) - START + MOST) * BACK) % MOST;
}

const STATES: EmailState[] = ['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED', 'PENDING'];

function nameOf(hard: number, country: Country, dice: Dice): [string | null, string | null] {
  const [first, last] = [dice.pick(country.first), dice.pick(country.last)];
  if (hard === HARD.long) return [LONG_FIRST, LONG_LAST];
  if (hard === HARD.umlauts) return ['Jörg-Günther', 'Ångström-Çelik'];
  if (hard === HARD.nothing) return [first, null];
  return [first, last];
}

function emailOf(i: number, hard: number, first: string | null, last: string | null, domain: string): string {
  const name = [first, last].map(letters).filter(Boolean).join('.').slice(0, 40).replace(/\.$/, '');
  return hard === HARD.plus ? `${name}+shop${i}@${domain}` : `${name}.${i}@${domain}`;
}

/** Plain letters of a name, as people spell it in an address. */
function letters(name: string | null): string {
  const spelt = (name ?? '').toLowerCase().replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue');
  return spelt
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

function addressOf(country: Country, dice: Dice, phone: string | null): StoreAddress {
  const [city, zip] = dice.pick(country.cities);
  return {
    address1: `${dice.pick(country.streets)} ${1 + dice.below(180)}`,
    city,
    zip: zip.replace(/#/g, () => String(1 + dice.below(9))),
    country: country.name,
    countryCode: country.code,
    phone,
  };
}

/** From none to twelve, oldest first. */
function ordersOf(createdAt: number, dice: Dice): { total: number; processedAt: number }[] {
  const count = dice.chance(0.25) ? 0 : 1 + Math.floor(dice.next() ** 2 * 12);
  const times = Array.from({ length: count }, () => createdAt + dice.below(NEWEST - createdAt));
  return times
    .sort((a, b) => a - b)
    .map((processedAt) => ({ total: (500 + dice.below(24_500)) / 100, processedAt }));
}
