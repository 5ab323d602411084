import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ports } from '../../app/ports.ts';
import type { RunView } from '../../app/services.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { createRuns, type Runs } from '../../app/sync/runs.server.ts';
import { Death, mortalPorts } from '../support/mortal.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
/** What the next processes see of the world. */
let wrap: (ports: Ports) => Ports = (ports) => ports;

beforeAll(async () => {
  world = await startWorld();
  world.shopify.bulk.delayMs = 5;
});
afterAll(() => world.close());
beforeEach(() => {
  wrap = (ports) => ports;
});

/** The runs of one process. */
function aProcess(): Runs {
  const configuration = createConfigurationService({ prisma: world.database.prisma });
  return createRuns({
    ports: wrap(world.ports),
    readConfiguration: (shop) => configuration.read(shop),
    notifyBase: null,
  });
}

const shopRef = () => ({ id: world.shopId, domain: world.shop.domain });

async function viewOf(kind: RunView['kind'], id: string): Promise<RunView> {
  const view = await aProcess().service.read(shopRef(), kind, id);
  if (!view) throw new Error('No such run');
  return view;
}

async function start(kind: RunView['kind'], dryRun = false): Promise<string> {
  const ending = await aProcess().service.start(shopRef(), kind, { dryRun });
  if (ending.kind !== 'started') throw new Error(ending.kind);
  return ending.id;
}

/** One execution of the run's job, and the time until the next. */
async function step(id: string, runs = aProcess()): Promise<void> {
  await runs.tasks.run?.({ runId: id }, {} as never);
  await new Promise((resolve) => setTimeout(resolve, 30));
  world.advance(2_000);
}

/** Plays the worker: the steps of the run and the drains, until the run has ended. */
async function play(kind: RunView['kind'], id: string): Promise<RunView> {
  for (let round = 0; round < 200; round += 1) {
    await step(id);
    const view = await viewOf(kind, id);
    if (view.endedAt !== null) return view;
    await world.settle();
  }
  throw new Error(`The run does not end: ${JSON.stringify(await viewOf(kind, id))}`);
}

async function run(kind: RunView['kind'], dryRun = false): Promise<RunView> {
  return play(kind, await start(kind, dryRun));
}

function writes(): string[] {
  return world.brevo.calls.filter((c) => c.method !== 'GET').map((c) => `${c.method} ${c.path}`);
}

const jobs = async (id: string) =>
  (await world.database.pool.query(`select run_at from graphile_worker.jobs where key = 'run:' || $1`, [id]))
    .rows.length;

/** The webhooks of what was done are lost: only a run can find it. */
function unheard(): void {
  world.shopify.webhooks.pending.splice(0);
}

describe('the import', () => {
  it('needs a connection, and gives one live run a job', async () => {
    const connection = await world.database.prisma.connection.findFirstOrThrow();
    await world.database.prisma.connection.delete({ where: { shopId: world.shopId } });
    expect(await aProcess().service.start(shopRef(), 'import', { dryRun: false })).toEqual({
      kind: 'not_connected',
    });
    await world.database.prisma.connection.create({ data: { ...connection, attributes: [] } });
    const ids = await Promise.all([1, 2, 3, 4].map(() => start('import')));
    expect(new Set(ids).size).toBe(1);
    expect(await jobs(ids[0] as string)).toBe(1);
    expect(await play('import', ids[0] as string)).toMatchObject({
      status: 'completed',
      counts: { total: 0 },
    });
  });

  it('fills Brevo with 300 customers, and counts what became of each', async () => {
    for (let i = 0; i < 300; i += 1) {
      world.shop.createCustomer({
        email: i % 50 === 7 ? `no address ${i}` : `import-${i}@example.com`,
        firstName: `Zoë ${i}`,
        emailState: i % 3 === 0 ? 'UNSUBSCRIBED' : 'SUBSCRIBED',
      });
    }
    unheard();
    const view = await run('import');
    expect(view).toMatchObject({
      kind: 'import',
      status: 'completed',
      error: null,
      counts: {
        ...{ total: 300, read: 300, create: 294, skip: 6, contactsBefore: 0, contactsAfter: 294 },
        ...{ imported: 294, queued: 0, succeeded: 294, skipped: 6, failed: 0, remaining: 0 },
      },
    });
    const contacts = world.brevo.contacts();
    expect(contacts.length).toBe(294);
    for (const contact of contacts) {
      const number = Number(/\d+/.exec(contact.email ?? '')?.[0]);
      expect(contact).toMatchObject({
        attributes: { FIRSTNAME: `Zoë ${number}` },
        emailBlacklisted: number % 3 === 0,
        listIds: number % 3 === 0 ? [] : [2],
      });
    }
  });

  it('writes nothing the second time', async () => {
    const before = writes().length;
    expect(await run('import')).toMatchObject({ counts: { read: 300, unchanged: 294, skipped: 6 } });
    expect(writes().length).toBe(before);
  });

  it('goes on where it was when it is killed in the middle', async () => {
    for (let i = 0; i < 1_500; i += 1)
      world.shop.createCustomer({ email: `more-${i}@example.com`, emailState: 'SUBSCRIBED' });
    unheard();
    const id = await start('import');
    // Processes that die again and again, each a few words with the database later; nothing of them works afterwards.
    let deaths = 0;
    const reads: number[] = [];
    for (let over = false; !over; ) {
      const mortal = mortalPorts(world.ports, {
        kind: 'database',
        at: 15 + 9 * deaths,
        after: deaths % 2 === 0,
      });
      wrap = () => mortal;
      const ending = await step(id).catch((error: unknown) => error);
      if (mortal.died()) {
        deaths += 1;
        expect(ending).toBeInstanceOf(Death);
      }
      wrap = (ports) => ports;
      const view = await viewOf('import', id);
      expect(view.status).toBe('running');
      reads.push(view.counts.read ?? 0);
      over = view.phase === 'delivering';
    }
    expect(deaths).toBeGreaterThan(1);
    // Nobody began from zero.
    expect(reads).toEqual([...reads].sort((x, y) => x - y));
    expect(await play('import', id)).toMatchObject({
      status: 'completed',
      counts: { read: 1_800, create: 1_500, succeeded: 1_500, unchanged: 294, remaining: 0, failed: 0 },
    });
    expect(world.brevo.contacts().length).toBe(294 + 1_500);
  }, 120_000);

  it('survives a file that breaks off, and a store that does not answer', async () => {
    const id = await start('import');
    world.shopify.faults.add({ kind: '503', times: 2 });
    await step(id);
    expect(await viewOf('import', id)).toMatchObject({ status: 'running', phase: 'waiting_for_store' });
    let broken = 0;
    wrap = (ports) => ({
      ...ports,
      source(name) {
        const source = ports.source(name);
        return {
          ...source,
          async *readExport(url: string, metafields: string[], from: number) {
            let count = 0;
            for await (const item of source.readExport?.(url, metafields, from) ?? []) {
              yield item;
              count += 1;
              if (count === 700 && broken++ < 1) {
                yield { kind: 'broken' as const, message: 'The connection broke' };
                return;
              }
            }
          },
        };
      },
    });
    expect(await play('import', id)).toMatchObject({ status: 'completed', counts: { read: 1_800 } });
    expect(broken).toBeGreaterThan(0);
  });

  it('is woken when the store has written its file, and only by its own', async () => {
    const id = await start('import');
    await step(id);
    const { exportId } = (await world.database.prisma.run.findUniqueOrThrow({ where: { id } })).cursor as {
      exportId: string;
    };
    const dueAt = async () => {
      const { rows } = await world.database.pool.query(
        `select run_at, queue_name from graphile_worker.jobs where key = 'run:' || $1`,
        [id],
      );
      expect(rows).toMatchObject([{ queue_name: `run:${id}` }]);
      return rows.map((row) => (row.run_at as Date).getTime())[0];
    };
    const later = Math.floor(world.ports.now()) + 60_000;
    await world.database.pool.query(
      `select graphile_worker.add_job('run', $1::json, queue_name := 'run:' || $2, job_key := 'run:' || $2, run_at := $3)`,
      [JSON.stringify({ runId: id }), id, new Date(later)],
    );
    await aProcess().onBulkFinished(world.shopId, 'gid://shopify/BulkOperation/999');
    expect(await dueAt()).toBe(later);
    await aProcess().onBulkFinished(world.shopId, exportId);
    expect(await dueAt()).toBeLessThanOrEqual(world.ports.now());
    await play('import', id);
  });

  it('fails with a sentence when the store gives up', async () => {
    world.shopify.bulk.failNext = true;
    expect(await run('import')).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('bulk operation'),
    });
  });

  it('does nothing while it is paused, and nothing more when it is cancelled', async () => {
    const id = await start('import');
    await step(id);
    await world.database.prisma.run.update({ where: { id }, data: { status: 'paused' } });
    await step(id);
    expect(await viewOf('import', id)).toMatchObject({ status: 'paused' });
    await world.database.prisma.run.update({ where: { id }, data: { status: 'cancelled' } });
    await step(id);
    expect(await viewOf('import', id)).toMatchObject({ status: 'cancelled' });
    expect(await world.database.prisma.pendingChange.count()).toBe(0);
  });
});

describe('the reconciliation', () => {
  it('finds nothing where nothing differs', async () => {
    const before = writes().length;
    const view = await run('reconciliation');
    expect(view).toMatchObject({ status: 'completed', counts: { checked: 1_800, differed: 0 } });
    expect(writes().length).toBe(before);
  });

  it('repairs what was changed by hand, leaves the rest alone, and finds nothing the second time', async () => {
    const { brevo, shop } = world;
    const address = (i: number) => `more-${i}@example.com`;
    const customerOf = (email: string) => brevo.contactByEmail(email)?.extId as string;
    // Foreign contacts: one alone, one that holds a customer's phone, one that holds a customer's ext_id.
    brevo.seedContact({ email: 'foreign@example.org', attributes: { FIRSTNAME: 'Foreign' }, listIds: [2] });
    brevo.seedContact({ email: 'phone@example.org', attributes: { SMS: '31655555555' } });
    const withPhone = shop.createCustomer({
      email: 'clash@example.com',
      phone: '+31655555555',
      emailState: 'SUBSCRIBED',
    });
    const withId = shop.createCustomer({ email: 'idclash@example.com', firstName: 'Ida' });
    brevo.seedContact({ email: 'id@example.org', extId: withId.id });
    // A contact that was there before, blocked: its opt-out is theirs.
    brevo.seedContact({ email: 'adopted@example.com', emailBlacklisted: true });
    shop.createCustomer({ email: 'adopted@example.com', firstName: 'Adopted' });
    // By phone only.
    const byPhone = shop.createCustomer({ phone: '+31677777777', firstName: 'Tel', smsState: 'SUBSCRIBED' });
    await world.settle();
    world.advance(60_000);

    brevo.act({ kind: 'edit', email: address(1), attributes: { FIRSTNAME: 'Tampered', TOTAL_ORDERS: 99 } });
    brevo.act({ kind: 'takeOffList', email: address(2), listId: 2 });
    const removed = customerOf(address(3));
    brevo.act({ kind: 'delete', email: address(3) });
    brevo.act({ kind: 'unblock', email: 'import-0@example.com' });
    brevo.act({ kind: 'unsubscribe', email: address(4) });
    brevo.act({ kind: 'leaveList', email: address(5), listId: 2 });
    const phoneContact = brevo.contactByExtId(byPhone.id);
    const stored = brevo.account().contacts.byId.get(phoneContact?.id as number);
    if (stored) stored.attributes.FIRSTNAME = 'Tampered';
    // Deleted and changed in the store while nobody was told.
    const gone = customerOf(address(6));
    shop.deleteCustomer(gone);
    shop.updateCustomer(customerOf(address(7)), { firstName: 'Changed' });
    unheard();
    const foreign = () =>
      brevo
        .contacts()
        .filter((c) => c.email?.endsWith('@example.org'))
        .map(({ modifiedAt: _, ...c }) => c);
    const before = foreign();
    world.advance(60_000);

    const first = await run('reconciliation');
    expect(first).toMatchObject({
      status: 'completed',
      counts: { differed: 7, succeeded: 7, failed: 0, remaining: 0 },
      report: {
        kinds: {
          attribute_differs: 3,
          not_on_list: 1,
          missing_in_brevo: 1,
          consent_differs: 1,
          extra_in_brevo: 1,
        },
      },
    });
    expect(JSON.stringify(first.report)).not.toContain('@example');
    expect(brevo.contactByEmail(address(1))?.attributes).toEqual({ TOTAL_ORDERS: 0, TOTAL_SPENT: 0 });
    expect(brevo.contactByEmail(address(2))?.listIds).toEqual([2]);
    expect(brevo.contactByEmail(address(3))).toMatchObject({ extId: removed, listIds: [2] });
    expect(brevo.contactByEmail('import-0@example.com')?.emailBlacklisted).toBe(true);
    expect(brevo.contactByEmail(address(4))?.emailBlacklisted).toBe(true);
    expect(brevo.contactByEmail(address(5))?.listIds).toEqual([]);
    expect(brevo.contactByEmail(address(6))?.listIds).toEqual([]);
    expect(brevo.contactByEmail(address(7))?.attributes.FIRSTNAME).toBe('Changed');
    expect(brevo.contactByExtId(byPhone.id)?.attributes.FIRSTNAME).toBe('Tel');
    expect(brevo.contactByEmail('adopted@example.com')?.emailBlacklisted).toBe(true);
    expect(brevo.contactByEmail('clash@example.com')?.attributes.SMS).toBeUndefined();
    expect(foreign()).toEqual(before);
    expect(withPhone.id).not.toBe(byPhone.id);

    const written = writes().length;
    expect(await run('reconciliation')).toMatchObject({
      status: 'completed',
      counts: { differed: 0 },
      report: { kinds: {} },
    });
    expect(writes().length).toBe(written);
  }, 120_000);

  it('comes to rest for customers who share an address', async () => {
    const { brevo, shop } = world;
    const a = shop.createCustomer({ email: 'first@example.com', firstName: 'A', emailState: 'SUBSCRIBED' });
    const b = shop.createCustomer({ email: 'second@example.com', firstName: 'B', emailState: 'SUBSCRIBED' });
    await world.settle();
    // The store itself refuses that, but its phones and its imports do not always.
    for (const id of [a.id, b.id]) {
      const customer = shop.customers.get(id);
      if (customer) customer.email = 'both@example.com';
    }
    await run('reconciliation');
    const contact = brevo.contactByEmail('both@example.com');
    const links = await world.database.prisma.contactLink.findMany({
      where: { customerId: { in: [a.id, b.id] }, state: 'synced' },
    });
    expect(links.map((l) => Number(l.brevoId))).toEqual([contact?.id, contact?.id]);
    for (let night = 0; night < 2; night += 1) {
      const written = writes().length;
      expect(await run('reconciliation')).toMatchObject({ counts: { differed: 0 } });
      expect(writes().length).toBe(written);
    }
    brevo.act({ kind: 'edit', email: 'both@example.com', attributes: { FIRSTNAME: 'Tampered' } });
    expect(await run('reconciliation')).toMatchObject({ counts: { differed: 1 } });
    expect(await run('reconciliation')).toMatchObject({ counts: { differed: 0 } });
  });

  it('restores a link that was lost, without a write and without calling it a difference', async () => {
    const customer = world.brevo.contactByEmail('more-10@example.com');
    const key = {
      shopId_source_customerId: {
        shopId: world.shopId,
        source: 'shopify',
        customerId: customer?.extId as string,
      },
    };
    await world.database.prisma.contactLink.delete({ where: key });
    const written = writes().length;
    expect(await run('reconciliation')).toMatchObject({ counts: { differed: 0 } });
    expect(writes().length).toBe(written);
    const link = await world.database.prisma.contactLink.findUnique({ where: key });
    expect(link).toMatchObject({ state: 'synced', brevoId: BigInt(customer?.id as number) });
  });

  it('does not offer Brevo every night an address that Brevo refused', async () => {
    const { brevo } = world.ports;
    world.ports.brevo = (connection, signal) => {
      const account = brevo(connection, signal);
      const create: typeof account.contacts.create = async (body) =>
        body.email === 'refused@example.com'
          ? {
              kind: 'rejected',
              status: 400,
              code: 'invalid_parameter',
              message: 'Invalid email address',
              duplicates: [],
              requestId: null,
            }
          : account.contacts.create(body);
      return { ...account, contacts: { ...account.contacts, create } };
    };
    const customer = world.shop.createCustomer({ email: 'refused@example.com', firstName: 'R' });
    await world.settle();
    expect(await run('reconciliation')).toMatchObject({
      counts: { differed: 0 },
      report: { skippedBecause: { invalid_email: 7 } },
    });
    world.ports.brevo = brevo;
    // What changed is offered again.
    world.shop.updateCustomer(customer.id, { firstName: 'S' });
    unheard();
    expect(await run('reconciliation')).toMatchObject({ counts: { differed: 1, succeeded: 1 } });
  });

  it('does not take customers for changed or gone who are newer than the store’s file', async () => {
    const { shop } = world;
    const early = shop.createCustomer({ email: 'early@example.com', firstName: 'Early' });
    await world.settle();
    const id = await start('reconciliation');
    const snapshots: string[] = [];
    wrap = (ports) => ({
      ...ports,
      source(name) {
        const source = ports.source(name);
        return {
          ...source,
          async *readExport(url: string, metafields: string[], from: number) {
            // The file is as of before; the webhooks of what came after were delivered.
            for await (const item of source.readExport?.(url, metafields, from) ?? []) {
              if (item.kind === 'customer' && item.customer.email === 'late@example.com') continue;
              if (item.kind === 'customer' && item.customer.id === early.id) {
                snapshots.push(item.customer.id);
                yield { ...item, customer: { ...item.customer, firstName: 'Early' } };
              } else yield item;
            }
          },
        };
      },
    });
    await step(id);
    shop.createCustomer({ email: 'late@example.com' });
    shop.updateCustomer(early.id, { firstName: 'Later' });
    await world.settle();
    expect(await play('reconciliation', id)).toMatchObject({ status: 'completed', counts: { differed: 0 } });
    expect(snapshots).toEqual([early.id]);
  });

  it('waits while Brevo is down or the key is refused, and goes on', async () => {
    const id = await start('reconciliation');
    world.brevo.faults.add({ kind: '503' });
    // The store's file takes its time.
    for (let i = 0; i < 100 && (await viewOf('reconciliation', id)).phase !== 'waiting_for_brevo'; i += 1)
      await step(id);
    expect(await viewOf('reconciliation', id)).toMatchObject({
      status: 'running',
      phase: 'waiting_for_brevo',
      report: { waiting: expect.any(String) },
    });
    world.brevo.faults.clear();
    world.brevo.faults.add({ kind: 'wrongKey' });
    await step(id);
    expect(await viewOf('reconciliation', id)).toMatchObject({
      status: 'running',
      phase: 'waiting_for_brevo',
    });
    world.brevo.faults.clear();
    const view = await play('reconciliation', id);
    expect(view).toMatchObject({ status: 'completed', counts: { differed: 0 } });
    expect(view.report.waiting).toBeUndefined();
  });

  it('starts at night for connected shops, each at its own time', async () => {
    await aProcess().tasks.nightly_reconciliation?.({}, {} as never);
    const latest = await aProcess().service.latest(shopRef(), 'reconciliation');
    expect(latest).toMatchObject({ status: 'queued' });
    expect(await jobs(latest?.id as string)).toBe(1);
    // Somebody who asks for one does not wait for the night's.
    expect(await start('reconciliation')).toBe(latest?.id);
    await play('reconciliation', latest?.id as string);
  });
});

describe('the dry run', () => {
  it('tells what an import would do, and writes nothing anywhere', async () => {
    const { brevo, shop } = world;
    shop.createCustomer({ email: 'dry-new@example.com', emailState: 'UNSUBSCRIBED' });
    shop.createCustomer({ firstName: 'Nobody' });
    brevo.act({ kind: 'edit', email: 'more-1@example.com', attributes: { FIRSTNAME: 'Tampered' } });
    unheard();
    const dump = async () => {
      const { prisma } = world.database;
      const tables = [
        prisma.contactLink.findMany({ orderBy: [{ customerId: 'asc' }] }),
        prisma.pendingChange.findMany(),
        prisma.optOut.findMany(),
        prisma.connection.findMany(),
        prisma.syncEntry.count(),
      ];
      return JSON.stringify(await Promise.all(tables), (_, v) => (typeof v === 'bigint' ? String(v) : v));
    };
    const [contacts, rows, written] = [JSON.stringify(brevo.contacts()), await dump(), writes().length];
    const view = await run('import', true);
    expect(view).toMatchObject({
      status: 'completed',
      counts: { create: 1, change: 1, skip: 7 },
      report: { skippedBecause: { invalid_email: 6, no_email_or_phone: 1 } },
    });
    const { total, create, change, unchanged, skip, blockedByConsent } = view.counts as Record<
      string,
      number
    >;
    expect((create ?? 0) + (change ?? 0) + (unchanged ?? 0) + (skip ?? 0)).toBe(total);
    expect(blockedByConsent).toBeGreaterThan(90);
    expect(JSON.stringify(view.report)).not.toContain('@example');
    expect(JSON.stringify(brevo.contacts())).toBe(contacts);
    expect(await dump()).toBe(rows);
    expect(writes().length).toBe(written);
  });
});
