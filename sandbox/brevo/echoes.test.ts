import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { byEmail, call, openBrevo } from './test-brevo.ts';

const brevo = openBrevo();

const got: Record<string, unknown>[] = [];
const heads: (string | undefined)[] = [];
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  heads.push(request.headers.authorization);
  got.push(JSON.parse(Buffer.concat(chunks).toString()));
  response.end();
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  port = (receiver.address() as AddressInfo).port;
});
afterAll(() => receiver.close());

const events = ['unsubscribed', 'hardBounce', 'spam', 'contactUpdated', 'contactDeleted', 'listAddition'];
const subscribe = (more: Record<string, unknown> = {}) =>
  call('POST', '/webhooks', { url: `http://127.0.0.1:${port}/`, type: 'marketing', events, ...more });

beforeEach(async () => {
  got.length = 0;
  heads.length = 0;
  brevo.world.seedContact({ email: 'a@example.com', listIds: [2] });
});

describe('webhooks tell of what the API wrote', () => {
  const write = (body: unknown) => call('PUT', byEmail('a@example.com'), body);

  it('additions to lists and deletions', async () => {
    await subscribe();
    const list = (await call('POST', '/contacts/lists', { name: 'Two', folderId: 1 })).body.id;
    await call('POST', `/contacts/lists/${list}/contacts/add`, { emails: ['a@example.com'] });
    await brevo.world.sender.settled();
    await call('DELETE', byEmail('a@example.com'));
    await brevo.world.sender.settled();
    expect(got).toMatchObject([
      { event: 'list_addition', email: 'a@example.com', list_id: [list] },
      { event: 'contact_deleted', email: 'a@example.com', list_id: [2, list] },
    ]);
  });

  it.each([
    [false, []],
    [true, ['unsubscribe']],
  ])('a block that the API set, where the switch says so (%s)', async (echoesBlocks, wanted) => {
    Object.assign(brevo.world.switches, { echoesBlocks, echoes: false });
    await subscribe();
    await write({ emailBlacklisted: true });
    await write({ emailBlacklisted: true });
    await brevo.world.sender.settled();
    expect(got.map((g) => g.event)).toEqual(wanted);
  });
});

describe('what a webhook says', () => {
  it.each([
    ['spam', 'spam'],
    ['hardBounce', 'hard_bounce'],
    ['unsubscribe', 'unsubscribe'],
  ] as const)('%s comes as %s, with its campaign and times', async (kind, event) => {
    await subscribe();
    brevo.world.act({ kind, email: 'a@example.com' });
    await brevo.world.sender.settled();
    expect(got).toMatchObject([
      { event, email: 'a@example.com', camp_id: 1, 'campaign name': 'Autumn', list_id: [2] },
    ]);
    expect(got[0]).toHaveProperty('ts_event', Date.parse('2026-11-24T10:00:00Z') / 1_000);
  });

  it('events of a window come together when batched', async () => {
    await subscribe({ batched: true });
    for (const kind of ['unsubscribe', 'spam'] as const) brevo.world.act({ kind, email: 'a@example.com' });
    await brevo.world.sender.settled();
    expect(got).toMatchObject([[{ event: 'unsubscribe' }, { event: 'spam' }]]);
    expect(brevo.world.sender.log.slice(-2).map((l) => l.event)).toEqual(['unsubscribed', 'spam']);
  });

  it('a name and password of the address become a header', async () => {
    await subscribe({ url: `http://user:secret@127.0.0.1:${port}/` });
    brevo.world.act({ kind: 'spam', email: 'a@example.com' });
    await brevo.world.sender.settled();
    expect(heads).toEqual([`Basic ${btoa('user:secret')}`]);
  });
});

describe('subscriptions', () => {
  it.each<[string, Record<string, unknown>]>([
    ['an event of another type', { type: 'transactional', events: ['contactUpdated'] }],
    ['the word of the payload', { events: ['unsubscribe'] }],
    ['no events', { events: [] }],
    ['an unknown type', { type: 'sms' }],
    ['an address that is none', { url: 'app.example.com' }],
  ])('refuses %s', async (_, more) => {
    expect((await subscribe(more)).status).toBe(400);
    expect(brevo.world.account().webhooks).toEqual([]);
  });

  it('are read, changed and deleted', async () => {
    await subscribe();
    await call('PUT', '/webhooks/1', { events: ['spam'], description: 'New' });
    expect((await call('GET', '/webhooks/1')).body).toMatchObject({
      events: ['spam'],
      description: 'New',
      channel: 'email',
    });
    expect((await call('PUT', '/webhooks/1', { events: ['nothing'] })).status).toBe(400);
    expect((await call('DELETE', '/webhooks/1')).status).toBe(204);
    expect((await call('GET', '/webhooks/1')).status).toBe(404);
    brevo.world.switches.noWebhooksRefused = false;
    expect((await call('GET', '/webhooks')).body).toEqual({ webhooks: [] });
  });

  it('are 40 at most', async () => {
    for (let i = 0; i < 40; i += 1) expect((await subscribe()).status).toBe(201);
    expect((await subscribe()).status).toBe(400);
  });
});
