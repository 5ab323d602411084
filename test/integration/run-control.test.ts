import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunPlayer, runPlayer } from '../support/runs.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let player: RunPlayer;

beforeAll(async () => {
  world = await startWorld();
  world.shopify.bulk.delayMs = 5;
  player = runPlayer(world);
  for (let i = 0; i < 40; i += 1)
    world.shop.createCustomer({
      email: `c${i}@example.com`,
      firstName: `C ${i}`,
      emailState: 'SUBSCRIBED',
    });
  await world.settle();
  world.advance(60_000);
});
afterAll(() => world.close());

const tampered = () => world.brevo.contacts().filter((c) => c.attributes.FIRSTNAME === 'Tampered').length;

function tamper(from: number, to: number): void {
  for (let i = from; i < to; i += 1)
    world.brevo.act({ kind: 'edit', email: `c${i}@example.com`, attributes: { FIRSTNAME: 'Tampered' } });
  world.advance(60_000);
}

const control = (what: 'pause' | 'resume' | 'cancel', id: string) =>
  player.runs().service[what](player.shop, 'reconciliation', id);

/** Until the run has queued its repairs; nothing is drained. */
async function untilRepairing(id: string): Promise<void> {
  for (let i = 0; i < 20; i += 1) {
    await player.step(id);
    if ((await player.view('reconciliation', id)).phase === 'repairing') return;
  }
  throw new Error('It does not get there');
}

const waiting = () => world.database.prisma.pendingChange.findMany({ orderBy: { customerId: 'asc' } });

describe('control of a run', () => {
  it('refuses what the state does not allow, and knows no run of another kind, shop or id', async () => {
    const id = await player.start('reconciliation');
    expect(await control('resume', id)).toEqual({ kind: 'not_allowed', status: 'queued' });
    const other = { id: 999_999, domain: 'other.myshopify.com' };
    expect(await player.runs().service.pause(other, 'reconciliation', id)).toEqual({ kind: 'unknown' });
    expect(await player.runs().service.pause(player.shop, 'import', id)).toEqual({ kind: 'unknown' });
    expect(await control('cancel', '00000000-0000-4000-8000-000000000000')).toEqual({ kind: 'unknown' });
    expect(await control('pause', id)).toEqual({ kind: 'done' });
    expect(await control('pause', id)).toEqual({ kind: 'not_allowed', status: 'paused' });
    // One that had not begun is queued again, and begins.
    expect(await control('resume', id)).toEqual({ kind: 'done' });
    expect(await player.view('reconciliation', id)).toMatchObject({ status: 'queued', startedAt: null });
    expect(await player.play('reconciliation', id)).toMatchObject({
      status: 'completed',
      counts: { checked: 40, differed: 0 },
    });
    for (const what of ['pause', 'resume', 'cancel'] as const)
      expect(await control(what, id)).toEqual({ kind: 'not_allowed', status: 'completed' });
  });

  it('holds what a paused run queued, and nothing of anybody else', async () => {
    tamper(0, 10);
    const id = await player.start('reconciliation');
    await untilRepairing(id);
    expect(await control('pause', id)).toEqual({ kind: 'done' });
    expect(await waiting()).toHaveLength(10);
    // A customer of the run changes in the store, and one who is not of it.
    const shared = world.brevo.contactByEmail('c0@example.com')?.extId as string;
    world.shop.updateCustomer(shared, { firstName: 'Shared' });
    const free = world.brevo.contactByEmail('c30@example.com')?.extId as string;
    world.shop.updateCustomer(free, { firstName: 'Free' });
    await world.settle();
    expect(world.brevo.contactByEmail('c0@example.com')?.attributes.FIRSTNAME).toBe('Shared');
    expect(world.brevo.contactByEmail('c30@example.com')?.attributes.FIRSTNAME).toBe('Free');
    expect(tampered()).toBe(9);
    expect(await waiting()).toHaveLength(9);
    // The job of a paused run does nothing, also not when somebody wakes it.
    await player.step(id);
    expect(await player.view('reconciliation', id)).toMatchObject({ status: 'paused', endedAt: null });

    expect(await control('resume', id)).toEqual({ kind: 'done' });
    expect(await player.play('reconciliation', id)).toMatchObject({
      status: 'completed',
      counts: { differed: 10, succeeded: 9, remaining: 0 },
    });
    expect(tampered()).toBe(0);
  });

  it('takes back what a cancelled run queued, and leaves what came from elsewhere', async () => {
    tamper(10, 20);
    const id = await player.start('reconciliation');
    await untilRepairing(id);
    const shared = world.brevo.contactByEmail('c10@example.com')?.extId as string;
    world.shop.updateCustomer(shared, { lastName: 'Shared' });
    await world.deliverWebhooks();
    expect(await control('cancel', id)).toEqual({ kind: 'done' });
    expect((await waiting()).map((row) => row.customerId)).toEqual([shared]);
    expect(await player.view('reconciliation', id)).toMatchObject({
      status: 'cancelled',
      phase: 'cancelled',
      counts: { differed: 10, takenBack: 9 },
      endedAt: expect.any(String),
    });
    await player.step(id);
    await world.settle();
    expect(await player.view('reconciliation', id)).toMatchObject({ status: 'cancelled' });
    expect(tampered()).toBe(9);
    expect(await control('resume', id)).toEqual({ kind: 'not_allowed', status: 'cancelled' });
  });

  it('ends a run that is cancelled in the middle of a step, with nothing queued by it', async () => {
    const id = await player.start('reconciliation');
    let cancelled = false;
    const runs = player.runs({
      ...world.ports,
      source(name) {
        const source = world.ports.source(name);
        return {
          ...source,
          async *readExport(url: string, metafields: string[], from: number) {
            for await (const item of source.readExport?.(url, metafields, from) ?? []) {
              if (!cancelled) {
                cancelled = true;
                expect(await control('cancel', id)).toEqual({ kind: 'done' });
              }
              yield item;
            }
          },
        };
      },
    });
    for (let i = 0; i < 20 && !cancelled; i += 1) await player.step(id, runs);
    expect(cancelled).toBe(true);
    expect(await player.view('reconciliation', id)).toMatchObject({
      status: 'cancelled',
      phase: 'cancelled',
    });
    expect(await waiting()).toEqual([]);
    expect(tampered()).toBe(9);
  });

  it('lists runs, newest first, page by page', async () => {
    const all = await player.runs().service.list(player.shop, 'reconciliation', { limit: 50 });
    expect(all.runs.map((run) => run.status)).toEqual(['cancelled', 'cancelled', 'completed', 'completed']);
    expect(all.nextCursor).toBeNull();
    const ids: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await player.runs().service.list(player.shop, 'reconciliation', {
        limit: 3,
        ...(cursor === undefined ? {} : { cursor }),
      });
      ids.push(...page.runs.map((run) => run.id));
      cursor = page.nextCursor;
    }
    expect(ids).toEqual(all.runs.map((run) => run.id));
    expect((await player.runs().service.list(player.shop, 'import', { limit: 3 })).runs).toEqual([]);
  });
});
