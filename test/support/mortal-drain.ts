import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { drainShop } from '../../app/sync/drain.server.ts';
import { Death, type DeathPlan, mortalPorts } from './mortal.ts';
import type { TestWorld } from './world.ts';

/** A worker that drains the shop and dies as planned, if it comes so far; whether it died. */
export async function drainUntilDeath(world: TestWorld, plan: DeathPlan | null): Promise<boolean> {
  const ports = mortalPorts(world.ports, plan);
  const configuration = createConfigurationService({ prisma: ports.db.prisma });
  try {
    await drainShop(ports, world.shopId, {
      readConfiguration: (shop) => configuration.read(shop),
      stop: new AbortController().signal,
    });
  } catch (error) {
    if (!(error instanceof Death) && !ports.died()) throw error;
  }
  if (ports.died()) await locksGone(world.database.pool);
  return ports.died();
}

/** The server needs a moment to see that a dead process's connections, and the locks they held, are gone. */
async function locksGone(pool: pg.Pool): Promise<void> {
  for (let left = 1; left > 0; await sleep(1)) {
    const { rows } = await pool.query(
      `select count(*)::int as left from pg_locks l join pg_database d on d.oid = l.database
       where l.locktype = 'advisory' and d.datname = current_database()`,
    );
    left = rows[0].left;
  }
}
