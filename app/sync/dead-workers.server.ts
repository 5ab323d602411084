import { EventEmitter } from 'node:events';
import { makeWorkerUtils, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';

/**
 * graphile-worker keeps the jobs of a killed worker locked for four hours. Each of our workers therefore holds an
 * advisory lock by its id on a connection that dies with the process: a job locked by an id whose lock is free belongs
 * to a dead worker and is given back.
 */
const LOCK_CLASS = 7_203_341;

export interface WorkerLife {
  /** Given to graphile-worker, so that every worker it makes is known. */
  events: WorkerEvents;
  end(): Promise<void>;
}

export async function holdWorkerLife(pool: pg.Pool): Promise<WorkerLife> {
  const client = await pool.connect();
  // A broken connection frees our locks; the jobs may then be given to others, which the account lock makes harmless.
  client.on('error', () => {});
  const events: WorkerEvents = new EventEmitter() as WorkerEvents;
  let locking: Promise<unknown> = Promise.resolve();
  events.on('worker:create', ({ worker }) => {
    const lock = () =>
      client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, worker.workerId]);
    locking = locking.then(lock).catch(() => {});
  });
  return {
    events,
    async end() {
      await locking;
      await client.query('select pg_advisory_unlock_all()').catch(() => {});
      client.release(true);
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
