import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { type RunningApp, startApp, until } from '../support/app.ts';

let app: RunningApp;
let url: string;
let secret: string;

beforeAll(async () => {
  app = await startApp();
  expect((await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } })).status).toBe(200);
  const options = { listId: 2 };
  expect(
    (await app.api('/skills/customer-sync', { method: 'PUT', json: { enabled: true, options } })).status,
  ).toBe(200);
  const connected = await app.api('/sources/custom', { method: 'PUT', json: {} });
  expect(connected.status).toBe(200);
  const body = (await connected.json()) as { ingestUrl: string; secret: string };
  url = body.ingestUrl;
  secret = body.secret;
});
afterAll(() => app.stop());

function send(body: unknown, change: Record<string, string | null> = {}, key = secret): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const id = change['webhook-id'] ?? randomUUID();
  const at = new Date();
  const headers: Record<string, string | null> = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(key).sign(id, at, text),
    ...change,
  };
  const sent = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null);
  return fetch(app.url + new URL(url).pathname, { method: 'POST', headers: sent, body: text });
}

const event = (id: string, data: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  event: 'customer_updated',
  data: { id, ...data },
  ...more,
});
const contactOf = (email: string) => app.brevo.world.contactByEmail(email);

describe('the ingest address of custom events', () => {
  it('takes an event to Brevo, and its data stands nowhere in clear', async () => {
    await app.api('/skills/customer-sync', {
      method: 'PUT',
      json: { enabled: false, options: { listId: 2 } },
    });
    const answer = await send(event('c-1', { email: 'ada@example.com', firstName: 'Ada' }));
    expect(answer.status).toBe(202);
    const [row] = await app.database.prisma.pendingChange.findMany({ where: { customerId: 'c-1' } });
    expect(row).toMatchObject({ source: 'custom', kind: 'upsert' });
    expect(row?.payload).toMatch(/^v1\./);
    expect(JSON.stringify(row)).not.toContain('ada');
    await app.api('/skills/customer-sync', {
      method: 'PUT',
      json: { enabled: true, options: { listId: 2 } },
    });
    await until('Ada is in Brevo', () => contactOf('ada@example.com')?.attributes.FIRSTNAME === 'Ada');
    // Recorded after Brevo said yes, so a moment later than Brevo shows it.
    const kept = await until('what was sent is kept', () => app.database.prisma.carriedCustomer.findFirst());
    expect(kept).toMatchObject({ customerId: 'c-1' });
    expect(kept.payload).toMatch(/^v1\./);
  });

  it.each<[string, number, unknown, Record<string, string | null>]>([
    ['no signature', 401, event('x', { email: 'x@example.com' }), { 'webhook-signature': null }],
    ['a bad signature', 401, event('x', { email: 'x@example.com' }), { 'webhook-signature': 'v1,AAAA' }],
    ['no timestamp', 400, event('x', { email: 'x@example.com' }), { 'webhook-timestamp': null }],
    ['an old timestamp', 401, event('x', { email: 'x@example.com' }), { 'webhook-timestamp': '1614265330' }],
    ['an empty body', 400, '', {}],
    ['unreadable JSON', 400, '{"event":', {}],
    ['an unknown event', 400, { event: 'order_created', data: { id: '1' } }, {}],
    ['a body above 1 MB', 413, `{"a":"${'x'.repeat(1_100_000)}"}`, {}],
  ])('answers %s with %i', async (_, status, body, change) => {
    expect((await send(body, change)).status).toBe(status);
  });

  it('refuses a body that was changed after it was signed, and the secret of another', async () => {
    const other = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    expect((await send(event('x', { email: 'x@example.com' }), {}, other)).status).toBe(401);
  });

  it.each(['GET', 'PUT', 'DELETE'])('answers %s with 405', async (method) => {
    expect((await fetch(app.url + new URL(url).pathname, { method })).status).toBe(405);
  });

  it.each(['/ingest/custom/unknown', '/ingest/custom/', '/ingest/other/x', '/ingest/shopify/x', '/ingest/'])(
    'answers %s with 404',
    async (path) => {
      expect((await fetch(app.url + path, { method: 'POST', body: '{}' })).status).toBe(404);
    },
  );

  it('takes a repeated event once', async () => {
    const body = event('c-2', { email: 'twice@example.com' });
    const first = await send(body, { 'webhook-id': 'the-same' });
    const second = await send(body, { 'webhook-id': 'the-same' });
    expect([first.status, second.status]).toEqual([202, 200]);
    const receipts = await app.database.prisma.webhookReceipt.findMany({
      where: { webhookId: 'custom:the-same' },
    });
    expect(receipts).toHaveLength(1);
  });

  it('survives kill -9 between acceptance and delivery', async () => {
    app.brevo.world.faults.add({ kind: '503', times: 5 });
    for (let i = 0; i < 20; i += 1)
      expect((await send(event(`k-${i}`, { email: `k${i}@example.com`, firstName: `K${i}` }))).status).toBe(
        202,
      );
    await app.kill('SIGKILL');
    await app.restart();
    for (let i = 0; i < 20; i += 1)
      await until(`k${i} is there`, () => contactOf(`k${i}@example.com`)?.attributes.FIRSTNAME === `K${i}`);
  });

  it('a rotated secret ends the former one', async () => {
    const rotated = await app.api('/sources/custom/secret', { method: 'POST' });
    const next = ((await rotated.json()) as { secret: string }).secret;
    expect((await send(event('r-1', { email: 'r1@example.com' }))).status).toBe(401);
    secret = next;
    expect((await send(event('r-1', { email: 'r1@example.com' }))).status).toBe(202);
  });

  it('is told by the API without its secrets, and forgotten', async () => {
    const list = await (await app.api('/sources')).json();
    expect(list).toMatchObject({ sources: [{ source: 'custom', health: 'ok', ingestUrl: url }] });
    expect(JSON.stringify(list)).not.toContain('whsec_');
    const [row] = await app.database.prisma.sourceConnection.findMany();
    expect(JSON.stringify(row)).not.toContain('whsec_');
    expect((await app.api('/sources/custom/check', { method: 'POST' })).status).toBe(200);
    expect((await app.api('/sources/other', { method: 'PUT', json: {} })).status).toBe(404);
    expect((await app.api('/sources/custom', { method: 'PUT', json: { url: 'x' } })).status).toBe(422);
    expect((await app.api('/sources/custom', { method: 'DELETE' })).status).toBe(204);
    expect((await send(event('r-2', { email: 'r2@example.com' }))).status).toBe(404);
    expect((await app.api('/sources/custom/check', { method: 'POST' })).status).toBe(404);
    expect(app.output()).not.toContain('example.com"');
  });
});
