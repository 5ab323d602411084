import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gid } from './store-customer.ts';
import { START, startTestShopify, type TestShopify } from './test-shopify.ts';

let shopify: TestShopify;

beforeAll(async () => {
  shopify = await startTestShopify();
  shopify.world.bulk.delayMs = 1;
});
afterAll(() => shopify.close());

const run = (query: string) => shopify.world.bulk.run(shopify.shop, query);

/** Waits for the end. */
async function ended(query: string) {
  const { bulkOperation } = run(query);
  for (;;) {
    const seen = shopify.world.bulk.view(bulkOperation!.id)!;
    if (seen.status !== 'RUNNING') return seen;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const download = (address: string, range?: string) =>
  fetch(shopify.url + new URL(address).pathname, range ? { headers: { range } } : {});

describe('a bulk operation', () => {
  it('writes nested nodes as lines of their own behind their parent', async () => {
    const address = { city: 'Breda', countryCode: 'NL' };
    const { id } = shopify.shop.createCustomer({ firstName: 'Ada', email: 'ada@example.com', address });
    const seen = await ended(
      '{ people: customers { edges { node { id firstName addressesV2 { edges { node { city } } } } } } }',
    );
    expect(seen).toMatchObject({ status: 'COMPLETED', objectCount: '2', rootObjectCount: '1' });
    const text = await (await download(seen.url!)).text();
    expect(seen.fileSize).toBe(String(Buffer.byteLength(text)));
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { id: gid(id), firstName: 'Ada' },
      { city: 'Breda', __parentId: gid(id) },
    ]);
  });

  it('keeps its file as it was written, and gives parts of it', async () => {
    const { id } = shopify.shop.createCustomer({ firstName: 'Jürgen', email: 'j@example.com' });
    const seen = await ended('{ customers { edges { node { id firstName } } } }');
    const whole = Buffer.from(await (await download(seen.url!)).arrayBuffer());
    shopify.shop.updateCustomer(id, { firstName: 'Somebody else' });
    const part = await download(seen.url!, 'bytes=10-');
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-${whole.length - 1}/${whole.length}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(10));
    expect((await download(seen.url!, `bytes=${whole.length}-`)).status).toBe(416);
    const [a, b] = await Promise.all([download(seen.url!), download(seen.url!)]);
    expect(await a.text()).toBe(await b.text());
  });

  it.each([
    ['no connection', '{ shop { name } }', /at least one connection/],
    [
      'a root of ids',
      '{ nodes(ids: []) { ... on Customer { addressesV2(first: 1) { nodes { city } } } } }',
      /node/,
    ],
    [
      'six connections',
      `{ customers { nodes { ${'abcde'.replace(/./g, '$&: addressesV2(first: 1) { nodes { city } } ')} } } }`,
      /more than 5/,
    ],
    [
      'a mutation',
      'mutation { tagsAdd(id: "1", tags: ["x"]) { userErrors { message } } }',
      /exactly one query/,
    ],
    ['no sense', '{ customers {', /Syntax Error/],
  ])('is refused with %s', (_, query, message) => {
    const { bulkOperation, userErrors } = run(query);
    expect(bulkOperation).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID', message: expect.stringMatching(message) }]);
  });

  it('fails when the app may not read what it asks for', async () => {
    const scopes = shopify.shop.scopes;
    shopify.shop.scopes = ['read_customers'];
    const seen = await ended('{ customers { edges { node { id lastOrder { id } } } } }');
    shopify.shop.scopes = scopes;
    expect(seen).toMatchObject({ status: 'FAILED', errorCode: 'ACCESS_DENIED', url: null });
  });

  it('is found by its state, and tells its end when it is cancelled', async () => {
    shopify.world.bulk.delayMs = 60_000;
    const { bulkOperation } = run('{ customers { edges { node { id } } } }');
    const list = async (query: string) => {
      const { data } = await shopify.graphql(
        'query B($query: String) { bulkOperations(first: 9, query: $query) { nodes { id } } }',
        { query },
      );
      return (data.bulkOperations as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
    };
    expect(await list('status:running operation_type:query')).toEqual([bulkOperation!.id]);
    shopify.world.webhooks.pending = [];
    shopify.world.bulk.cancel(bulkOperation!.id);
    expect(await list('status:running')).toEqual([]);
    expect(JSON.parse(shopify.world.webhooks.pending[0]!.body)).toMatchObject({
      admin_graphql_api_id: bulkOperation!.id,
      status: 'canceled',
      completed_at: new Date(START).toISOString(),
    });
  });
});
