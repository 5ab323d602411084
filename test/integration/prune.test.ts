import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { prune } from '../../app/sync/prune.server.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

const DAY = 86_400_000;
let world: TestWorld;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

async function addEntries(count: number, at: Date, event: string): Promise<void> {
  await world.database.pool.query(
    `insert into sync_entries (shop_id, at, source, customer_id, event, action, outcome, attempt, latency_ms)
     select $1, $2, 'shopify', n::text, $4, 'update', 'succeeded', 1, 10 from generate_series(1, $3::int) n`,
    [world.shopId, at, count, event],
  );
}

const countOf = (event: string) => world.database.prisma.syncEntry.count({ where: { event } });

describe('pruning', () => {
  it('removes what is older than the merchant keeps it, in short statements, while entries are written', async () => {
    await world.configure({ retentionDays: 7 });
    const now = world.ports.now();
    await addEntries(23_000, new Date(now - 8 * DAY), 'old');
    await addEntries(500, new Date(now - 6 * DAY), 'kept');
    const configuration = createConfigurationService({ prisma: world.database.prisma });

    // Every statement that prunes, with what it removed; and a writer who never waits longer than one of them.
    const removed: number[] = [];
    const { pool } = world.database;
    const watched = new Proxy(pool, {
      get(target, name) {
        if (name !== 'query') return Reflect.get(target, name) as unknown;
        return async (...args: Parameters<typeof pool.query>) => {
          const result = (await target.query(...args)) as unknown as { rowCount: number | null };
          if (String(args[0]).startsWith('delete from sync_entries')) {
            removed.push(result.rowCount ?? 0);
            await addEntries(1, new Date(now), 'new');
            // No lock of the pruning is left between two statements.
            const { rows } = await target.query(
              `select count(*)::int as locks from pg_locks l join pg_class c on c.oid = l.relation
               where c.relname = 'sync_entries' and l.mode = 'RowExclusiveLock' and l.pid <> pg_backend_pid()`,
            );
            expect(rows[0]?.locks).toBe(0);
          }
          return result;
        };
      },
    });
    await prune({ ...world.ports, db: { ...world.database, pool: watched } }, (of) => configuration.read(of));
    expect(await countOf('old')).toBe(0);
    expect(await countOf('kept')).toBe(500);
    expect(await countOf('new')).toBe(removed.length);
    expect(removed).toEqual([5_000, 5_000, 5_000, 5_000, 3_000]);
  });

  it('does not touch a row that somebody else holds, and is not stopped by it', async () => {
    await world.database.prisma.syncEntry.deleteMany();
    await addEntries(10, new Date(world.ports.now() - 30 * DAY), 'held');
    const configuration = createConfigurationService({ prisma: world.database.prisma });
    const client = await world.database.pool.connect();
    try {
      await client.query('begin');
      const { rows } = await client.query(
        `select id from sync_entries where event = 'held' order by id limit 1 for update`,
      );
      expect(rows).toHaveLength(1);
      await prune(world.ports, (of) => configuration.read(of));
      expect(await countOf('held')).toBe(1);
    } finally {
      await client.query('rollback');
      client.release();
    }
    await prune(world.ports, (of) => configuration.read(of));
    expect(await countOf('held')).toBe(0);
  });
});
