import type { EmailState, NewCustomer, Shop, StoreAddress } from './shop.ts';

const DAY_MS = 86_400_000;
/** All times of seeded customers lie before this. */
const NEWEST = Date.parse('2026-09-30T18:00:00Z');
const OLDEST = Date.parse('2021-03-01T08:00:00Z');

interface Country {
  locale: string;
  code: string;
  name: string;
  first: string[];
  last: string[];
  streets: string[];
  /** City and how its postal codes look; `#` is a digit. */
  cities: [string, string][];
  domains: string[];
  /** Six digits that no other customer of the country has, to E.164 and to how people write it there. */
  phone(digits: string): { e164: string; national: string };
}

const COUNTRIES: Country[] = [
  {
    locale: 'nl',
    code: 'NL',
    name: 'Netherlands',
    first: [
      'Anouk',
      'Bram',
      'Daan',
      'Eva',
      'Femke',
      'Joris',
      'Lotte',
      'Mees',
      'Noor',
      'Sanne',
      'Thijs',
      'Wout',
    ],
    last: [
      'Bakker',
      'de Boer',
      'de Wit',
      'Dijkstra',
      'Jansen',
      'Koster',
      'van den Berg',
      "van 't Hof",
      'Visser',
    ],
    streets: ['Keizersgracht', 'Dorpsstraat', 'Molenweg', 'Singel'],
    cities: [
      ['Amsterdam', '10## CJ'],
      ['Utrecht', '35## AB'],
      ['Groningen', '97## KX'],
      ['Breda', '48## RD'],
    ],
    domains: ['example.com', 'example.org', 'bloemenpost.example'],
    phone: (d) => ({ e164: `+31612${d}`, national: `06 12${d.slice(0, 2)} ${d.slice(2)}` }),
  },
  {
    locale: 'de',
    code: 'DE',
    name: 'Germany',
    first: [
      'Anke',
      'Björn',
      'Greta',
      'Jonas',
      'Jürgen',
      'Käthe',
      'Leonie',
      'Lukas',
      'Mia',
      'Sören',
      'Tobias',
    ],
    last: [
      'Becker',
      'Fischer',
      'Groß',
      'Hoffmann',
      'König',
      'Müller',
      'Schäfer',
      'Schmidt',
      'von Bülow',
      'Weiß',
    ],
    streets: ['Hauptstraße', 'Gartenweg', 'Lindenallee', 'Am Mühlbach'],
    cities: [
      ['Berlin', '10###'],
      ['Köln', '50###'],
      ['München', '80###'],
      ['Münster', '48###'],
    ],
    domains: ['example.com', 'example.net', 'gartenpost.example'],
    phone: (d) => ({ e164: `+4915112${d}`, national: `0151 12${d}` }),
  },
  {
    locale: 'fr',
    code: 'FR',
    name: 'France',
    first: ['Amélie', 'Chloé', 'Éloïse', 'François', 'Hugo', 'Jean-Luc', 'Léa', 'Mathis', 'Noémie', 'Zoé'],
    last: ['Bernard', "d'Aubigné", 'Dubois', 'Girard', 'Lefèvre', 'Le Goff', 'Moreau', 'Petit', 'Rousseau'],
    streets: ['rue des Lilas', 'avenue Foch', 'rue du Moulin', 'quai de Seine'],
    cities: [
      ['Paris', '750##'],
      ['Lyon', '690##'],
      ['Nîmes', '300##'],
      ['Orléans', '450##'],
    ],
    domains: ['example.com', 'example.org', 'jardin.example'],
    phone: (d) => ({ e164: `+33612${d}`, national: `06 12 ${d.slice(0, 2)} ${d.slice(2, 4)} ${d.slice(4)}` }),
  },
  {
    locale: 'en',
    code: 'GB',
    name: 'United Kingdom',
    first: [
      'Alice',
      'Ben',
      'Charlotte',
      'Edward',
      'Imogen',
      'Jack',
      'Niamh',
      'Oliver',
      'Poppy',
      'Rhys',
      'Zara',
    ],
    last: ['Baker', 'Clarke', 'Evans', 'Hughes', 'MacLeod', "O'Brien", 'Smith', 'Taylor-Jones', 'Wright'],
    streets: ['High Street', 'Church Lane', 'Mill Road', 'Station Road'],
    cities: [
      ['London', 'E# #AA'],
      ['Bristol', 'BS# #NG'],
      ['Leeds', 'LS# #DY'],
      ['Cardiff', 'CF# #XT'],
    ],
    domains: ['example.com', 'example.net', 'allotment.example'],
    phone: (d) => ({ e164: `+447400${d}`, national: `07400 ${d}` }),
  },
];

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
  for (let i = 0; i < count; i += 1) addCustomer(shop, i);
}

function addCustomer(shop: Shop, i: number): void {
  const dice = diceOf(i);
  const country = dice.weighted(COUNTRIES, [50, 20, 15, 15]);
  const hard = i % 100;
  const [firstName, lastName] = nameOf(hard, country, dice);
  // Injective over a million customers, so no two share a number.
  const phone = country.phone(String((i * 7_919 + 104_729) % 1_000_000).padStart(6, '0'));
  const anonymous = hard === HARD.nothing;
  const hasPhone = !anonymous && (hard === HARD.phoneOnly || dice.chance(0.6));
  const hasEmail = !anonymous && hard !== HARD.phoneOnly;
  const shared = !anonymous && dice.chance(0.25);
  const createdAt = OLDEST + dice.below(NEWEST - OLDEST - 30 * DAY_MS);
  const emailState = hasEmail ? dice.weighted(STATES, [52, 14, 26, 8]) : undefined;
  const smsState = hasPhone ? dice.weighted(STATES, [30, 10, 55, 5]) : undefined;
  const customer = shop.createCustomer(
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
    } satisfies NewCustomer,
    true,
  );
  // Consents change after the account was made, each at a time of its own.
  for (const consent of [customer.emailConsent, customer.smsConsent]) {
    if (consent.at === null) continue;
    consent.at = dice.chance(0.5) ? createdAt : createdAt + dice.below(NEWEST - createdAt);
    if (consent.state === 'PENDING' || dice.chance(0.3)) consent.level = 'CONFIRMED_OPT_IN';
  }
  const lastOrder = customer.orders.at(-1)?.processedAt ?? 0;
  const { emailConsent, smsConsent } = customer;
  customer.updatedAt = Math.max(createdAt, lastOrder, emailConsent.at ?? 0, smsConsent.at ?? 0);
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

interface Dice {
  /** From 0 up to but not 1. */
  next(): number;
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  weighted<T>(from: readonly T[], weights: readonly number[]): T;
}

/** mulberry32: small and even enough for made-up people. */
function diceOf(seed: number): Dice {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
    pick: (from) => from[Math.floor(next() * from.length)]!,
    weighted(from, weights) {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      const index = weights.findIndex((weight) => {
        left -= weight;
        return left < 0;
      });
      return from[Math.max(0, index)]!;
    },
  };
}
