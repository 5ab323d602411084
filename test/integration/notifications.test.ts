import type { TaskList } from 'graphile-worker';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createNotifications } from '../../app/monitor/notifications/notifications.server.ts';
import { createSender, type Sender } from '../../app/monitor/notifications/sender.server.ts';
import { signedHeaders } from '../../app/monitor/notifications/signing.server.ts';
import type { NotificationService } from '../../app/services.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { closeNotice, openNotice } from '../../app/sync/health.server.ts';
import { RECEIVER_URL, type RunningReceiver, routeTo, startReceiver } from '../../sandbox/receiver/server.ts';
import { routeReceivers } from '../../sandbox/route-receivers.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let receiver: RunningReceiver;
let route: { restore(): void };
let sender: Sender;
let service: NotificationService;
let tasks: TaskList;
let shop: { id: number; domain: string };

beforeAll(async () => {
  world = await startWorld();
  receiver = await startReceiver();
  route = routeReceivers(routeTo(receiver.port));
  sender = createSender();
  shop = { id: world.shopId, domain: world.shop.domain };
  const configuration = createConfigurationService({ prisma: world.database.prisma });
  const made = createNotifications({
    ports: world.ports,
    sender,
    readConfiguration: (of) => configuration.read(of),
  });
  ({ service, tasks } = made);
});
afterAll(async () => {
  route.restore();
  await sender.close();
  await receiver.close();
  await world.close();
});
beforeEach(async () => {
  const { pool } = world.database;
  await pool.query('delete from notification_messages');
  await pool.query('delete from notification_summaries');
  await pool.query('delete from notification_receivers');
  await pool.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))');
  receiver.received.splice(0);
  receiver.behaviour = 200;
});

interface Job {
  task: string;
  payload: Record<string, unknown>;
  runAt: Date;
}

/** The waiting jobs of notifications, oldest first. */
async function jobs(): Promise<Job[]> {
  const { rows } = await world.database.pool.query(
    `select t.identifier as task, j.payload, j.run_at from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier like 'noti%' order by j.run_at, j.id`,
  );
  return rows.map((row) => ({ task: row.task, payload: row.payload, runAt: row.run_at }));
}

/** Does what the worker would: every waiting job that is due by the world's clock. */
async function work(): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    const due = (await jobs()).filter((job) => job.runAt.getTime() <= world.ports.now());
    if (due.length === 0) return;
    await world.database.pool.query(
      `select graphile_worker.complete_jobs(array(select j.id from graphile_worker._private_jobs j
         join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier like 'noti%' and j.run_at <= $1))`,
      [new Date(world.ports.now())],
    );
    for (const job of due) await tasks[job.task]?.(job.payload, {} as never);
  }
}

const told = () =>
  receiver.received
    .map(({ body }) => JSON.parse(body) as { type: string; timestamp: string; data: Record<string, unknown> })
    .reverse();

async function subscribe(notifications: Record<string, unknown> = {}, options = {}): Promise<void> {
  await world.configure(options, { webhookUrl: RECEIVER_URL, ...notifications });
}

let made = 0;
async function syncOne(): Promise<string> {
  made += 1;
  const customer = world.shop.createCustomer({
    email: `n${made}@example.com`,
    firstName: 'N',
    emailState: 'SUBSCRIBED',
  });
  await world.settle();
  return customer.id.split('/').at(-1) as string;
}

describe('what is told', () => {
  it('nothing, and no job, where nobody listens', async () => {
    await world.configure({});
    await syncOne();
    await openNotice(world.ports, shop.id, 'source_unreachable', { cause: 'x' });
    await closeNotice(world.ports, shop.id, 'source_unreachable');
    expect(await jobs()).toEqual([]);
    expect(await world.database.prisma.notificationMessage.count()).toBe(0);
    expect(await world.database.prisma.notificationSummary.count()).toBe(0);
  });

  it('a sync at once, signed, without any address; those of the next minute together', async () => {
    await subscribe();
    receiver.secret = (await service.secret(shop)).secret;
    const first = await syncOne();
    await work();
    expect(told()).toEqual([
      {
        type: 'sync_completed',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        data: {
          from: expect.any(String),
          to: expect.any(String),
          count: 1,
          outcomes: { succeeded: 1 },
          syncs: [
            expect.objectContaining({
              source: 'shopify',
              customer: first,
              action: 'create',
              outcome: 'succeeded',
            }),
          ],
        },
      },
    ]);
    expect(receiver.received[0]).toMatchObject({ signature: 'valid', method: 'POST', path: '/hooks' });
    expect(receiver.received[0]?.body).not.toContain('@example.com');

    for (let i = 0; i < 5; i += 1) await syncOne();
    await work();
    expect(receiver.received).toHaveLength(1);
    world.advance(61_000);
    await work();
    expect(told()).toHaveLength(2);
    expect(told()[1]).toMatchObject({
      type: 'sync_completed',
      data: { count: 5, outcomes: { succeeded: 5 } },
    });
    expect(told()[1]?.data.syncs).toHaveLength(5);
    world.advance(61_000);
    await work();
    expect(receiver.received).toHaveLength(2);
  });

  it('a burst costs one message a minute, with its whole count and a bounded list', async () => {
    await subscribe();
    world.brevo.switches.echoes = false;
    for (let i = 0; i < 250; i += 1)
      world.shop.createCustomer({ email: `burst${i}@example.com`, firstName: 'B' });
    await world.settle();
    world.advance(61_000);
    await work();
    const counts = told().map(({ data }) => data.count as number);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(250);
    expect(counts.length).toBeLessThanOrEqual(2);
    expect(Math.max(...told().map(({ data }) => (data.syncs as unknown[]).length))).toBe(100);
  });

  it('one by one for who wants that', async () => {
    await subscribe({ perMinute: false });
    await syncOne();
    await syncOne();
    await work();
    expect(told().map(({ type, data }) => [type, data.count])).toEqual([
      ['sync_completed', 1],
      ['sync_completed', 1],
    ]);
  });

  it('a failure with its cause; only what was asked for', async () => {
    await subscribe({ events: ['sync_failed'] });
    await syncOne();
    await subscribe({ events: ['sync_failed'] }, { listId: 999 });
    await syncOne();
    await work();
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatchObject({
      type: 'sync_failed',
      data: {
        count: 1,
        syncs: [{ outcome: 'failed', code: expect.any(String), message: expect.any(String) }],
      },
    });
  });

  it('a batch, when its window is through', async () => {
    await subscribe({ events: ['batch_completed'] }, { syncMode: 'batch', batchIntervalMinutes: 5 });
    for (let i = 0; i < 3; i += 1) world.shop.createCustomer({ email: `batch${i}@example.com` });
    await world.settle();
    world.advance(10_000);
    await work();
    expect(told()).toEqual([
      {
        type: 'batch_completed',
        timestamp: expect.any(String),
        data: {
          kind: 'batch',
          status: 'completed',
          from: expect.any(String),
          to: expect.any(String),
          counts: { succeeded: 3 },
          runId: null,
        },
      },
    ]);
  });

  it('notices that open and close, each once', async () => {
    await subscribe({ events: ['notice_opened', 'notice_closed'] });
    await openNotice(world.ports, shop.id, 'source_unreachable', { cause: 'outage' });
    await openNotice(world.ports, shop.id, 'source_unreachable', { cause: 'timeout' });
    await closeNotice(world.ports, shop.id, 'source_unreachable');
    await closeNotice(world.ports, shop.id, 'source_unreachable');
    await work();
    expect(
      told()
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['notice_closed', 'notice_opened']);
    const closed = told().find(({ type }) => type === 'notice_closed');
    expect(closed?.data).toMatchObject({
      kind: 'source_unreachable',
      params: { cause: 'timeout' },
      openedAt: expect.stringMatching(/Z$/),
      closedAt: expect.stringMatching(/Z$/),
    });
  });
});

describe('delivery', () => {
  it('is tried again with backoff, under the same id, until it is taken', async () => {
    await subscribe({ perMinute: false });
    receiver.behaviour = 500;
    await syncOne();
    await work();
    const [message] = (await service.messages(shop, { limit: 10 })).messages;
    expect(message).toMatchObject({ status: 'waiting', attempts: 1, httpStatus: 500, error: 'Answered 500' });
    expect(Date.parse(message?.nextAt ?? '')).toBeGreaterThan(world.ports.now());
    world.advance(10_000);
    await work();
    receiver.behaviour = 200;
    world.advance(600_000);
    await work();
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect((await service.messages(shop, { limit: 10 })).messages).toMatchObject([
      { status: 'delivered', attempts: 3, nextAt: null, error: null, httpStatus: 200 },
    ]);
  });

  it('leaves a receiver alone that is down: many messages cost few attempts, and none is lost', async () => {
    await subscribe({ perMinute: false });
    receiver.behaviour = 503;
    for (let i = 0; i < 30; i += 1) world.shop.createCustomer({ email: `down${i}@example.com` });
    await world.settle();
    const before = world.ports.now();
    while (world.ports.now() < before + 600_000) {
      await work();
      world.advance(5_000);
    }
    expect(receiver.received.length).toBeLessThan(20);
    const notices = await world.database.prisma.notice.findMany({
      where: { shopId: shop.id, closedAt: null },
    });
    expect(notices.map(({ kind }) => kind)).toEqual(['notifications_failing']);
    receiver.behaviour = 200;
    world.advance(300_000);
    await work();
    const statuses = (await service.messages(shop, { limit: 100 })).messages.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['delivered']));
    expect(statuses).toHaveLength(30);
    expect(await world.database.prisma.notice.count({ where: { closedAt: null } })).toBe(0);
  });

  it('gives up after ten attempts, and at once on 410; both can be sent again', async () => {
    await subscribe({ perMinute: false });
    receiver.behaviour = 400;
    await syncOne();
    for (let i = 0; i < 12; i += 1) {
      await work();
      world.advance(30 * 3_600_000);
    }
    receiver.behaviour = 410;
    await syncOne();
    await work();
    const { messages } = await service.messages(shop, { limit: 10 });
    expect(messages).toMatchObject([
      { status: 'failed', attempts: 1, httpStatus: 410 },
      { status: 'failed', attempts: 10, httpStatus: 400 },
    ]);
    receiver.behaviour = 200;
    for (const { id } of messages) expect(await service.resend(shop, id)).toBe(true);
    await work();
    expect((await service.messages(shop, { limit: 10 })).messages).toMatchObject([
      { status: 'delivered' },
      { status: 'delivered' },
    ]);
    expect(await service.resend({ id: shop.id + 1, domain: 'x' }, messages[0]?.id ?? '')).toBe(false);
    expect(await service.resend(shop, 'no uuid')).toBe(false);
  });

  it('a redirect is a failure that is told as one', async () => {
    await subscribe({ perMinute: false });
    receiver.behaviour = 'redirect';
    await syncOne();
    await work();
    expect((await service.messages(shop, { limit: 1 })).messages).toMatchObject([
      { status: 'waiting', httpStatus: 302, error: 'Answered 302; redirects are not followed' },
    ]);
  });

  it('ends when the address is taken away', async () => {
    await subscribe({ perMinute: false });
    receiver.behaviour = 500;
    await syncOne();
    await work();
    await world.configure({}, { webhookUrl: null });
    world.advance(3_600_000);
    await work();
    expect((await service.messages(shop, { limit: 1 })).messages).toMatchObject([
      { status: 'failed', error: 'No address is set' },
    ]);
    expect(await service.sendTest(shop)).toEqual({ kind: 'no_address' });
  });

  it('the log is paged, newest first', async () => {
    await subscribe({ perMinute: false });
    for (let i = 0; i < 5; i += 1) await syncOne();
    const first = await service.messages(shop, { limit: 2 });
    const second = await service.messages(shop, { limit: 2, cursor: first.nextCursor ?? '' });
    const third = await service.messages(shop, { limit: 2, cursor: second.nextCursor ?? '' });
    expect(third.nextCursor).toBeNull();
    const ids = [first, second, third].flatMap(({ messages }) => messages.map(({ id }) => id));
    expect(new Set(ids).size).toBe(5);
  });
});

describe('the secret', () => {
  it('is made once, also by two at the same time, and is sealed in the database', async () => {
    await world.database.prisma.notificationSecret.deleteMany();
    const [one, two] = await Promise.all([service.secret(shop), service.secret(shop)]);
    expect(one.secret).toBe(two.secret);
    expect(Buffer.from(one.secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
    const rows = await world.database.prisma.notificationSecret.findMany();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(one.secret.slice(6));
  });

  it('is rotated with an overlap: both secrets verify for a day, then only the new one', async () => {
    await subscribe({ perMinute: false });
    const former = await service.secret(shop);
    const rotated = await service.rotateSecret(shop);
    expect(rotated.secret).not.toBe(former.secret);
    expect(rotated.formerValidUntil).not.toBeNull();
    for (const secret of [former.secret, rotated.secret]) {
      receiver.secret = secret;
      await service.sendTest(shop);
      expect(receiver.received[0]?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
      expect(signatureHolds(secret)).toBe(true);
    }
    world.advance(25 * 3_600_000);
    await service.sendTest(shop);
    expect(signatureHolds(former.secret)).toBe(false);
    expect(signatureHolds(rotated.secret)).toBe(true);
    expect((await service.secret(shop)).formerValidUntil).toBeNull();
  });

  /** By the message's own time: the world's clock is ahead of the receiver's. */
  function signatureHolds(secret: string): boolean {
    const { headers, body } = receiver.received[0] as RunningReceiver['received'][number];
    const at = new Date(Number(headers['webhook-timestamp']) * 1_000);
    const expected = signedHeaders([{ secret }], String(headers['webhook-id']), at, body);
    return String(headers['webhook-signature'])
      .split(' ')
      .includes(expected['webhook-signature'] as string);
  }

  it('a test message tells how it went, and is tried once', async () => {
    await subscribe();
    receiver.behaviour = 500;
    expect(await service.sendTest(shop)).toMatchObject({
      kind: 'sent',
      message: { event: 'test', status: 'failed', attempts: 1, httpStatus: 500 },
    });
    receiver.behaviour = 204;
    expect(await service.sendTest(shop)).toMatchObject({
      kind: 'sent',
      message: { event: 'test', status: 'delivered', httpStatus: 204, error: null },
    });
    world.advance(3_600_000);
    await work();
    expect(receiver.received).toHaveLength(2);
  });
});
