import { describe, expect, it } from 'vitest';
import { compileMapping } from '../../domain/mapping.ts';
import { type ShopifyCustomer, toCustomer } from './customer.ts';

const RAW: ShopifyCustomer = {
  id: 'gid://shopify/Customer/9007199254740993',
  firstName: 'Noor',
  lastName: null,
  locale: 'nl',
  note: null,
  state: 'ENABLED',
  verifiedEmail: true,
  taxExempt: false,
  tags: [],
  numberOfOrders: '3',
  createdAt: '2020-01-01T00:00:00Z',
  updatedAt: '2026-11-01T00:00:00Z',
  amountSpent: { amount: '10.00', currencyCode: 'EUR' },
  lastOrder: null,
  defaultEmailAddress: null,
  defaultPhoneNumber: null,
  defaultAddress: null,
  statistics: null,
};

/** What Brevo would be sent as the date of the last order: absent, null for "clear", or a date. */
function dateOfLastOrder(raw: ShopifyCustomer): unknown {
  const map = compileMapping({
    rules: [{ source: 'lastOrderDate', attribute: 'LAST_ORDER_DATE', transform: 'auto', options: {} }],
    attributes: [{ name: 'LAST_ORDER_DATE', category: 'normal', type: 'date', options: [] }],
    policy: { tiers: null, defaultCountry: null } as unknown as Parameters<
      typeof compileMapping
    >[0]['policy'],
    timeZone: 'Europe/Amsterdam',
    shopCountry: 'NL',
  });
  return map(toCustomer(raw, [])).attributes.LAST_ORDER_DATE;
}

describe('the last order', () => {
  it('that the store does not show any more leaves what Brevo has: there are orders', () => {
    expect(dateOfLastOrder(RAW)).toBeUndefined();
  });

  it('of a customer without orders is cleared', () => {
    expect(dateOfLastOrder({ ...RAW, numberOfOrders: '0' })).toBeNull();
  });

  it('is not known to be none where the number of orders is not known', () => {
    expect(dateOfLastOrder({ ...RAW, numberOfOrders: null })).toBeUndefined();
  });

  it('that is shown becomes the day it was in the store', () => {
    const lastOrder = { name: '#1', processedAt: '2026-11-01T23:30:00Z' };
    expect(dateOfLastOrder({ ...RAW, lastOrder })).toBe('2026-11-02');
  });
});
