import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { Customer } from '../app/domain/customer.ts';
import { compileMapping, type MappingSetting } from '../app/domain/mapping.ts';
import { type BrevoAttribute, SHIPPED_RULES } from '../app/domain/mapping-rule.ts';
import { shippedConfiguration } from '../app/settings/defaults.ts';
import type { Result } from './run.ts';
import { percentile } from './stage.ts';

const CUSTOMERS = 20_000;
const ROUNDS = 15;

/**
 * Customers a second and core through the compiled rules that ship, beside the same mapping written out by hand, in
 * turns in one run. Every customer is another one: phones and dates repeat no more than a store's would.
 */
export async function benchMap(): Promise<Result> {
  const customers = Array.from({ length: CUSTOMERS }, (_, i) => customerOf(i));
  const attributes = ATTRIBUTES.map(
    ([name, type]): BrevoAttribute => ({ name, type, category: 'normal', options: [] }),
  );
  const setting: MappingSetting = {
    rules: SHIPPED_RULES,
    attributes,
    policy: shippedConfiguration(null).options,
    timeZone: 'Europe/Amsterdam',
    shopCountry: 'NL',
  };
  const rates: Record<'engine' | 'hand', number[]> = { engine: [], hand: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Compiled anew each round: what the engine remembers of a former round's customers would flatter it.
    const map = compileMapping(setting);
    rates.engine.push(rate(customers, map));
    rates.hand.push(rate(customers, mapByHand));
  }
  const [engine, hand] = [percentile(rates.engine, 0.5), percentile(rates.hand, 0.5)];
  return {
    name: 'map',
    rows: [
      {
        what: 'the mapping that ships, written out by hand (limit)',
        'contacts/s and core': Math.round(hand),
      },
      { what: 'the mapping engine', 'contacts/s and core': Math.round(engine) },
    ],
    verdicts: { shareOfLimit: Number((engine / hand).toFixed(2)), above50000: engine >= 50_000 },
  };
}

/** By the processor's time, which the load of others does not stretch. */
function rate(customers: Customer[], map: (customer: Customer) => { attributes: object }): number {
  let filled = 0;
  const before = process.cpuUsage();
  for (const customer of customers) filled += Object.keys(map(customer).attributes).length;
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1_000_000;
  if (filled < customers.length) throw new Error('Nothing was mapped');
  return customers.length / seconds;
}

const ATTRIBUTES: [string, BrevoAttribute['type']][] = [
  ['FIRSTNAME', 'text'],
  ['LASTNAME', 'text'],
  ['SMS', 'text'],
  ['TOTAL_ORDERS', 'float'],
  ['TOTAL_SPENT', 'float'],
  ['LAST_ORDER_DATE', 'date'],
  ['CUSTOMER_TIER', 'text'],
  ['TAGS', 'text'],
];

const DAY = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** What somebody would write who knows these ten fields and needs no settings. */
function mapByHand(customer: Customer) {
  const phone = customer.phone === null ? undefined : parsePhoneNumberFromString(customer.phone, 'NL');
  const { firstName, lastName, totalOrders, totalSpent, lastOrderAt, predictedTier, tags } = customer;
  return {
    email: customer.email?.trim().toLowerCase() ?? null,
    attributes: {
      FIRSTNAME: firstName || null,
      LASTNAME: lastName || null,
      SMS: phone?.isValid() ? phone.number : null,
      TOTAL_ORDERS: totalOrders,
      TOTAL_SPENT: totalSpent === null ? null : Number(totalSpent.amount),
      LAST_ORDER_DATE: lastOrderAt ? DAY.format(new Date(lastOrderAt)) : null,
      CUSTOMER_TIER: predictedTier,
      TAGS: tags.length > 0 ? tags.join(',') : null,
    },
  };
}

const COUNTRIES = [
  ['NL', '+316'],
  ['BE', '+3247'],
  ['DE', '+49151'],
  ['FR', '+336'],
  ['GB', '+447'],
  ['US', '+1415'],
] as const;

/** As a store has them: most with a phone in E.164, a few in national form, every third without an order. */
function customerOf(i: number): Customer {
  const [countryCode, prefix] = COUNTRIES[i % COUNTRIES.length] as (typeof COUNTRIES)[number];
  const digits = String(2_000_000 + ((i * 7_919) % 7_000_000)).padStart(7, '0');
  const national = countryCode === 'NL' && i % 12 === 0;
  const consent = {
    state: 'subscribed',
    level: 'single_opt_in',
    at: '2026-01-01T00:00:00Z',
    system: 'shopify',
  } as const;
  return {
    source: 'shopify',
    id: String(7_000_000_000_000 + i),
    email: `Customer.${i}@Example.com`,
    phone:
      i % 5 === 4
        ? null
        : national
          ? `06 1${digits}`
          : `${prefix}1${digits}`.slice(0, prefix.length + lengthOf(countryCode)),
    firstName: ['Noor', 'Sem', 'Emma', 'Lucas'][i % 4] ?? null,
    lastName: `de Wit ${i}`,
    locale: 'nl',
    note: null,
    state: 'enabled',
    verifiedEmail: true,
    taxExempt: false,
    tags: i % 2 === 0 ? ['vip', 'newsletter', `group-${i % 50}`] : [],
    totalOrders: i % 30,
    totalSpent: { amount: `${i % 3_000}.${String(i % 100).padStart(2, '0')}`, currency: 'EUR' },
    lastOrderAt: i % 3 === 0 ? null : new Date(1_700_000_000_000 + i * 977_000).toISOString(),
    lastOrderName: null,
    createdAt: '2024-01-01T00:00:00Z',
    updatedAt: '2026-11-01T00:00:00Z',
    address: {
      line1: 'Keizersgracht 1',
      line2: null,
      company: null,
      city: 'Amsterdam',
      zip: '1015 CJ',
      province: null,
      provinceCode: null,
      country: null,
      countryCode,
      phone: null,
    },
    predictedTier: ['low', 'medium', 'high'][i % 3] ?? null,
    emailConsent: consent,
    smsConsent: consent,
    custom: {},
  };
}

/** Digits after the prefix. */
function lengthOf(countryCode: string): number {
  return { NL: 8, BE: 7, DE: 8, FR: 8, GB: 9, US: 7 }[countryCode] ?? 8;
}
