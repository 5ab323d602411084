import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { type RunningApp, startApp, until } from '../support/app.ts';

let app: RunningApp;

beforeAll(async () => {
  app = await startApp();
  expect((await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } })).status).toBe(200);
});
afterAll(() => app.stop());

const payload = (id: string) =>
  `{"id":${id},"admin_graphql_api_id":"gid://shopify/Customer/${id}","updated_at":"2026-11-24T10:00:00Z"}`;
const nested = `{"id":1,"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

describe('the door', () => {
  it.each<[string, number, unknown, Record<string, string | null>]>([
    ['a good delivery', 200, payload('1'), {}],
    ['a bad signature', 401, payload('1'), { 'x-shopify-hmac-sha256': 'AAAA' }],
    ['a signature of another length', 401, payload('1'), { 'x-shopify-hmac-sha256': '!' }],
    ['no signature', 401, payload('1'), { 'x-shopify-hmac-sha256': null }],
    ['no topic', 400, payload('1'), { 'x-shopify-topic': null }],
    ['no shop', 400, payload('1'), { 'x-shopify-shop-domain': null }],
    ['no webhook id', 400, payload('1'), { 'x-shopify-webhook-id': null }],
    ['an empty body', 400, '', {}],
    ['unreadable JSON', 400, '{"id":', {}],
    ['an array', 400, '[]', {}],
    ['a text', 400, '"hello"', {}],
    ['null', 400, 'null', {}],
    ['absurd nesting', 400, nested, {}],
    ['an unknown topic', 200, payload('1'), { 'x-shopify-topic': 'orders/create' }],
    ['an unknown shop', 200, payload('1'), { 'x-shopify-shop-domain': 'other.myshopify.com' }],
    ['a body above 1 MB', 413, `{"id":1,"a":"${'x'.repeat(1_100_000)}"}`, {}],
  ])('answers %s with %i', async (_, status, body, change) => {
    expect((await app.webhook('customers/update', body, change)).status).toBe(status);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('answers %s with 405', async (method) => {
    expect((await fetch(`${app.url}/webhooks/shopify`, { method })).status).toBe(405);
  });

  it('takes a repeated delivery once', async () => {
    const same = { 'x-shopify-webhook-id': 'the-same' };
    const before = await app.database.prisma.webhookReceipt.count();
    for (let i = 0; i < 3; i += 1)
      expect((await app.webhook('customers/update', payload('5'), same)).status).toBe(200);
    expect(await app.database.prisma.webhookReceipt.count()).toBe(before + 1);
  });

  it('writes nothing for unknown shops and topics', async () => {
    const before = await app.database.prisma.webhookReceipt.count();
    await app.webhook('customers/update', payload('6'), { 'x-shopify-shop-domain': 'other.myshopify.com' });
    await app.webhook('orders/create', payload('6'));
    expect(await app.database.prisma.webhookReceipt.count()).toBe(before);
  });

  it('keeps ids beyond 2^53 exact, in the log and in Brevo', async () => {
    const shop = app.shopify.world.shop();
    shop.nextId = 9_007_199_254_740_993n;
    const customer = shop.createCustomer({ email: 'big@example.com', emailState: 'SUBSCRIBED' });
    expect(customer.id).toBe('9007199254740993');
    await until(
      'the contact is there',
      () => app.brevo.world.contactByEmail('big@example.com')?.extId === customer.id,
    );
    await until('the entry is there', async () => {
      const answer = await app.api(`/skills/customer-sync/log?customer=${customer.id}`);
      return ((await answer.json()) as { entries: { customer: string }[] }).entries.some(
        (e) => e.customer === customer.id,
      );
    });
  });

  it('answers late webhooks after an uninstall with 200 and writes nothing', async () => {
    app.shopify.world.uninstall();
    await until(
      'the shop is uninstalled',
      async () => (await app.database.prisma.shop.findFirst())?.uninstalledAt != null,
    );
    const before = await app.database.prisma.pendingChange.count();
    expect((await app.webhook('customers/update', payload('77'))).status).toBe(200);
    expect(await app.database.prisma.pendingChange.count()).toBe(before);
    expect(await app.database.prisma.session.count()).toBe(0);
  });

  it('finds what happened meanwhile when the shop comes back', async () => {
    app.shopify.world.shop().createCustomer({ email: 'meanwhile@example.com', emailState: 'SUBSCRIBED' });
    expect((await app.api('/connection')).status).toBe(200);
    expect(await (await app.api('/connection')).json()).toMatchObject({ connected: true });
    await until(
      'the contact is there',
      () => app.brevo.world.contactByEmail('meanwhile@example.com') !== undefined,
    );
  });

  it('erases everything of a shop on request, 48 hours after it went', async () => {
    app.shopify.world.uninstall();
    await until(
      'the shop is uninstalled',
      async () => (await app.database.prisma.shop.findFirst())?.uninstalledAt != null,
    );
    app.shopify.world.redactShop();
    await until('nothing is left', async () => (await app.database.prisma.shop.count()) === 0);
    expect(await app.database.prisma.contactLink.count()).toBe(0);
    expect(await app.database.prisma.syncEntry.count()).toBe(0);
  });
});
