import { describe, expect, it } from 'vitest';
import type { ConsentRecord, ConsentState } from './consent.ts';
import type { Customer } from './customer.ts';
import { asOnePerson, newestWord, rulingOrder } from './same-person.ts';

const word = (state: ConsentState, at: string | null = null, system = 'a'): ConsentRecord => ({
  state,
  level: null,
  at,
  system,
});

function customer(source: Customer['source'], more: Partial<Customer>): Customer {
  return {
    source,
    id: `${source} id`,
    email: 'a@example.com',
    phone: null,
    firstName: null,
    lastName: null,
    locale: null,
    note: null,
    state: null,
    verifiedEmail: null,
    taxExempt: null,
    tags: [],
    totalOrders: null,
    totalSpent: null,
    lastOrderAt: null,
    lastOrderName: null,
    createdAt: null,
    updatedAt: null,
    address: null,
    predictedTier: null,
    emailConsent: word('never'),
    smsConsent: word('never'),
    custom: {},
    ...more,
  };
}

describe('one person in two sources', () => {
  const shopify = customer('shopify', { firstName: 'Ada', phone: null, totalOrders: 0, tags: [] });
  const woo = customer('woocommerce', {
    firstName: 'Augusta',
    phone: '+31612345678',
    totalOrders: 3,
    totalSpent: { amount: '30', currency: 'EUR' },
    tags: ['vip'],
  });

  it('has each field from the first source with a value, whoever is named first', () => {
    const order = rulingOrder(['shopify']);
    for (const person of [asOnePerson([shopify, woo], order), asOnePerson([woo, shopify], order)])
      expect(person).toMatchObject({
        source: 'shopify',
        id: 'shopify id',
        firstName: 'Ada',
        phone: '+31612345678',
        tags: ['vip'],
      });
  });

  it('is ruled by the source that the merchant puts first', () => {
    const person = asOnePerson([shopify, woo], rulingOrder(['woocommerce']));
    expect(person).toMatchObject({ source: 'woocommerce', firstName: 'Augusta' });
  });

  it('has the order figures of one source together, of the first with an order', () => {
    expect(asOnePerson([shopify, woo], rulingOrder([]))).toMatchObject({
      totalOrders: 3,
      totalSpent: { amount: '30', currency: 'EUR' },
    });
    const none = customer('woocommerce', {});
    expect(asOnePerson([shopify, none], rulingOrder(['woocommerce']))).toMatchObject({ totalOrders: 0 });
  });
});

describe('the newest word of several', () => {
  const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];
  it.each<[string, ConsentRecord[], ConsentState]>([
    ['a later yes', [word('unsubscribed', early), word('subscribed', late)], 'subscribed'],
    ['an earlier yes', [word('subscribed', early), word('unsubscribed', late)], 'unsubscribed'],
    ['a yes at the same time', [word('subscribed', early), word('unsubscribed', early)], 'unsubscribed'],
    ['a yes without a time', [word('unsubscribed', early), word('subscribed')], 'unsubscribed'],
    ['a no without a time', [word('unsubscribed'), word('subscribed', late)], 'unsubscribed'],
    ['silence beside a yes', [word('never'), word('subscribed')], 'subscribed'],
    ['silence beside a no', [word('never'), word('unsubscribed')], 'unsubscribed'],
    ['silence beside waiting', [word('never'), word('pending')], 'pending'],
    ['silence', [word('never'), word('never')], 'never'],
  ])('%s: %j is %s', (_, words, state) => {
    expect(newestWord(words).state).toBe(state);
    expect(newestWord([...words].reverse()).state).toBe(state);
  });

  it('keeps whose word it is', () => {
    const words = [word('subscribed', early, 'shopify'), word('subscribed', late, 'custom')];
    expect(newestWord(words)).toMatchObject({ at: late, system: 'custom' });
  });
});
