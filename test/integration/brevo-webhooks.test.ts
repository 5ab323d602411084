import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBrevoDoor } from '../../app/door/brevo-door.server.ts';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { DEFAULT_SHOP } from '../../sandbox/shopify/world.ts';
import { type RunningApp, startApp, until } from '../support/app.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

const SECRET = 'the secret that Brevo was given';
const KEY = 'key-of-the-address';
const HEADER = 'x-customer-sync-secret';

describe('what Brevo tells', () => {
  let world: TestWorld;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    world = await startWorld();
    const door = createBrevoDoor(world.ports);
    server = createServer((request, response) => void door.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/brevo/${KEY}`;
    await world.database.prisma.connection.update({
      where: { shopId: world.shopId },
      data: { webhookId: 1, webhookKey: KEY, webhookSecret: world.ports.secrets.fingerprint(SECRET) },
    });
    const now = world.ports.now();
    world.brevo.account().webhooks.push({
      id: 1,
      url,
      type: 'marketing',
      channel: 'email',
      events: ['unsubscribed', 'spam', 'hardBounce', 'contactDeleted'],
      description: '',
      headers: [{ key: HEADER, value: SECRET }],
      batched: false,
      createdAt: now,
      modifiedAt: now,
    });
  });
  afterAll(async () => {
    server.close();
    await world.close();
  });

  const send = (body: unknown, headers: Record<string, string> = { [HEADER]: SECRET }, to = url) =>
    fetch(to, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const seconds = (at = world.ports.now()) => Math.floor(at / 1_000);
  const unsubscribe = (email: string, more: Record<string, unknown> = {}) => ({
    id: 1,
    event: 'unsubscribe',
    email,
    camp_id: 7,
    ts_event: seconds(),
    ...more,
  });
  const told = async () => {
    await world.brevo.sender.settled();
    await world.settle();
  };
  const contact = (email: string) => world.brevo.contactByEmail(email);
  const consent = (id: string) => world.shop.customer(id).emailConsent;
  const entries = (customerId: string) =>
    world.database.prisma.syncEntry.findMany({ where: { customerId }, orderBy: { id: 'asc' } });
  const counts = async () => ({
    pending: await world.database.prisma.pendingChange.count(),
    receipts: await world.database.prisma.webhookReceipt.count(),
    optOuts: await world.database.prisma.optOut.count(),
  });
  let number = 0;
  async function subscriber() {
    number += 1;
    const email = `reader${number}@example.com`;
    const { id } = world.shop.createCustomer({ firstName: 'R', email, emailState: 'SUBSCRIBED' });
    await world.settle();
    expect(contact(email)).toMatchObject({ emailBlacklisted: false, listIds: [2] });
    world.advance(60_000);
    return { id, email };
  }
  const writes = () => world.brevo.calls.filter((call) => call.method !== 'GET').length;

  describe('at the door', () => {
    it('answers 401 to a wrong and to a missing secret, and takes nothing', async () => {
      const { email } = await subscriber();
      const before = await counts();
      expect((await send(unsubscribe(email), { [HEADER]: 'wrong' })).status).toBe(401);
      expect((await send(unsubscribe(email), { [HEADER]: '' })).status).toBe(401);
      expect((await send(unsubscribe(email), {})).status).toBe(401);
      expect(await counts()).toEqual(before);
    });

    it('answers 404 to an unknown address, and 405 to another method', async () => {
      expect((await send('{}', { [HEADER]: SECRET }, `${url}x`)).status).toBe(404);
      expect((await send('{}', { [HEADER]: SECRET }, url.slice(0, -KEY.length))).status).toBe(404);
      for (const method of ['GET', 'PUT', 'DELETE'])
        expect((await fetch(url, { method, headers: { [HEADER]: SECRET } })).status).toBe(405);
    });

    it('refuses a body above 1 MB', async () => {
      expect((await send(`"${'x'.repeat(1_048_576)}"`)).status).toBe(413);
    });

    it.each(['{"event":', '', 'null', '[]', '"unsubscribe"', '[null,1,[{}]]', '{"event":"unsubscribe"}'])(
      'answers 200 to %j, which can never mean anything',
      async (body) => {
        const before = await counts();
        expect((await send(body)).status).toBe(200);
        expect(await counts()).toEqual(before);
      },
    );

    it('ignores events of other kinds and of addresses that nobody here has', async () => {
      const { email } = await subscriber();
      const before = await counts();
      for (const event of ['opened', 'contact_updated', 'list_addition', 'toString'])
        expect((await send(unsubscribe(email, { event }))).status).toBe(200);
      expect((await send(unsubscribe('stranger@example.com'))).status).toBe(200);
      expect((await send({ event: 'contact_deleted', email: 'stranger@example.com', ts: 1 })).status).toBe(
        200,
      );
      expect(await counts()).toEqual(before);
    });

    it('asks for another try when the database is away, and loses nothing', async () => {
      const { email } = await subscriber();
      const away = {
        ...world.ports,
        db: { ...world.ports.db, pool: Object.create(world.ports.db.pool, AWAY) },
      };
      const door = createBrevoDoor(away);
      const lame = createServer((request, response) => void door.handle(request, response));
      await new Promise<void>((resolve) => lame.listen(0, '127.0.0.1', resolve));
      const there = url.replace(/:\d+/, `:${(lame.address() as AddressInfo).port}`);
      const before = await counts();
      const event = unsubscribe(email);
      expect((await send(event, { [HEADER]: SECRET }, there)).status).toBe(429);
      expect(await counts()).toEqual(before);
      lame.close();
      expect((await send(event)).status).toBe(200);
      expect((await counts()).optOuts).toBe(before.optOuts + 1);
      await world.settle();
    });

    it('takes the same event once, and a batch at once', async () => {
      const [a, b, c] = [await subscriber(), await subscriber(), await subscriber()];
      const before = await counts();
      const batch = [
        unsubscribe(a.email),
        unsubscribe(a.email),
        unsubscribe(b.email.toUpperCase()),
        { ...unsubscribe(c.email), event: 'spam' },
      ];
      for (let i = 0; i < 3; i += 1) expect((await send(batch)).status).toBe(200);
      expect(await counts()).toEqual({
        pending: before.pending + 3,
        receipts: before.receipts + 3,
        optOuts: before.optOuts + 3,
      });
      await world.settle();
      for (const { email } of [a, b, c]) expect(contact(email)).toMatchObject({ emailBlacklisted: true });
    });

    it('remembers a no after the app was uninstalled, and does nothing else', async () => {
      const { email } = await subscriber();
      const before = await counts();
      const where = { id: world.shopId };
      await world.database.prisma.shop.update({ where, data: { uninstalledAt: new Date() } });
      expect((await send(unsubscribe(email))).status).toBe(200);
      expect(await counts()).toMatchObject({ pending: before.pending, optOuts: before.optOuts + 1 });
      await world.database.prisma.shop.update({ where, data: { uninstalledAt: null } });
    });
  });

  describe('the time of a no', () => {
    const remembered = async () => {
      const newest = await world.database.prisma.optOut.findFirst({ orderBy: { at: 'desc' } });
      return newest?.at.toISOString();
    };

    it.each<[string, Record<string, unknown>, (now: number) => number]>([
      ['ts_event', { ts: 1 }, (now) => now],
      ['ts', { ts_event: undefined, ts: 'now' }, (now) => now],
      ['the date, in the time of Paris', { ts_event: undefined, date: 'now' }, (now) => now],
      ['now, where it lies in the future', { ts_event: 99_999_999_999 }, (now) => now],
      ['now, where there is none', { ts_event: 'soon' }, (now) => now],
    ])('is %s', async (_, given, wanted) => {
      const { email } = await subscriber();
      const now = seconds() * 1_000;
      const paris = new Intl.DateTimeFormat('sv', {
        timeZone: 'Europe/Paris',
        dateStyle: 'short',
        timeStyle: 'medium',
      }).format(now);
      const more = {
        ...given,
        ...(given.ts === 'now' ? { ts: now / 1_000 } : {}),
        ...(given.date === 'now' ? { date: paris } : {}),
      };
      await send(unsubscribe(email, more));
      const got = Date.parse((await remembered()) as string);
      expect(Math.abs(got - wanted(now))).toBeLessThan(5_000);
      await world.settle();
    });
  });

  describe('an opt-out in Brevo', () => {
    it.each([
      ['unsubscribe', 'brevo_unsubscribed'],
      ['spam', 'brevo_spam'],
      ['hardBounce', 'brevo_hard_bounce'],
    ] as const)('by %s reaches the store with its time', async (kind, event) => {
      const { id, email } = await subscriber();
      const at = world.ports.now();
      world.brevo.act({ kind, email });
      world.advance(120_000);
      await told();
      expect(consent(id).state).toBe('UNSUBSCRIBED');
      expect(consent(id).at).toBe(seconds(at) * 1_000);
      expect(contact(email)).toMatchObject({ emailBlacklisted: true, listIds: [] });
      expect((await entries(id)).map((e) => e.event)).toContain(event);
    });

    it.each(['unsubscribed', 'hard_bounce', 'hardBounce'])('is understood as %s too', async (event) => {
      const { id, email } = await subscriber();
      await send(unsubscribe(email, { event }));
      await world.settle();
      expect(consent(id).state).toBe('UNSUBSCRIBED');
    });

    it('comes back from the store as an echo that writes nothing, and does not loop', async () => {
      const { id, email } = await subscriber();
      world.brevo.act({ kind: 'unsubscribe', email });
      await world.brevo.sender.settled();
      await world.drain();
      expect(consent(id).state).toBe('UNSUBSCRIBED');
      expect(world.shopify.webhooks.pending.length).toBeGreaterThan(0);
      const [before, calls] = [contact(email), world.brevo.calls.length];
      await world.settle();
      expect(contact(email)).toEqual(before);
      expect(world.brevo.calls.length).toBe(calls);
      expect((await entries(id)).at(-1)).toMatchObject({ outcome: 'unchanged' });
      expect(world.shopify.webhooks.pending).toEqual([]);
    });

    it('stays in Brevo and is not told to the store where the store rules', async () => {
      await world.configure({ consentPolicy: 'source' });
      const { id, email } = await subscriber();
      world.brevo.act({ kind: 'unsubscribe', email });
      await told();
      world.shop.updateCustomer(id, { firstName: 'Other' });
      await world.settle();
      expect(consent(id).state).toBe('SUBSCRIBED');
      expect(contact(email)).toMatchObject({ emailBlacklisted: true, attributes: { FIRSTNAME: 'Other' } });
      await world.configure({});
    });

    it('is told to the store where Brevo rules', async () => {
      await world.configure({ consentPolicy: 'brevo' });
      const { id, email } = await subscriber();
      world.brevo.act({ kind: 'unsubscribe', email });
      await told();
      expect(consent(id).state).toBe('UNSUBSCRIBED');
      await world.configure({});
    });

    it('is lifted by a later yes and not by an older one', async () => {
      const { id, email } = await subscriber();
      const at = world.ports.now();
      world.brevo.act({ kind: 'unsubscribe', email });
      await told();
      world.advance(60_000);
      world.shop.setEmailConsent(id, 'SUBSCRIBED', at - 30_000);
      await world.settle();
      expect(contact(email)).toMatchObject({ emailBlacklisted: true });
      expect(consent(id).state).toBe('UNSUBSCRIBED');
      world.advance(60_000);
      world.shop.setEmailConsent(id, 'SUBSCRIBED');
      await world.settle();
      expect(contact(email)).toMatchObject({ emailBlacklisted: false, listIds: [2] });
      expect(consent(id).state).toBe('SUBSCRIBED');
    });

    it('stands against an older yes that comes in later, though the contact was open again', async () => {
      const { id, email } = await subscriber();
      const at = world.ports.now();
      world.brevo.act({ kind: 'unsubscribe', email });
      world.brevo.act({ kind: 'unblock', email });
      await world.brevo.sender.settled();
      world.shop.setEmailConsent(id, 'SUBSCRIBED', at - 30_000);
      await world.settle();
      expect(contact(email)).toMatchObject({ emailBlacklisted: true });
    });

    it('of an address that two customers share reaches both', async () => {
      const { id, email } = await subscriber();
      const link = await world.database.prisma.contactLink.findFirstOrThrow({ where: { customerId: id } });
      const other = world.shop.createCustomer({ email: 'shares@example.com', emailState: 'SUBSCRIBED' });
      await world.settle();
      await world.database.prisma.contactLink.updateMany({
        where: { customerId: other.id },
        data: { email: link.email },
      });
      const before = await counts();
      expect((await send(unsubscribe(email))).status).toBe(200);
      expect((await counts()).pending).toBe(before.pending + 2);
      await world.settle();
    });

    it('of a customer whose data travels with its events is remembered, and their waiting data is kept', async () => {
      const row = { shopId: world.shopId, source: 'custom', customerId: 'c-1' };
      await world.database.prisma.contactLink.create({
        data: { ...row, state: 'synced', brevoId: 999_999, email: 'custom@example.com' },
      });
      const before = await counts();
      expect((await send(unsubscribe('custom@example.com'))).status).toBe(200);
      expect(await counts()).toMatchObject({ pending: before.pending, optOuts: before.optOuts + 1 });
    });
  });

  describe('the echo of our own block', () => {
    it("counts by the time of the store's no", async () => {
      world.brevo.switches.echoesBlocks = true;
      const { id, email } = await subscriber();
      const at = world.ports.now();
      world.shop.setEmailConsent(id, 'UNSUBSCRIBED', at);
      world.advance(20_000);
      await told();
      expect(contact(email)).toMatchObject({ emailBlacklisted: true });
      // After the no, and before the moment at which we set the block.
      world.shop.setEmailConsent(id, 'SUBSCRIBED', at + 10_000);
      await told();
      expect(contact(email)).toMatchObject({ emailBlacklisted: false, listIds: [2] });
      expect(consent(id).state).toBe('SUBSCRIBED');
      world.brevo.switches.echoesBlocks = false;
    });
  });

  describe('a contact that was deleted in Brevo', () => {
    it('comes back when it was deleted by hand', async () => {
      const { id, email } = await subscriber();
      const before = contact(email);
      world.brevo.act({ kind: 'delete', email });
      await told();
      expect(contact(email)).toMatchObject({ extId: id, emailBlacklisted: false, listIds: [2] });
      expect(contact(email)?.id).not.toBe(before?.id);
      expect((await entries(id)).at(-1)).toMatchObject({ event: 'brevo_contact_deleted', action: 'create' });
    });

    it('comes back blocked when the person had opted out', async () => {
      const { email } = await subscriber();
      world.brevo.act({ kind: 'unsubscribe', email });
      await told();
      world.brevo.act({ kind: 'delete', email });
      await told();
      expect(contact(email)).toMatchObject({ emailBlacklisted: true, listIds: [] });
    });

    it("comes back blocked when the block was Brevo's own and only seen", async () => {
      const email = 'seen-blocked@example.com';
      world.brevo.seedContact({ email, emailBlacklisted: true });
      world.advance(1_000);
      world.shop.createCustomer({ email });
      await world.settle();
      world.brevo.act({ kind: 'delete', email });
      await told();
      expect(contact(email)).toMatchObject({ emailBlacklisted: true, listIds: [] });
    });

    it('stays away when we deleted it ourselves', async () => {
      await world.configure({ deleteBehavior: 'hard' });
      world.brevo.switches.echoes = true;
      const { id, email } = await subscriber();
      world.shop.deleteCustomer(id);
      await told();
      // The echo may have come before the deletion was recorded.
      await told();
      expect(contact(email)).toBeUndefined();
      const [calls, before] = [writes(), await counts()];
      // Brevo tells it once more, later.
      expect((await send({ event: 'contact_deleted', email, ts: seconds() + 1 })).status).toBe(200);
      await told();
      expect(writes()).toBe(calls);
      expect(await counts()).toEqual(before);
      world.brevo.switches.echoes = false;
      await world.configure({});
    });
  });
});

const AWAY = {
  query: { value: () => Promise.reject(new Error('the database is away')) },
  connect: { value: () => Promise.reject(new Error('the database is away')) },
};

describe('the webhook in Brevo', () => {
  let app: RunningApp;
  const OTHER = 'xkeysib-other-account';
  const hooks = (key?: string) => app.brevo.world.account(key).webhooks;
  const connect = (apiKey: string) => app.api('/connection', { method: 'PUT', json: { apiKey } });
  const connection = () => app.database.prisma.connection.findFirst();

  beforeAll(async () => {
    app = await startApp();
    app.brevo.world.addAccount({ key: OTHER });
  });
  afterAll(() => app.stop());

  it('is made soon after the account was connected, with a secret that we hold as a hash only', async () => {
    expect((await connect(DEFAULT_KEY)).status).toBe(200);
    await until('the webhook is there', async () => (await connection())?.webhookId != null);
    const row = await connection();
    expect(hooks()).toMatchObject([
      {
        id: Number(row?.webhookId),
        url: `https://app.example.com/webhooks/brevo/${row?.webhookKey}`,
        type: 'marketing',
        description: 'Customer Sync for Brevo',
        events: ['unsubscribed', 'spam', 'hardBounce', 'contactDeleted'],
        headers: [{ key: HEADER, value: expect.stringMatching(/^[\w-]{40,}$/) }],
      },
    ]);
    const dump = JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    expect(dump).not.toContain(hooks()[0]?.headers?.[0]?.value);
  });

  it('brings an unsubscribe from Brevo to the store', async () => {
    await app.api('/skills/customer-sync', { method: 'PUT', json: { options: { listId: 2 } } });
    const customer = app.shopify.world
      .shop()
      .createCustomer({ email: 'way-back@example.com', emailState: 'SUBSCRIBED' });
    await until('the contact is there', () => app.brevo.world.contactByEmail('way-back@example.com') != null);
    await until('it is recorded', async () => (await app.database.prisma.contactLink.count()) === 1);
    const hook = hooks()[0];
    // What the public address would lead to.
    if (hook) hook.url = hook.url.replace('https://app.example.com', app.url);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    app.brevo.world.act({ kind: 'unsubscribe', email: 'way-back@example.com' });
    await until(
      'the store knows',
      () => app.shopify.world.shop().customer(customer.id).emailConsent.state === 'UNSUBSCRIBED',
    );
    expect(app.brevo.world.sender.log.at(-1)).toMatchObject({ status: 200 });
    expect(app.output()).not.toContain('way-back@example.com');
    if (hook) hook.url = hook.url.replace(app.url, 'https://app.example.com');
  });

  it('stays the same when the same account is connected again', async () => {
    const before = await connection();
    expect((await connect(DEFAULT_KEY)).status).toBe(200);
    await settled();
    expect(await connection()).toMatchObject({
      webhookId: before?.webhookId,
      webhookSecret: before?.webhookSecret,
    });
    expect(hooks()).toHaveLength(1);
  });

  it('moves with the connection to another account', async () => {
    expect((await connect(OTHER)).status).toBe(200);
    await until('the new one is there', () => hooks(OTHER).length === 1);
    await until('the former one is gone', () => hooks().length === 0);
  });

  it('is made again when somebody deleted it in Brevo, and changed back when somebody changed it', async () => {
    await until('the looks before are over', async () => (await jobs(app)) === 0);
    const before = hooks(OTHER)[0];
    if (!before) throw new Error('No webhook to delete');
    app.brevo.world.account(OTHER).webhooks = [];
    await look(app, { webhookCheckedAt: new Date(0) });
    await until('it is there again', () => hooks(OTHER).length === 1);
    expect(hooks(OTHER)[0]?.url).toBe(before.url);
    await until(
      'its id is known',
      async () => Number((await connection())?.webhookId) === hooks(OTHER)[0]?.id,
    );
    const [again] = hooks(OTHER);
    if (!again) throw new Error('No webhook to change');
    again.events = ['spam'];
    again.url = 'https://elsewhere.example.com/';
    await look(app, { webhookCheckedAt: new Date(0) });
    await until('it is as it was', () => hooks(OTHER)[0]?.url === before.url);
    expect(hooks(OTHER)).toHaveLength(1);
    expect(hooks(OTHER)[0]?.events.toSorted()).toEqual(before.events.toSorted());
    const notices = await app.database.prisma.notice.count({ where: { closedAt: null } });
    expect(notices).toBe(0);
  });

  it('is led to the app again when the app has moved to another address', async () => {
    const url = hooks(OTHER)[0]?.url;
    const moved = 'https://old.example.com/webhooks/brevo/x';
    Object.assign(hooks(OTHER)[0] ?? {}, { url: moved });
    // Checked a moment ago: the address alone tells.
    await look(app, { webhookUrl: moved });
    await until('it leads here', () => hooks(OTHER)[0]?.url === url);
    await until('that is noted', async () => (await connection())?.webhookUrl === url);
    expect(hooks(OTHER)).toHaveLength(1);
  });

  it('is asked for once a day, not more', async () => {
    const asked = () => app.brevo.world.calls.filter((call) => call.path.startsWith('/webhooks')).length;
    const before = asked();
    await look(app, {});
    await until('the look is over', async () => (await jobs(app)) === 0);
    expect(asked()).toBe(before);
  });

  it('goes when the account is disconnected, and no key stays behind', async () => {
    await settled();
    expect((await app.api('/connection', { method: 'DELETE' })).status).toBe(204);
    await until('it is gone', () => hooks(OTHER).length === 0);
    await settled();
  });

  it('is taken over with a new secret where its creation was answered too late, and leftovers go', async () => {
    hooks().push(
      { ...BLANK, id: 71, url: 'https://app.example.com/webhooks/brevo/of-nobody' },
      { ...BLANK, id: 72, url: 'https://elsewhere.example.com/webhooks/brevo/theirs' },
    );
    expect((await connect(DEFAULT_KEY)).status).toBe(200);
    await until('it is made', async () => (await connection())?.webhookId != null);
    const { webhookId: id, webhookSecret } = (await connection()) ?? {};
    expect(hooks().map((w) => w.id)).toEqual([72, Number(id)]);
    await settled();
    await app.database.prisma.connection.updateMany({ data: { webhookId: null } });
    await app.database.pool.query(`select graphile_worker.add_job('brevo_webhooks')`);
    await until('it is known again', async () => (await connection())?.webhookId === id);
    expect((await connection())?.webhookSecret).not.toBe(webhookSecret);
    expect(hooks()).toHaveLength(2);
  });

  it('is tried again every hour where Brevo refuses, and the connection stands', async () => {
    await settled();
    expect((await app.api('/connection', { method: 'DELETE' })).status).toBe(204);
    await settled();
    const full = Array.from({ length: 40 }, (_, i) => ({
      ...BLANK,
      id: 100 + i,
      url: `https://x.example/${i}`,
    }));
    app.brevo.world.account().webhooks = full;
    expect((await connect(DEFAULT_KEY)).status).toBe(200);
    await settled();
    expect(await connection()).toMatchObject({ webhookId: null, health: 'ok' });
    app.brevo.world.account().webhooks = [];
    await app.database.pool.query(`select graphile_worker.add_job('brevo_webhooks')`);
    await until('it is made', async () => (await connection())?.webhookId != null);
  });

  it('goes when the shop is erased after an uninstall', async () => {
    await settled();
    expect(hooks()).toHaveLength(1);
    app.shopify.world.uninstall();
    await until(
      'the shop is uninstalled',
      async () => (await app.database.prisma.shop.findFirst())?.uninstalledAt != null,
    );
    expect((await app.webhook('shop/redact', { shop_id: 1, shop_domain: DEFAULT_SHOP })).status).toBe(200);
    await until('the shop is gone', async () => (await app.database.prisma.shop.count()) === 0);
    await until('the webhook is gone', () => hooks().length === 0);
  });

  /** Until no job of webhooks waits or runs. */
  async function settled() {
    await until('the jobs of webhooks are done', async () => {
      const { rows } = await app.database.pool.query(
        `select 1 from graphile_worker.jobs where task_identifier like 'brevo_webhook%'`,
      );
      return rows.length === 0;
    });
  }

  const BLANK = {
    type: 'marketing',
    channel: 'email' as const,
    events: ['unsubscribed'],
    description: '',
    batched: false,
    createdAt: 0,
    modifiedAt: 0,
  };
});

/** What the hourly job does, and a start of the worker. */
async function look(app: RunningApp, data: { webhookCheckedAt?: Date; webhookUrl?: string }): Promise<void> {
  await until('the looks before are over', async () => (await jobs(app)) === 0);
  await app.database.prisma.connection.updateMany({ data });
  await app.database.pool.query(`select graphile_worker.add_job('brevo_webhooks')`);
}

async function jobs(app: RunningApp): Promise<number> {
  const { rows } = await app.database.pool.query(
    `select count(*)::int as count from graphile_worker.jobs where task_identifier like 'brevo_webhook%'`,
  );
  return rows[0].count as number;
}

describe('an app without a public https address', () => {
  it('connects and goes on without a webhook', async () => {
    const app = await startApp({ SHOPIFY_APP_URL: 'http://app.example.com' });
    try {
      const answer = await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } });
      expect(answer.status).toBe(200);
      await until('it says so', () => app.output().includes('https addresses only'));
      expect(app.brevo.world.account().webhooks).toEqual([]);
    } finally {
      await app.stop();
    }
  });
});
