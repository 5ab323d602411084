import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedShop } from './seed.ts';
import { type RunningShopify, startShopify } from './server.ts';
import { type NewCustomer, Shop } from './shop.ts';
import { DEFAULT_SHOP, type ShopifyWorld } from './world.ts';

const KEY = 'test-client-id';
const SECRET = 'test-client-secret';
/** Larger than 2^53: not exact as a number. */
const BIG = 9_007_199_254_740_993n;
const START = Date.parse('2026-11-24T10:00:00Z');

let clock = START;
let shopify: RunningShopify;
let world: ShopifyWorld;
let shop: Shop;
let token = '';

beforeAll(async () => {
  shopify = await startShopify({ apiKey: KEY, apiSecret: SECRET, now: () => clock, random: () => 0 });
  world = shopify.world;
});
afterAll(() => shopify.close());
beforeEach(async () => {
  clock = START;
  shop = world.addShop(DEFAULT_SHOP);
  shop.nextId = BIG;
  world.faults.clear();
  world.buckets.enforced = false;
  world.webhooks.switches = { duplicate: false, delayMs: 0, shuffleMs: 0, drop: false, manual: true };
  world.webhooks.pending = [];
  world.webhooks.log = [];
  world.tokens.revoke(DEFAULT_SHOP);
  token = String((await exchange()).body.access_token);
});

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(shopify.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sandbox-host': DEFAULT_SHOP, ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>,
  };
}

async function exchange(change: Record<string, unknown> = {}) {
  return post('/admin/oauth/access_token', {
    client_id: KEY,
    client_secret: SECRET,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: await world.tokens.idToken(DEFAULT_SHOP),
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
    ...change,
  });
}

const refresh = (refreshToken: unknown) =>
  exchange({ grant_type: 'refresh_token', refresh_token: refreshToken, subject_token: undefined });

interface Graphql {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: { code?: string } }[];
  extensions?: {
    cost: {
      requestedQueryCost: number;
      actualQueryCost: number | null;
      throttleStatus: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
    };
  };
}

async function graphql(query: string, variables: Record<string, unknown> = {}, accessToken = token) {
  const headers = { 'x-shopify-access-token': accessToken };
  const answer = await post('/admin/api/2026-10/graphql.json', { query, variables }, headers);
  const { data, ...rest } = answer.body as Graphql;
  return { ...answer, ...rest, data: data ?? {} };
}

const gid = (id: string | bigint) => `gid://shopify/Customer/${id}`;
const create = (input: NewCustomer = {}) => shop.createCustomer({ email: 'ada@example.com', ...input });
const topics = () => world.webhooks.pending.map((delivery) => delivery.topic);

describe('tokens', () => {
  it('exchanges an id token for an expiring pair, and installs the app', async () => {
    shop.installed = false;
    const { status, body } = await exchange();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      scope: world.scopes.join(','),
      expires_in: 3_600,
      refresh_token_expires_in: 7_776_000,
    });
    expect(body.access_token).toMatch(/^shpat_/);
    expect(shop.installed).toBe(true);
  });

  it('gives an online token the user', async () => {
    const type = 'urn:shopify:params:oauth:token-type:online-access-token';
    expect((await exchange({ requested_token_type: type })).body).toMatchObject({
      associated_user: { id: 77001 },
    });
  });

  it.each([
    ['another client', { client_id: 'x' }, 401, 'invalid_client'],
    ['another secret', { client_secret: 'x' }, 401, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no id token', { subject_token: 'x' }, 400, 'invalid_subject_token'],
  ])('refuses %s', async (_, change, status, error) => {
    expect(await exchange(change)).toMatchObject({ status, body: { error } });
  });

  it.each([
    ['expired', { exp: START / 1_000 - 60 }],
    ['of another app', { aud: 'x' }],
    ['of another store', { dest: 'https://other.myshopify.com' }],
    ['signed by somebody else', { secret: 'x' }],
  ])('refuses an id token that is %s', async (_, bad) => {
    const answer = await exchange({ subject_token: await world.tokens.idToken(DEFAULT_SHOP, bad) });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_subject_token' } });
  });

  it('ends an access token after an hour, and refreshes it', async () => {
    const first = (await exchange()).body;
    clock += 3_600_001;
    expect((await graphql('{ shop { name } }', {}, String(first.access_token))).status).toBe(401);
    const second = (await refresh(first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await graphql('{ shop { name } }', {}, String(second.access_token))).status).toBe(200);
  });

  it('lets a refresh be tried again until its successor is used', async () => {
    const first = (await exchange()).body;
    const lost = await refresh(first.refresh_token);
    const second = await refresh(first.refresh_token);
    expect([lost.status, second.status]).toEqual([200, 200]);
    expect((await refresh(second.body.refresh_token)).status).toBe(200);
    expect(await refresh(first.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('ends a refresh token after 90 days, and all tokens when the app is uninstalled', async () => {
    const first = (await exchange()).body;
    clock += 7_776_000_001;
    expect((await refresh(first.refresh_token)).status).toBe(400);
    const second = (await exchange()).body;
    world.uninstall();
    expect((await refresh(second.refresh_token)).status).toBe(400);
    expect((await graphql('{ shop { name } }', {}, String(second.access_token))).status).toBe(401);
    expect(topics()).toEqual(['app/uninstalled']);
  });

  it("does not take one store's token for another store", async () => {
    world.addShop('other.myshopify.com');
    const headers = { 'x-shopify-access-token': token, 'x-sandbox-host': 'other.myshopify.com' };
    const body = { query: '{ shop { name } }' };
    expect((await post('/admin/api/2026-10/graphql.json', body, headers)).status).toBe(401);
  });
});

describe('GraphQL', () => {
  it('reads customers by id, in order, null for who is not there, ids exact', async () => {
    const [a, b] = [create({ firstName: 'Ada' }), create({ email: 'bea@example.com' })];
    expect(BigInt(a.id)).toBe(BIG);
    const { data } = await graphql(
      'query Some($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { id firstName legacyResourceId } } }',
      { ids: [gid(b.id), gid('1'), gid(a.id)] },
    );
    expect(data.nodes).toEqual([
      { id: gid(BIG + 1n), firstName: null, legacyResourceId: String(BIG + 1n) },
      null,
      { id: gid(BIG), firstName: 'Ada', legacyResourceId: String(BIG) },
    ]);
  });

  it('refuses what the real schema does not have', async () => {
    expect((await graphql('{ shop { nameOfShop } }')).errors?.[0]?.message).toMatch(
      /Cannot query field "nameOfShop"/,
    );
    expect((await graphql('{ shop { name ')).errors?.[0]?.message).toMatch(/Syntax Error/);
  });

  it('refuses more than 250 ids and pages above 250', async () => {
    const query = 'query Many($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const many = (count: number) => ({ ids: Array.from({ length: count }, (_, i) => gid(String(i))) });
    expect((await graphql(query, many(250))).errors).toBeUndefined();
    expect((await graphql(query, many(251))).errors?.[0]?.message).toMatch(
      /greater than the maximum allowed of 250/,
    );
    expect((await graphql('{ customers(first: 251) { nodes { id } } }')).errors?.[0]?.message).toMatch(/250/);
  });

  it('says what a query costs, refuses what is too costly, and throttles with HTTP 200', async () => {
    world.buckets.enforced = true;
    // A store that nobody has asked yet has a full bucket.
    clock += 86_400_000;
    token = String((await exchange()).body.access_token);
    const page = (first: number) =>
      graphql(`{ customers(first: ${first}) { nodes { id amountSpent { amount } } } }`);
    // What the answer did not hold is given back.
    expect((await page(250)).extensions?.cost).toEqual({
      requestedQueryCost: 500,
      actualQueryCost: 1,
      throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 1_999, restoreRate: 100 },
    });
    seedShop(shop, 250);
    clock += 1_000;
    expect((await page(250)).extensions?.cost).toEqual({
      requestedQueryCost: 500,
      actualQueryCost: 500,
      throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 1_500, restoreRate: 100 },
    });
    const costly = await graphql(
      '{ customers(first: 250) { nodes { a: amountSpent { amount } b: amountSpent { amount } c: defaultAddress { city } d: lastOrder { name } } } }',
    );
    expect(costly.errors?.[0]?.extensions?.code).toBe('MAX_COST_EXCEEDED');
    for (let i = 0; i < 3; i += 1) await page(250);
    const throttled = await page(250);
    expect(throttled).toMatchObject({
      status: 200,
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
      extensions: { cost: { actualQueryCost: null, throttleStatus: { currentlyAvailable: 0 } } },
    });
    expect(throttled.body).not.toHaveProperty('data');
    clock += 5_000;
    expect((await page(250)).errors).toBeUndefined();
  });

  it.each([
    ['throttled', 200, /THROTTLED/],
    ['429', 429, /Exceeded/],
    ['500', 500, /^<html>/],
    ['502', 502, /^<html>/],
    ['503', 503, /^<html>/],
    ['401', 401, /Invalid API key/],
  ] as const)('fault %s answers %d', async (kind, status, text) => {
    world.faults.add({ kind, times: 1, match: (operation) => operation === 'Name' });
    expect((await graphql('query Other { shop { name } }')).errors).toBeUndefined();
    const answer = await graphql('query Name { shop { name } }');
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
    expect((await graphql('query Name { shop { name } }')).errors).toBeUndefined();
  });

  it('fault pcd takes the customers out of an answer, and says so beside it', async () => {
    const { id } = create();
    world.faults.add({ kind: 'pcd', times: 1 });
    const answer = await graphql('query Q($ids: [ID!]!) { shop { name } nodes(ids: $ids) { id } }', {
      ids: [gid(id)],
    });
    expect(answer.data).toEqual({ shop: { name: 'Zonnebloem' }, nodes: [null] });
    expect(answer.errors).toMatchObject([
      { message: expect.stringMatching(/not approved/), extensions: { code: 'ACCESS_DENIED' } },
    ]);
  });

  it('fault timeout never answers', async () => {
    world.faults.add({ kind: 'timeout', times: 1 });
    const asked = fetch(`${shopify.url}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-host': DEFAULT_SHOP },
      body: '{"query":"{ shop { name } }"}',
      signal: AbortSignal.timeout(150),
    });
    await expect(asked).rejects.toThrow(/timeout/);
  });

  it('searches by quoted time, tag and address; an unquoted time loses its hours', async () => {
    const early = create({ tags: ['VIP'], createdAt: START - 3_600_000 });
    const late = create({ email: 'bea@example.com', createdAt: START });
    const find = async (query: string) => {
      const { data } = await graphql(
        'query Find($query: String) { customers(first: 9, query: $query) { nodes { id } } }',
        {
          query,
        },
      );
      return (data.customers as { nodes: { id: string }[] }).nodes.map((node) => node.id);
    };
    expect(await find("updated_at:>='2026-11-24T10:00:00Z'")).toEqual([gid(late.id)]);
    expect(await find('updated_at:>=2026-11-24T10:00:00Z')).toEqual([gid(early.id), gid(late.id)]);
    expect(await find('tag:vip')).toEqual([gid(early.id)]);
    expect(await find("email:'bea@example.com'")).toEqual([gid(late.id)]);
    expect(await find("tag_not:vip AND updated_at:<='2026-11-24T10:00:00Z'")).toEqual([gid(late.id)]);
  });

  it('pages through customers by cursor', async () => {
    for (let i = 0; i < 5; i += 1) create({ email: `c${i}@example.com` });
    const query =
      'query Page($after: String) { customers(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }';
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await graphql(query, { after });
      const found = data.customers as {
        nodes: { id: string }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
      ids.push(...found.nodes.map((node) => node.id));
      after = found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
    } while (after !== null);
    expect(ids).toEqual([0n, 1n, 2n, 3n, 4n].map((i) => gid(BIG + i)));
  });

  it('spells "never asked" in the two ways of the schema', async () => {
    create({ phone: '+31612345678' });
    const { data } = await graphql(`{ customers(first: 1) { nodes {
      defaultEmailAddress { marketingState marketingUpdatedAt }
      defaultPhoneNumber { phoneNumber smsMarketingConsent { state } } numberOfOrders
    } } }`);
    expect((data.customers as { nodes: unknown[] }).nodes[0]).toEqual({
      defaultEmailAddress: { marketingState: 'NOT_SUBSCRIBED', marketingUpdatedAt: null },
      defaultPhoneNumber: { phoneNumber: '+31612345678', smsMarketingConsent: { state: 'NEVER_SUBSCRIBED' } },
      numberOfOrders: '0',
    });
  });
});

describe('the consent mutations', () => {
  const email = (input: Record<string, unknown>, customerId: string) =>
    graphql(
      `mutation C($input: CustomerEmailMarketingConsentUpdateInput!) {
        customerEmailMarketingConsentUpdate(input: $input) { customer { id } userErrors { field message code } }
      }`,
      { input: { customerId: gid(customerId), emailMarketingConsent: input } },
    );
  const sms = (input: Record<string, unknown>, customerId: string) =>
    graphql(
      `mutation C($input: CustomerSmsMarketingConsentUpdateInput!) {
        customerSmsMarketingConsentUpdate(input: $input) { customer { id } userErrors { field message code } }
      }`,
      { input: { customerId: gid(customerId), smsMarketingConsent: input } },
    );

  it('sets the state with the true time, and tells by webhook', async () => {
    const { id } = create();
    world.webhooks.pending = [];
    const answer = await email(
      { marketingState: 'UNSUBSCRIBED', consentUpdatedAt: '2026-11-01T08:00:00Z' },
      id,
    );
    expect(answer.data.customerEmailMarketingConsentUpdate).toEqual({
      customer: { id: gid(id) },
      userErrors: [],
    });
    expect(shop.customer(id).emailConsent).toMatchObject({
      state: 'UNSUBSCRIBED',
      at: Date.parse('2026-11-01T08:00:00Z'),
    });
    expect(topics()).toEqual(['customers_email_marketing_consent/update', 'customers/update']);
    expect(JSON.parse(world.webhooks.pending[0]?.body ?? '')).toMatchObject({
      email_address: 'ada@example.com',
      email_marketing_consent: { state: 'unsubscribed', consent_updated_at: '2026-11-01T08:00:00.000Z' },
    });
  });

  it.each([
    ['a state that only Shopify sets', { marketingState: 'NOT_SUBSCRIBED' }, /not included/],
    ['a time to come', { marketingState: 'SUBSCRIBED', consentUpdatedAt: '2026-11-25T10:00:00Z' }, /future/],
  ])('refuses %s', async (_, input, message) => {
    const { id } = create();
    const { data } = await email(input, id);
    const ending = data.customerEmailMarketingConsentUpdate as {
      customer: unknown;
      userErrors: { message: string }[];
    };
    expect(ending.customer).toBeNull();
    expect(ending.userErrors[0]?.message).toMatch(message);
    expect(shop.customer(id).emailConsent.state).toBe('NOT_SUBSCRIBED');
  });

  it('needs an address for e-mail and a number for SMS', async () => {
    const [noEmail, noPhone] = [create({ email: null, phone: '+31612345678' }), create()];
    const first = await email({ marketingState: 'SUBSCRIBED' }, noEmail.id);
    expect(JSON.stringify(first.data)).toMatch(/must have an email/);
    const second = await sms({ marketingState: 'SUBSCRIBED' }, noPhone.id);
    expect(JSON.stringify(second.data)).toMatch(/must have a phone number/);
    expect((await sms({ marketingState: 'SUBSCRIBED' }, noEmail.id)).errors).toBeUndefined();
    expect(shop.customer(noEmail.id).smsConsent.state).toBe('SUBSCRIBED');
  });
});

describe('a store', () => {
  it('keeps addresses and numbers unique through every change', () => {
    const a = create({ phone: '+31612345678' });
    const other = { email: 'Ada@Example.com' };
    expect(() => create(other)).toThrow('Email has already been taken');
    expect(() => create({ email: null, phone: '+31612345678' })).toThrow('Phone has already been taken');
    shop.updateCustomer(a.id, { email: 'new@example.com', phone: null });
    const b = create({ ...other, phone: '+31612345678' });
    expect(() => shop.updateCustomer(a.id, other)).toThrow('Email has already been taken');
    expect(shop.updateCustomer(b.id, { email: 'ADA@example.com' }).email).toBe('ADA@example.com');
    shop.mergeCustomers(a.id, b.id);
    expect(create(other).email).toBe('Ada@Example.com');
    expect(() => create({ email: null, phone: '+31612345678' })).toThrow('Phone has already been taken');
    shop.deleteCustomer(a.id);
    expect(create({ email: 'new@example.com', phone: '+31612345678' }).phone).toBe('+31612345678');
  });

  it('has the same made-up customers in every run, of every kind, and tells nobody', () => {
    const made = () => {
      const fresh = new Shop(
        'x.myshopify.com',
        () => START,
        () => expect.unreachable('silent'),
      );
      return fresh;
    };
    const [first, second] = [made(), made()];
    seedShop(first, 1_000);
    seedShop(second);
    const all = [...first.customers.values()];
    expect(all.slice(0, 500)).toEqual([...second.customers.values()]);
    const share = (test: (customer: (typeof all)[number]) => unknown) => all.filter(test).length / all.length;
    expect(share((c) => c.phone)).toBeCloseTo(0.6, 1);
    expect(share((c) => c.email)).toBe(0.98);
    expect(share((c) => c.orders.length > 0)).toBeGreaterThan(0.6);
    for (const state of ['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SUBSCRIBED', 'PENDING']) {
      expect(share((c) => c.emailConsent.state === state)).toBeGreaterThan(0.03);
      expect(share((c) => c.smsConsent.state === state)).toBeGreaterThan(0.01);
    }
    for (const customer of all) {
      if (customer.email)
        expect(customer.email).toMatch(/^[a-z.+\d]+@(example\.(com|org|net)|[a-z]+\.example)$/);
      if (customer.phone) expect(parsePhoneNumberFromString(customer.phone)?.number).toBe(customer.phone);
      const times = [
        customer.emailConsent.at,
        customer.smsConsent.at,
        ...customer.orders.map((o) => o.processedAt),
      ];
      for (const at of times.filter((at) => at !== null))
        expect(at).toBeGreaterThanOrEqual(customer.createdAt);
      expect(customer.updatedAt).toBeLessThan(START);
    }
  });
});

describe('webhooks', () => {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  let answers: (number | 'silence')[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    const answer = answers.shift() ?? 200;
    if (answer === 'silence') request.socket.destroy();
    else response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    world.webhooks.appUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    world.webhooks.retryMs = [1, 1, 1, 1, 1, 1, 1, 1];
  });
  afterAll(() => receiver.close());
  beforeEach(() => {
    got.length = 0;
    answers = [];
    world.webhooks.switches.manual = false;
  });

  it('are signed over the exact body, whose ids are numbers beyond 2^53', async () => {
    const customer = create({ firstName: 'Ada' });
    await world.webhooks.settled();
    const { headers, body } = got[0]!;
    expect(headers).toMatchObject({
      'x-shopify-topic': 'customers/create',
      'x-shopify-shop-domain': DEFAULT_SHOP,
      'x-shopify-api-version': '2026-10',
      'x-shopify-hmac-sha256': createHmac('sha256', SECRET).update(body).digest('base64'),
      'x-shopify-triggered-at': new Date(START).toISOString(),
    });
    expect(body).toContain(`"id":${BIG},`);
    expect(customer.id).toBe(String(BIG));
    // What a careless reader makes of it.
    expect(JSON.parse(body).id).not.toBe(BIG);
    expect(JSON.parse(body)).toMatchObject({ admin_graphql_api_id: gid(BIG), first_name: 'Ada' });
    expect(Object.keys(JSON.parse(body))).not.toEqual(expect.arrayContaining(['tags']));
  });

  it.each<[string, (number | 'silence')[], number]>([
    ['2xx ends it', [204], 1],
    ['4xx is tried again', [401, 404, 200], 3],
    ['a redirect is no success', [302, 200], 2],
    ['silence is tried again', ['silence', 200], 2],
    ['nine tries are all', Array(9).fill(500), 9],
  ])('%s, always with the same id and body', async (_, statuses, tries) => {
    answers = [...statuses];
    create();
    await world.webhooks.settled();
    expect(got.length).toBe(tries);
    expect(new Set(got.map((g) => g.headers['x-shopify-webhook-id'])).size).toBe(1);
    expect(new Set(got.map((g) => g.body)).size).toBe(1);
  });

  it('may come twice, or not at all', async () => {
    world.webhooks.switches.duplicate = true;
    create();
    await world.webhooks.settled();
    expect(got.length).toBe(2);
    expect(got[0]?.headers['x-shopify-webhook-id']).toBe(got[1]?.headers['x-shopify-webhook-id']);
    world.webhooks.switches.drop = true;
    create({ email: 'bea@example.com' });
    await world.webhooks.settled();
    expect(got.length).toBe(2);
  });

  it.each<[string, (id: string) => void, string[]]>([
    ['an update', (id) => shop.updateCustomer(id, { note: 'x' }), ['customers/update']],
    ['a tag', (id) => shop.addTags(id, ['vip']), ['customer.tags_added', 'customers/update']],
    ['a tag that was there', (id) => shop.addTags(id, ['old']), []],
    ['an order', (id) => shop.placeOrder(id, { total: 5 }), ['customers/purchasing_summary']],
    ['a deletion', (id) => shop.deleteCustomer(id), ['customers/delete']],
    ['a request to erase', (id) => shop.redactCustomer(id), ['customers/redact']],
    [
      'a merge',
      (id) => shop.mergeCustomers(id, create({ email: 'bea@example.com' }).id),
      ['customers/create', 'customers/merge', 'customers/update', 'customers/delete'],
    ],
  ])('%s says so', (_, change, expected) => {
    world.webhooks.switches.manual = true;
    const { id } = create({ tags: ['old'] });
    world.webhooks.pending = [];
    change(id);
    expect(topics()).toEqual(expected);
  });

  it('are not sent for a store that has not installed the app', () => {
    world.webhooks.switches.manual = true;
    shop.installed = false;
    create();
    expect(topics()).toEqual([]);
    world.redactShop();
    expect(topics()).toEqual(['shop/redact']);
  });
});

describe('bulk operations', () => {
  const run = async (query: string) => {
    const { data } = await graphql(
      'mutation R($query: String!) { bulkOperationRunQuery(query: $query) { bulkOperation { id status } userErrors { field message code } } }',
      { query },
    );
    return data.bulkOperationRunQuery as {
      bulkOperation: { id: string; status: string } | null;
      userErrors: { code: string }[];
    };
  };
  const look = async (id: string) => {
    const { data } = await graphql(
      'query L($id: ID!) { bulkOperation(id: $id) { status errorCode url rootObjectCount } }',
      { id },
    );
    return data.bulkOperation as { status: string; errorCode: string | null; url: string | null };
  };
  const ended = async (id: string) => {
    for (;;) {
      const seen = await look(id);
      if (seen.status !== 'RUNNING') return seen;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const ALL = '{ customers { edges { node { id email } } } }';
  beforeEach(() => {
    world.bulk.delayMs = 10;
  });

  it('write a line a customer, the customer as it is when the file is read', async () => {
    for (let i = 0; i < 300; i += 1) create({ email: `c${i}@example.com`, tags: i < 3 ? ['few'] : [] });
    world.webhooks.pending = [];
    const started = await run(ALL);
    expect(started).toMatchObject({ bulkOperation: { status: 'RUNNING' }, userErrors: [] });
    const id = started.bulkOperation!.id;
    expect((await look(id)).url).toBeNull();
    const { status, url } = await ended(id);
    expect(status).toBe('COMPLETED');
    expect(topics()).toEqual(['bulk_operations/finish']);
    const file = await fetch(shopify.url + new URL(url!).pathname);
    const lines = (await file.text()).trimEnd().split('\n');
    expect(lines.length).toBe(300);
    expect(JSON.parse(lines[299]!)).toEqual({ id: gid(BIG + 299n), email: 'c299@example.com' });
    const few = await ended(
      (await run(ALL.replace('customers', 'customers(query: "tag:few")'))).bulkOperation!.id,
    );
    expect(
      (await (await fetch(shopify.url + new URL(few.url!).pathname)).text()).trimEnd().split('\n').length,
    ).toBe(3);
  });

  it('have no file when there is nothing, none when they fail, and none at an invented address', async () => {
    expect(await ended((await run(ALL)).bulkOperation!.id)).toMatchObject({ status: 'COMPLETED', url: null });
    create();
    world.bulk.failNext = true;
    expect(await ended((await run(ALL)).bulkOperation!.id)).toMatchObject({
      status: 'FAILED',
      errorCode: 'INTERNAL_SERVER_ERROR',
      url: null,
    });
    expect((await fetch(`${shopify.url}/shopify-sandbox/none.jsonl`)).status).toBe(403);
  });

  it('are refused when invalid, and when five are running', async () => {
    expect((await run('{ customers { edges { node { nope } } } }')).userErrors[0]?.code).toBe('INVALID');
    world.bulk.delayMs = 60_000;
    const running = [];
    for (let i = 0; i < 5; i += 1) running.push((await run(ALL)).bulkOperation!.id);
    expect((await run(ALL)).userErrors[0]?.code).toBe('LIMIT_REACHED');
    for (const id of running) world.bulk.cancel(id);
    expect((await look(running[0]!)).status).toBe('CANCELED');
  });
});
