import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { startBulk } from '../../app/sync/bulk-start.server.ts';
import { type DrainEnding, drainShop } from '../../app/sync/drain.server.ts';
import { mortalPorts } from '../support/mortal.ts';
import { type RunPlayer, runPlayer } from '../support/runs.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let player: RunPlayer;
/** As many as a test has patience for. */
const FROM = { window: 60, backlog: 100 };
const address = (i: number) => `b${i}@example.com`;
const contact = (i: number) => world.brevo.contactByEmail(address(i));
const idOf = (i: number) => contact(i)?.extId as string;

beforeAll(async () => {
  world = await startWorld();
  world.shopify.bulk.delayMs = 5;
  player = runPlayer(world);
  for (let i = 0; i < 200; i += 1)
    world.shop.createCustomer({
      email: address(i),
      firstName: `B ${i}`,
      emailState: i % 4 === 3 ? 'UNSUBSCRIBED' : 'SUBSCRIBED',
    });
  await world.settle();
});
afterAll(() => world.close());
beforeEach(() => world.advance(3_600_000));

function drain(): Promise<DrainEnding> {
  const configuration = createConfigurationService({ prisma: world.database.prisma });
  return drainShop(world.ports, world.shopId, {
    readConfiguration: () => configuration.read(player.shop),
    stop: new AbortController().signal,
    startBulk: (runtime) => startBulk(world.ports, runtime, FROM),
  });
}

const bulkRuns = () =>
  world.database.prisma.run.findMany({ where: { kind: 'bulk' }, orderBy: { createdAt: 'asc' } });
const waiting = () => world.database.prisma.pendingChange.count();
const calls = () => world.brevo.calls.length;

/** Plays worker: drains and the bulk's steps until nothing waits. */
async function settle(
  between: () => void | Promise<void> = () => {},
  step: (id: string) => Promise<void> = (id) => player.step(id),
): Promise<void> {
  for (let round = 0; round < 200; round += 1) {
    await world.deliverWebhooks();
    const ending = await drain();
    const live = (await bulkRuns()).find((run) => run.endedAt === null);
    await between();
    if (live) await step(live.id);
    else if (ending.kind === 'idle' && world.shopify.webhooks.pending.length === 0) return;
    if (ending.kind === 'wait') world.advance(Math.max(1, ending.until.getTime() - world.ports.now()));
  }
  throw new Error(`It does not come to rest: ${JSON.stringify(await bulkRuns())}`);
}

function change(from: number, to: number, firstName: string): void {
  for (let i = from; i < to; i += 1) world.shop.updateCustomer(idOf(i), { firstName: `${firstName} ${i}` });
}

describe('waiting changes in bulk', () => {
  it('send a backlog together, with its reason in the log, and single calls go on when it is gone', async () => {
    change(0, 150, 'Backlog');
    const before = calls();
    await settle();
    const [run] = await bulkRuns();
    expect(run).toMatchObject({
      status: 'completed',
      options: { reason: 'bulk_backlog' },
      counts: { read: 150, staged: 150, succeeded: 150 },
    });
    // 150 calls one by one; here a reading of the account, an import a consent state, and what they need.
    expect(calls() - before).toBeLessThan(60);
    for (let i = 0; i < 150; i += 1) {
      expect(contact(i)).toMatchObject({
        attributes: { FIRSTNAME: `Backlog ${i}` },
        emailBlacklisted: i % 4 === 3,
        listIds: i % 4 === 3 ? [] : [2],
      });
    }
    const entries = await world.database.prisma.syncEntry.findMany({ where: { code: 'bulk_backlog' } });
    expect(entries).toHaveLength(150);
    expect(entries[0]).toMatchObject({
      event: 'customer_updated',
      outcome: 'succeeded',
      action: 'update',
      message: expect.stringContaining('many changes were waiting'),
    });
    expect(await waiting()).toBe(0);
    // Few go one by one, and nothing is sent twice.
    change(0, 20, 'Few');
    await settle();
    expect(await bulkRuns()).toHaveLength(1);
    expect(contact(7)?.attributes.FIRSTNAME).toBe('Few 7');
    const quiet = world.brevo.calls.filter((call) => call.method !== 'GET').length;
    await settle();
    expect(world.brevo.calls.filter((call) => call.method !== 'GET').length).toBe(quiet);
  });

  it('leave to single calls what an import may not carry, and lift no block', async () => {
    // An unsubscribe in Brevo after the yes in the store, a block to be lifted by a newer yes, a delete, a cleared name.
    world.brevo.act({ kind: 'unsubscribe', email: address(0) });
    world.advance(60_000);
    change(0, 130, 'Mixed');
    world.shop.setEmailConsent(idOf(3), 'SUBSCRIBED');
    const gone = idOf(4);
    world.shop.deleteCustomer(gone);
    world.shop.updateCustomer(idOf(5), { firstName: null });
    await settle();
    expect((await bulkRuns()).at(-1)).toMatchObject({ status: 'completed' });
    expect(contact(0)).toMatchObject({ emailBlacklisted: true, attributes: { FIRSTNAME: 'Mixed 0' } });
    expect(contact(3)).toMatchObject({ emailBlacklisted: false, listIds: [2] });
    expect(contact(4)?.listIds).toEqual([]);
    expect(contact(5)?.attributes.FIRSTNAME).toBeUndefined();
    expect(contact(7)).toMatchObject({ emailBlacklisted: true, attributes: { FIRSTNAME: 'Mixed 7' } });
    expect(await waiting()).toBe(0);
  });

  it('never let an older row overwrite a change that comes meanwhile', async () => {
    change(10, 150, 'Older');
    let newer = 0;
    await settle(() => {
      // A newer change of some of them in every round until the bulk is under way and after.
      if (newer < 30) world.shop.updateCustomer(idOf(10 + newer), { firstName: `Newer ${10 + newer}` });
      newer += 1;
    });
    expect(newer).toBeGreaterThan(3);
    for (let i = 10; i < 150; i += 1)
      expect(contact(i)?.attributes.FIRSTNAME).toBe(
        `${i < 10 + Math.min(newer, 30) ? 'Newer' : 'Older'} ${i}`,
      );
    expect(await waiting()).toBe(0);
  });

  it('go on where they were when the process dies, at its first words with the database and at later ones', async () => {
    change(10, 190, 'Mortal');
    let deaths = 0;
    await settle(undefined, async (id) => {
      const mortal = mortalPorts(world.ports, {
        kind: 'database',
        at: 3 + deaths * 2,
        after: deaths % 2 === 0,
      });
      await player.step(id, player.runs(deaths < 25 ? mortal : world.ports)).catch(() => {});
      if (mortal.died()) deaths += 1;
      // Where a step failed it is tried again later; its failures are those of a process that is gone.
      await world.database.pool.query(`update runs set cursor = cursor || '{"failures": 0}' where id = $1`, [
        id,
      ]);
    });
    expect(deaths).toBeGreaterThan(5);
    expect((await bulkRuns()).at(-1)).toMatchObject({ status: 'completed' });
    for (let i = 10; i < 190; i += 1)
      if (contact(i)?.listIds.includes(2) || i % 4 === 3)
        expect(contact(i)?.attributes.FIRSTNAME, String(i)).toBe(`Mortal ${i}`);
    expect(await waiting()).toBe(0);
    const { rows } = await world.database.pool.query(
      'select (select count(*) from import_rows) + (select count(*) from import_contacts) as left',
    );
    expect(Number(rows[0]?.left)).toBe(0);
  });

  it('send the window of batch mode together when it is due, and new customers with it', async () => {
    await world.configure({ syncMode: 'batch', batchIntervalMinutes: 60 });
    change(20, 90, 'Window');
    for (let i = 200; i < 230; i += 1)
      world.shop.createCustomer({ email: address(i), firstName: `New ${i}`, emailState: 'SUBSCRIBED' });
    await world.deliverWebhooks();
    const runs = (await bulkRuns()).length;
    const ending = await drain();
    expect(ending.kind).toBe('wait');
    expect(await waiting()).toBe(100);
    expect(await bulkRuns()).toHaveLength(runs);
    world.advance(3_600_000);
    await settle();
    expect((await bulkRuns()).at(-1)).toMatchObject({
      status: 'completed',
      options: { reason: 'bulk_batch' },
      counts: { staged: 100, succeeded: 100 },
    });
    expect(contact(25)?.attributes.FIRSTNAME).toBe('Window 25');
    expect(contact(210)).toMatchObject({ attributes: { FIRSTNAME: 'New 210' }, listIds: [2] });
    // A small window goes by single calls.
    change(20, 25, 'Small');
    await settle();
    expect(await bulkRuns()).toHaveLength(runs + 1);
    expect(contact(22)?.attributes.FIRSTNAME).toBe('Small 22');
    await world.configure({});
  });

  it('give everything back to single calls when the bulk fails', async () => {
    change(30, 140, 'Failing');
    await world.deliverWebhooks();
    await drain();
    const run = (await bulkRuns()).at(-1);
    expect(run?.endedAt).toBeNull();
    expect((await drain()).kind).toBe('idle');
    await world.database.prisma.run.update({
      where: { id: run?.id as string },
      data: { status: 'failed', endedAt: new Date(world.ports.now()) },
    });
    await settle();
    expect(await bulkRuns()).toHaveLength((await bulkRuns()).length);
    expect(contact(100)?.attributes.FIRSTNAME).toBe('Failing 100');
    expect(await waiting()).toBe(0);
  });
});
