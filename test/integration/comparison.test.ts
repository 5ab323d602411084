import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ports } from '../../app/ports.ts';
import { type RunPlayer, runPlayer } from '../support/runs.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

const CUSTOMERS = 40;
const TABLES = ['import_batches', 'import_contacts', 'compared_customers'];
let world: TestWorld;
let player: RunPlayer;

beforeAll(async () => {
  world = await startWorld();
  world.shopify.bulk.delayMs = 5;
  player = runPlayer(world);
  for (let i = 0; i < CUSTOMERS; i += 1)
    world.shop.createCustomer({ email: `k${i}@example.com`, firstName: `K ${i}`, emailState: 'SUBSCRIBED' });
  world.brevo.seedContact({ email: 'foreign@example.org' });
  await world.settle();
  world.advance(60_000);
}, 300_000);
afterAll(() => world.close());

const pages = () =>
  world.brevo.calls.filter(({ method, path }) => method === 'GET' && path.startsWith('/contacts?')).length;

async function kept(): Promise<number> {
  let count = 0;
  for (const table of TABLES)
    count += (await world.database.pool.query(`select 1 from ${table}`)).rows.length;
  return count;
}

/** What PostgreSQL does to unlogged tables when it recovers. */
const crash = () => world.database.pool.query('truncate import_contacts, compared_customers');

/** A process that does something when it first reads the store's file, or first asks the database for a text. */
function process(does: () => Promise<unknown>, when: 'reads the file' | RegExp): Ports {
  let done = false;
  const once = async () => {
    if (done) return;
    done = true;
    await does();
  };
  const { pool } = world.database;
  const watched = new Proxy(pool, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (name !== 'query') return typeof value === 'function' ? value.bind(target) : value;
      return async (...args: Parameters<typeof pool.query>) => {
        if (when instanceof RegExp && when.test(String(args[0]))) await once();
        return target.query(...args);
      };
    },
  });
  return {
    ...world.ports,
    db: { ...world.database, pool: watched },
    source(name) {
      const source = world.ports.source(name);
      return {
        ...source,
        async *readExport(url: string, metafields: string[], from: number) {
          if (when === 'reads the file') await once();
          yield* source.readExport?.(url, metafields, from) ?? [];
        },
      };
    },
  };
}

async function playWith(id: string, ports: Ports) {
  const runs = player.runs(ports);
  for (let round = 0; round < 100; round += 1) {
    await player.step(id, runs);
    const view = await player.view('reconciliation', id);
    if (view.endedAt !== null) return view;
    await world.settle();
  }
  throw new Error(`The run does not end: ${JSON.stringify(await player.view('reconciliation', id))}`);
}

describe('what a comparison remembers', () => {
  it.each([
    ['while it compares', 'reads the file'],
    ['while it looks for who is gone', /\(select customer_id from compared_customers/],
    ['before it looks for contacts that are nobody’s', /and not claimed/],
  ] as const)(
    'is lost with the database’s crash %s, and nobody is called missing or gone',
    async (_, when) => {
      const before = pages();
      const view = await playWith(await player.start('reconciliation'), process(crash, when));
      expect(view).toMatchObject({
        status: 'completed',
        counts: { checked: CUSTOMERS, differed: 0, foreign: 1, succeeded: 0, remaining: 0 },
      });
      expect(pages()).toBe(before + 2);
      expect(await kept()).toBe(0);
    },
  );

  it('serves a process that goes on with it, but not the one that comes much later', async () => {
    const before = pages();
    const id = await player.start('reconciliation');
    const stop = new AbortController();
    const dying = player.runs(process(async () => stop.abort(), 'reads the file'));
    for (let round = 0; !stop.signal.aborted; round += 1) {
      if (round > 100) throw new Error('It never compares');
      await dying.tasks.run?.({ runId: id }, { abortSignal: stop.signal } as never);
      world.advance(2_000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(await kept()).toBeGreaterThan(CUSTOMERS);
    await player.step(id);
    expect(pages()).toBe(before + 1);
    expect(await player.play('reconciliation', id)).toMatchObject({ counts: { differed: 0, foreign: 1 } });

    const late = await player.start('reconciliation');
    const stopped = new AbortController();
    const again = player.runs(process(async () => stopped.abort(), 'reads the file'));
    for (let round = 0; !stopped.signal.aborted; round += 1) {
      if (round > 100) throw new Error('It never compares');
      await again.tasks.run?.({ runId: late }, { abortSignal: stopped.signal } as never);
      world.advance(2_000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    world.advance(2 * 3_600_000);
    expect(await player.play('reconciliation', late)).toMatchObject({ counts: { differed: 0, foreign: 1 } });
    expect(pages()).toBe(before + 3);
    expect(await kept()).toBe(0);
  });

  it.each(['pause', 'cancel'] as const)('goes with a %s', async (control) => {
    const id = await player.start('reconciliation');
    const service = player.runs().service;
    const runs = player.runs(
      process(() => service[control](player.shop, 'reconciliation', id), 'reads the file'),
    );
    for (
      let round = 0;
      (await player.view('reconciliation', id)).status !== `${control}${control === 'pause' ? 'd' : 'led'}`;
      round += 1
    ) {
      if (round > 100) throw new Error('It never compares');
      await player.step(id, runs);
    }
    await player.step(id, runs);
    expect(await kept()).toBe(0);
    if (control === 'cancel') return;
    await service.resume(player.shop, 'reconciliation', id);
    expect(await player.play('reconciliation', id)).toMatchObject({
      status: 'completed',
      counts: { checked: CUSTOMERS, differed: 0 },
    });
  });

  it('forgets who is erased meanwhile', async () => {
    const erased = world.brevo.contactByEmail('k3@example.com')?.extId as string;
    const id = await player.start('reconciliation');
    const counts: number[] = [];
    const count = async () => {
      const { rows } = await world.database.pool.query(
        `select 1 from import_contacts where contact like '%k3@example.com%'`,
      );
      counts.push(rows.length);
    };
    const erase = async () => {
      await count();
      world.shop.redactCustomer(erased, { email: 'k3@example.com' });
      await world.settle();
      await count();
    };
    await playWith(id, process(erase, 'reads the file'));
    expect(counts).toEqual([1, 0]);
  });
});
