import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeWorkerUtils, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';

/**
 * graphile-worker keeps the jobs of a killed worker locked for four hours. Each of our workers therefore holds an
 * advisory lock by its id on a connection that dies with the process: a job locked by an id whose lock is free belongs
 * to a dead worker and is given back.
 */
const LOCK_CLASS = 7_203_341;

export interface WorkerLife {
  /** Given to graphile-worker, so that every pool it makes is known. */
  events: WorkerEvents;
  end(): Promise<void>;
}

/** How soon after a broken connection the locks are taken again. */
const AGAIN_MS = 500;

export async function holdWorkerLife(pool: pg.Pool): Promise<WorkerLife> {
  const events: WorkerEvents = new EventEmitter() as WorkerEvents;
  const alive = new Set<string>();
  let client: pg.PoolClient | undefined;
  let ended = false;
  let locking: Promise<unknown> = Promise.resolve();

  const lock = async (poolId: string) => {
    await client?.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, poolId]);
  };
  const hold = async () => {
    const opened = await pool.connect();
    client = opened;
    opened.once('error', () => {
      opened.release(true);
      if (client === opened) client = undefined;
      void again();
    });
    for (const id of alive) await lock(id);
  };
  // While the database is away our locks are free and our jobs may be given to others, which the account lock makes
  // harmless; for that to be short, they are taken again as soon as it is back.
  const again = async () => {
    while (!ended && !client) {
      await sleep(AGAIN_MS);
      await hold().catch(() => {});
    }
  };
  // Jobs are locked in the name of the pool, not of the worker that runs them (graphile-worker 0.18).
  events.on('pool:create', ({ workerPool }) => {
    alive.add(workerPool.id);
    locking = locking.then(() => lock(workerPool.id)).catch(() => {});
  });
  events.on('pool:release', ({ workerPool }) => {
    alive.delete(workerPool.id);
  });
  await hold();
  return {
    events,
    async end() {
      ended = true;
      await locking;
      const last = client;
      client = undefined;
      last?.removeAllListeners('error').on('error', () => {});
      await last?.query('select pg_advisory_unlock_all()').catch(() => {});
      last?.release(true);
    },
  };
}

/** Gives back the jobs of workers that are gone. */
export async function unlockDeadWorkers(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query(
    `select distinct locked_by from graphile_worker.jobs where locked_by is not null and locked_at < now() - interval '2 seconds'`,
  );
  const dead: string[] = [];
  for (const { locked_by: id } of rows as { locked_by: string }[]) {
    const probe = await pool.connect();
    try {
      const taken = await probe.query('select pg_try_advisory_lock($1, hashtext($2)) as free', [
        LOCK_CLASS,
        id,
      ]);
      if (taken.rows[0]?.free !== true) continue;
      dead.push(id);
      await probe.query('select pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, id]);
    } finally {
      probe.release();
    }
  }
  if (dead.length === 0) return;
  const utils = await makeWorkerUtils({ pgPool: pool });
  await utils.forceUnlockWorkers(dead);
}
