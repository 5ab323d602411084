import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewCustomer } from './store-customer.ts';
import { startTestShopify, type TestShopify } from './test-shopify.ts';
import type { Delivery } from './webhooks.ts';

let shopify: TestShopify;

beforeAll(async () => {
  shopify = await startTestShopify();
});
afterAll(() => shopify.close());
beforeEach(() => {
  for (const id of [...shopify.shop.customers.keys()]) shopify.shop.deleteCustomer(id);
  take();
});

/** What waits, taken away. */
function take(): Delivery[] {
  return shopify.world.webhooks.pending.splice(0);
}

const create = (input: NewCustomer = {}) =>
  shopify.shop.createCustomer({ firstName: 'Ada', email: 'ada@example.com', ...input });
const topics = (deliveries: Delivery[]) => deliveries.map(({ topic }) => topic);
const eventIds = (deliveries: Delivery[]) =>
  new Set(deliveries.map(({ headers }) => headers['x-shopify-event-id']));

describe('webhooks', () => {
  it('of one action share its event id, and have ids of their own', () => {
    create({ phone: '+31612345678', emailState: 'SUBSCRIBED', smsState: 'SUBSCRIBED', tags: ['vip'] });
    const first = take();
    expect(topics(first)).toEqual([
      'customers/create',
      'customers_email_marketing_consent/update',
      'customers_marketing_consent/update',
      'customer.tags_added',
    ]);
    expect(eventIds(first).size).toBe(1);
    expect(new Set(first.map(({ webhookId }) => webhookId)).size).toBe(4);
    create({ email: 'bea@example.com' });
    expect(eventIds(take())).not.toEqual(eventIds(first));
  });

  it('carry the addresses of a customer', () => {
    const address = {
      address1: 'Singel 1',
      zip: '1012 AB',
      city: 'Amsterdam',
      country: 'Netherlands',
      countryCode: 'NL',
    };
    const { id } = create({ address });
    const body = JSON.parse(take()[0]!.body);
    const sent = {
      id: Number(id),
      customer_id: Number(id),
      name: 'Ada',
      address1: 'Singel 1',
      city: 'Amsterdam',
      country_code: 'NL',
      country_name: 'Netherlands',
      default: true,
    };
    expect(body).toMatchObject({ default_address: sent, addresses: [sent] });
    create({ email: 'bea@example.com' });
    expect(JSON.parse(take()[0]!.body)).toMatchObject({ default_address: null, addresses: [] });
  });

  it('tell that an account was opened and closed, once each', () => {
    const { id } = create();
    take();
    for (const state of ['ENABLED', 'ENABLED', 'DISABLED'] as const) shopify.shop.setState(id, state);
    const deliveries = take();
    expect(topics(deliveries)).toEqual([
      'customers/enable',
      'customers/update',
      'customers/disable',
      'customers/update',
    ]);
    expect(JSON.parse(deliveries[0]!.body)).toMatchObject({ state: 'enabled' });
  });

  it('ask for what is stored of a person', () => {
    const { id } = create();
    take();
    shopify.shop.requestData(id);
    const [delivery] = take();
    expect(delivery?.topic).toBe('customers/data_request');
    expect(JSON.parse(delivery!.body)).toEqual({
      shop_id: 1,
      shop_domain: shopify.shop.domain,
      customer: { id: Number(id), email: 'ada@example.com', phone: null },
      orders_requested: [],
      data_request: { id: 9001 },
    });
  });

  it('of an order name the order that is then the last', async () => {
    const { id } = create();
    take();
    shopify.shop.placeOrder(id, { total: 12.5 });
    const { lastOrderId } = JSON.parse(take()[0]!.body) as { lastOrderId: string };
    const { data } = await shopify.graphql('{ customers(first: 1) { nodes { lastOrder { id } } } }');
    expect(data.customers).toEqual({ nodes: [{ lastOrder: { id: lastOrderId } }] });
  });

  it('of a merge leave the newest order the last', async () => {
    const a = create({ orders: [{ total: 1, processedAt: Date.parse('2026-11-20T00:00:00Z') }] });
    const b = create({
      email: 'bea@example.com',
      orders: [{ total: 2, processedAt: Date.parse('2026-10-01T00:00:00Z') }],
    });
    shopify.shop.mergeCustomers(a.id, b.id);
    const { data } = await shopify.graphql('{ customers(first: 1) { nodes { lastOrder { processedAt } } } }');
    expect(data.customers).toEqual({ nodes: [{ lastOrder: { processedAt: '2026-11-20T00:00:00.000Z' } }] });
  });
});
