import { describe, expect, it } from 'vitest';
import { figuresOf, type MagentoCustomer, toCustomer } from './customer.ts';

/** The customer of Adobe's tutorial for the REST API (order processing, step 3), with what a search adds. */
const JANE: MagentoCustomer = {
  id: 2,
  group_id: 1,
  default_billing: '2',
  default_shipping: '2',
  created_at: '2017-08-14 17:42:42',
  updated_at: '2017-08-14 17:45:01',
  email: 'jdoe@example.com',
  firstname: 'Jane',
  lastname: 'Doe',
  store_id: 1,
  website_id: 1,
  addresses: [
    {
      id: 2,
      region: { region_code: 'NY', region: 'New York' },
      country_id: 'US',
      street: ['123 Oak Ave'],
      telephone: '512-555-1111',
      postcode: '10755',
      city: 'Purchase',
      default_shipping: true,
      default_billing: true,
    },
  ],
  extension_attributes: { is_subscribed: false },
};

describe('a customer of Magento', () => {
  it('is read as the documentation shows one', () => {
    expect(toCustomer(JANE)).toMatchObject({
      source: 'magento',
      id: '2',
      email: 'jdoe@example.com',
      phone: '512-555-1111',
      firstName: 'Jane',
      lastName: 'Doe',
      createdAt: '2017-08-14T17:42:42.000Z',
      updatedAt: '2017-08-14T17:45:01.000Z',
      totalOrders: 0,
      address: { line1: '123 Oak Ave', city: 'Purchase', provinceCode: 'NY', countryCode: 'US' },
    });
  });

  it.each([
    [true, 'subscribed'],
    [false, 'never'],
    [undefined, 'never'],
  ])('with is_subscribed %j has said %s, at no known time', (is_subscribed, state) => {
    const more = is_subscribed === undefined ? {} : { is_subscribed };
    expect(toCustomer({ ...JANE, extension_attributes: more }).emailConsent).toEqual({
      state,
      level: null,
      at: null,
      system: 'magento',
    });
  });

  it('has the address that is the default, and none where there is none', () => {
    const other = { id: 9, city: 'Ghent', country_id: 'BE' };
    const addresses = [other, ...(JANE.addresses ?? [])];
    expect(toCustomer({ ...JANE, addresses }).address?.city).toBe('Purchase');
    expect(toCustomer({ ...JANE, addresses: [] })).toMatchObject({ address: null, phone: null });
  });

  it('gives the attributes that are asked for', () => {
    const custom_attributes = [{ attribute_code: 'vip', value: '1' }];
    const names = ['attribute.vip', 'attribute.none', 'magento.group_id'];
    expect(toCustomer({ ...JANE, custom_attributes }, undefined, names).custom).toEqual({
      'attribute.vip': { type: 'text', value: '1' },
      'attribute.none': null,
      'magento.group_id': { type: 'text', value: '1' },
    });
  });
});

describe('the figures of orders', () => {
  it('are exact sums without what was cancelled and refunded, with the last order', () => {
    const order = { customer_id: 2, base_currency_code: 'EUR', state: 'complete' };
    const figures = figuresOf([
      {
        ...order,
        entity_id: 1,
        increment_id: '000000001',
        base_grand_total: 0.1,
        created_at: '2026-01-01 10:00:00',
      },
      {
        ...order,
        entity_id: 2,
        increment_id: '000000002',
        base_grand_total: 0.2,
        created_at: '2026-03-01 10:00:00',
      },
      {
        ...order,
        entity_id: 3,
        base_grand_total: 50,
        base_total_refunded: 20.5,
        created_at: '2026-02-01 10:00:00',
      },
      { ...order, entity_id: 4, base_grand_total: 99, state: 'canceled', created_at: '2026-04-01 10:00:00' },
      { ...order, entity_id: 5, customer_id: null, base_grand_total: 99, created_at: '2026-04-01 10:00:00' },
    ]);
    expect([...figures.keys()]).toEqual([2]);
    expect(toCustomer(JANE, figures.get(2))).toMatchObject({
      totalOrders: 3,
      totalSpent: { amount: '29.8', currency: 'EUR' },
      lastOrderAt: '2026-03-01T10:00:00.000Z',
      lastOrderName: '#000000002',
    });
  });
});
