import { describe, expect, it } from 'vitest';
import { isCustomer, toCustomer, type WooCustomer, type WooOptions } from './customer.ts';

const OPTIONS: WooOptions = { roles: ['customer'], consentField: 'newsletter', currency: 'EUR' };

/** The customer of WooCommerce's documentation of the REST API. */
const JOHN: WooCustomer = {
  id: 25,
  date_created_gmt: '2017-03-21T19:09:28',
  date_modified_gmt: '2017-03-21T19:09:30',
  email: 'john.doe@example.com',
  first_name: 'John',
  last_name: 'Doe',
  role: 'customer',
  username: 'john.doe',
  billing: {
    first_name: 'John',
    last_name: 'Doe',
    company: '',
    address_1: '969 Market',
    address_2: '',
    city: 'San Francisco',
    state: 'CA',
    postcode: '94103',
    country: 'US',
    phone: '(555) 555-5555',
  },
  is_paying_customer: false,
  meta_data: [],
};
const read = (change: Partial<WooCustomer> = {}, options = OPTIONS, metafields: string[] = []) =>
  toCustomer({ ...JOHN, ...change }, undefined, metafields, options);
const meta = (value: unknown) => ({ meta_data: [{ key: 'newsletter', value }] });

describe('a customer of WooCommerce', () => {
  it('is read as the documentation shows one', () => {
    expect(read()).toMatchObject({
      source: 'woocommerce',
      id: '25',
      email: 'john.doe@example.com',
      phone: '(555) 555-5555',
      firstName: 'John',
      createdAt: '2017-03-21T19:09:28.000Z',
      updatedAt: '2017-03-21T19:09:30.000Z',
      address: { line1: '969 Market', line2: null, city: 'San Francisco', zip: '94103', countryCode: 'US' },
      totalOrders: 0,
      totalSpent: { amount: '0', currency: 'EUR' },
      lastOrderAt: null,
    });
  });

  it('has the figures of the report; where there are none, only who never paid is known to have none', () => {
    const figures = { orders: 3, spent: '120.5' };
    expect(toCustomer(JOHN, figures, [], OPTIONS)).toMatchObject({
      totalOrders: 3,
      totalSpent: { amount: '120.5', currency: 'EUR' },
    });
    expect(read({ is_paying_customer: true })).toMatchObject({ totalOrders: null, totalSpent: null });
  });

  it.each<[unknown, string]>([
    ['yes', 'subscribed'],
    ['1', 'subscribed'],
    [1, 'subscribed'],
    [true, 'subscribed'],
    ['Subscribed', 'subscribed'],
    ['no', 'unsubscribed'],
    ['0', 'unsubscribed'],
    [false, 'unsubscribed'],
    ['', 'never'],
    [null, 'never'],
    ['maybe', 'never'],
    [{ a: 1 }, 'never'],
  ])('whose consent field holds %j has said %s, at no known time', (value, state) => {
    expect(read(meta(value)).emailConsent).toEqual({ state, level: null, at: null, system: 'woocommerce' });
  });

  it('has said nothing where no field is named, whatever the fields hold', () => {
    expect(read(meta('yes'), { ...OPTIONS, consentField: null }).emailConsent.state).toBe('never');
    expect(read().emailConsent.state).toBe('never');
  });

  it('gives the meta fields that are asked for', () => {
    const fields = { meta_data: [{ key: 'vat_number', value: 'NL1' }] };
    expect(read(fields, OPTIONS, ['meta.vat_number', 'meta.other', 'woocommerce.role']).custom).toEqual({
      'meta.vat_number': { type: 'text', value: 'NL1' },
      'meta.other': null,
      'woocommerce.role': { type: 'text', value: 'customer' },
    });
  });

  it.each([
    ['customer', ['customer'], true],
    ['administrator', ['customer'], false],
    ['wholesale', ['customer', 'wholesale'], true],
  ])('with the role %s among %j: %j', (role, roles, wanted) => {
    expect(isCustomer({ ...JOHN, role }, { ...OPTIONS, roles })).toBe(wanted);
  });
});
