import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gid, type NewCustomer } from './store-customer.ts';
import { START, startTestShopify, type TestShopify } from './test-shopify.ts';

const DAY = 86_400_000;
let shopify: TestShopify;
let scopes: string[];

beforeAll(async () => {
  shopify = await startTestShopify();
  scopes = shopify.shop.scopes;
});
afterAll(() => shopify.close());
beforeEach(() => {
  for (const id of [...shopify.shop.customers.keys()]) shopify.shop.deleteCustomer(id);
  shopify.shop.scopes = scopes;
  shopify.shop.orderWindowDays = null;
  shopify.world.webhooks.pending = [];
});

const create = (name: string, input: NewCustomer = {}) =>
  shopify.shop.createCustomer({ firstName: name, email: `${name}@example.com`.toLowerCase(), ...input });

describe('scopes', () => {
  const ONE = 'query One($id: ID!) { customer(id: $id) { id lastOrder { name } } }';

  it('a field beyond them is null, with ACCESS_DENIED beside it', async () => {
    const { id } = create('Ada', { orders: [{ total: 5, processedAt: START }] });
    shopify.shop.scopes = ['read_customers'];
    const { data, errors } = await shopify.graphql(ONE, { id: gid(id) });
    expect(data.customer).toEqual({ id: gid(id), lastOrder: null });
    expect(errors).toMatchObject([
      {
        message: 'Access denied for lastOrder field. Required access: `read_orders` access scope.',
        path: ['customer', 'lastOrder'],
        extensions: { code: 'ACCESS_DENIED' },
      },
    ]);
  });

  it('nobody is reached by a way round, and writing includes reading', async () => {
    const { id } = create('Ada');
    shopify.shop.scopes = ['read_orders'];
    for (const query of [
      'query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      'query Q($ids: [ID!]!) { ids: nodes(ids: $ids) { ... on Customer { firstName } } }',
    ]) {
      const { data, errors } = await shopify.graphql(query, { ids: [gid(id)] });
      expect(Object.values(data)).toEqual([[null]]);
      expect(errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
    }
    shopify.shop.scopes = ['write_customers', 'read_orders'];
    expect((await shopify.graphql(ONE, { id: gid(id) })).errors).toBeUndefined();
  });

  it('refuse writing to a reader, and hold webhooks back', async () => {
    shopify.shop.scopes = ['read_customers'];
    const { data, errors } = await shopify.graphql(
      'mutation { customerCreate(input: { email: "x@example.com" }) { customer { id } } }',
    );
    expect(data.customerCreate).toBeNull();
    expect(errors?.[0]?.extensions?.code).toBe('ACCESS_DENIED');
    expect(shopify.shop.customers.size).toBe(0);
    const [a, b] = [create('Ada'), create('Bea')];
    shopify.shop.mergeCustomers(a.id, b.id);
    const topics = shopify.world.webhooks.pending.map(({ topic }) => topic);
    expect(topics).toEqual(['customers/create', 'customers/create', 'customers/update', 'customers/delete']);
  });

  it('without read_all_orders the last order ends after 60 days', async () => {
    const { id } = create('Ada', { orders: [{ total: 5, processedAt: START - 61 * DAY }] });
    const last = async () => (await shopify.graphql(ONE, { id: gid(id) })).data.customer;
    expect(await last()).toMatchObject({ lastOrder: { name: '#1001' } });
    shopify.shop.orderWindowDays = 60;
    expect(await last()).toMatchObject({ lastOrder: null });
  });
});

describe('the cost', () => {
  const cost = async (query: string, variables = {}) =>
    (await shopify.graphql(query, variables)).extensions?.cost;

  it('looks into fragments, takes the costliest type, and gives back what was not found', async () => {
    const ids = ['1', '2', '3', gid(create('Ada').id)].map((id) => (/^\d/.test(id) ? gid(id) : id));
    const fragment = 'fragment F on Customer { amountSpent { amount } defaultEmailAddress { emailAddress } }';
    const query = `query Q($ids: [ID!]!) { nodes(ids: $ids) { ...F ... on Order { id } } } ${fragment}`;
    expect(await cost(query, { ids })).toMatchObject({ requestedQueryCost: 12, actualQueryCost: 3 });
  });

  it('counts connections by the size asked for, defaults of variables included', async () => {
    create('Ada');
    const query =
      'query Q($n: Int = 20) { customers(first: $n) { edges { node { addressesV2(first: 2) { nodes { city } } } } } }';
    expect(await cost(query)).toMatchObject({ requestedQueryCost: 60, actualQueryCost: 1 });
    expect(await cost(query, { n: 3 })).toMatchObject({ requestedQueryCost: 9 });
  });

  it('of a mutation is 10', async () => {
    const { id } = create('Ada');
    const query =
      'mutation T($id: ID!) { tagsAdd(id: $id, tags: ["vip"]) { node { id } userErrors { message } } }';
    expect(await cost(query, { id: gid(id) })).toMatchObject({ requestedQueryCost: 10, actualQueryCost: 10 });
  });
});

describe('customers', () => {
  const names = async (args: string) => {
    const { data, errors } = await shopify.graphql(`{ customers(${args}) { nodes { firstName } } }`);
    if (errors) throw new Error(errors[0]?.message);
    return (data.customers as { nodes: { firstName: string }[] }).nodes.map(({ firstName }) => firstName);
  };

  beforeEach(() => {
    create('Ada', { lastName: 'Zwart', tags: ['vip'], createdAt: START - 3 * DAY });
    create('Bea', { lastName: 'Appel', emailState: 'SUBSCRIBED', createdAt: START - 2 * DAY });
    create('Cor', { orders: [{ total: 80, processedAt: START }], tags: ['vip'], createdAt: START - DAY });
  });

  it.each([
    ['tag:vip AND orders_count:>0', ['Cor']],
    ['first_name:Bea OR total_spent:>=80', ['Bea', 'Cor']],
    ['tag:vip NOT first_name:Ada', ['Cor']],
    ['-tag:vip', ['Bea']],
    ['tag:vip (first_name:Ada OR first_name:Bea)', ['Ada']],
    ['email:bea*', ['Bea']],
    ['accepts_marketing:true', ['Bea']],
    ['last_name:"zwart"', ['Ada']],
    ['example.com', ['Ada', 'Bea', 'Cor']],
    ['order_date:>2026-11-01', ['Cor']],
  ])('are found by %s', async (query, found) => {
    expect(await names(`first: 9, query: ${JSON.stringify(query)}`)).toEqual(found);
  });

  it.each([
    ['sortKey: UPDATED_AT, reverse: true', ['Cor', 'Bea', 'Ada']],
    ['sortKey: NAME', ['Cor', 'Bea', 'Ada']],
    ['sortKey: CREATED_AT', ['Ada', 'Bea', 'Cor']],
  ])('are sorted by %s', async (sort, found) => {
    expect(await names(`first: 9, ${sort}`)).toEqual(found);
  });

  it('are paged without leaving out or doubling, also when some go in between', async () => {
    const page = async (after: string | null) => {
      const { data } = await shopify.graphql(
        'query P($after: String) { customers(first: 1, after: $after, sortKey: UPDATED_AT) { nodes { id firstName } pageInfo { endCursor hasNextPage } } }',
        { after },
      );
      return data.customers as {
        nodes: { id: string; firstName: string }[];
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    };
    const first = await page(null);
    shopify.shop.deleteCustomer(first.nodes[0]!.id.split('/').at(-1)!);
    const second = await page(first.pageInfo.endCursor);
    expect([first, second].map(({ nodes }) => nodes[0]?.firstName)).toEqual(['Ada', 'Bea']);
    expect((await page(second.pageInfo.endCursor)).pageInfo.hasNextPage).toBe(false);
  });

  it('need a size, and a cursor that was given', async () => {
    await expect(names('query: "x"')).rejects.toThrow('you must provide one of first or last');
    await expect(names('first: 1, after: "nonsense"')).rejects.toThrow('Invalid cursor');
    expect(await names('last: 2')).toEqual(['Bea', 'Cor']);
  });

  it('are named by an identifier, and counted', async () => {
    const { data } = await shopify.graphql(
      '{ customerByIdentifier(identifier: { emailAddress: "BEA@example.com" }) { firstName } customersCount(query: "tag:vip") { count precision } most: customersCount(limit: 2) { count precision } }',
    );
    expect(data).toEqual({
      customerByIdentifier: { firstName: 'Bea' },
      customersCount: { count: 2, precision: 'EXACT' },
      most: { count: 2, precision: 'AT_LEAST' },
    });
  });
});

describe('writing customers', () => {
  const SET =
    'mutation S($identifier: CustomerSetIdentifiers, $input: CustomerSetInput!) { customerSet(identifier: $identifier, input: $input) { customer { id firstName tags defaultAddress { city countryCodeV2 country } } userErrors { message } } }';

  it('creates with consent, address and metafields, and answers with the customer', async () => {
    const { data } = await shopify.graphql(
      `mutation C($input: CustomerInput!) { customerCreate(input: $input) {
         customer { defaultEmailAddress { emailAddress marketingState marketingUpdatedAt } defaultAddress { city country }
           metafield(namespace: "custom", key: "customer_tier") { value } } userErrors { message } } }`,
      {
        input: {
          email: 'new@example.com',
          addresses: [{ city: 'Breda', countryCode: 'NL' }],
          emailMarketingConsent: { marketingState: 'SUBSCRIBED', consentUpdatedAt: '2026-11-01T08:00:00Z' },
          metafields: [
            { namespace: 'custom', key: 'customer_tier', type: 'single_line_text_field', value: 'gold' },
          ],
        },
      },
    );
    expect(data.customerCreate).toEqual({
      customer: {
        defaultEmailAddress: {
          emailAddress: 'new@example.com',
          marketingState: 'SUBSCRIBED',
          marketingUpdatedAt: '2026-11-01T08:00:00.000Z',
        },
        defaultAddress: { city: 'Breda', country: 'Netherlands' },
        metafield: { value: 'gold' },
      },
      userErrors: [],
    });
  });

  it('set makes or changes, replaces lists and leaves the rest', async () => {
    const set = async (input: Record<string, unknown>) =>
      (await shopify.graphql(SET, { identifier: { email: 'ada@example.com' }, input })).data.customerSet;
    const made = await set({ firstName: 'Ada', email: 'ada@example.com', tags: ['a', 'b'] });
    expect(made).toMatchObject({ customer: { firstName: 'Ada', tags: ['a', 'b'] }, userErrors: [] });
    expect(await set({ tags: ['c'] })).toMatchObject({ customer: { firstName: 'Ada', tags: ['c'] } });
    expect(shopify.shop.customers.size).toBe(1);
  });

  it('refuses in words', async () => {
    create('Ada');
    const { id } = create('Bea');
    const update = async (input: Record<string, unknown>) =>
      (
        await shopify.graphql(
          'mutation U($input: CustomerInput!) { customerUpdate(input: $input) { customer { id } userErrors { message } } }',
          { input },
        )
      ).data.customerUpdate;
    const refusal = (message: string) => ({ customer: null, userErrors: [{ message }] });
    expect(await update({ id: gid(id), email: 'ada@example.com' })).toEqual(
      refusal('Email has already been taken'),
    );
    expect(await update({ id: gid('1') })).toEqual(refusal('Customer does not exist'));
    const gone =
      'mutation D($id: ID!) { customerDelete(input: { id: $id }) { deletedCustomerId userErrors { message } } }';
    expect((await shopify.graphql(gone, { id: gid(id) })).data.customerDelete).toEqual({
      deletedCustomerId: gid(id),
      userErrors: [],
    });
  });
});
