import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run, type TaskList } from 'graphile-worker';
import type { ShopEvent } from './domain/shop-event.ts';
import type { Ports } from './ports.ts';
import { startBulk } from './sync/bulk-start.server.ts';
import { holdWorkerLife, unlockDeadWorkers } from './sync/dead-workers.server.ts';
import { createDrains } from './sync/drain-account.server.ts';
import { prune } from './sync/prune.server.ts';
import type { ReadConfiguration } from './sync/shop-runtime.server.ts';
import { shopsWithDueChanges, wakeDrains } from './sync/wake.sql.ts';

/**
 * The worker: graphile-worker decides when which shop is drained; our own table holds what waits.
 *
 * The life of a shop's drain: a change is received and, in the same transaction, the job `drain:<shop>` is added ->
 * a worker takes it and drains for a slice -> it ends
 *   `idle`   nothing waits, or nothing may go out: the next change, or what the merchant does, adds the job again
 *   `more`   the slice ran out: the account's next shop has its turn, which is the same one when no other waits; where
 *            every place in the worker is taken, the job is added again behind those of other shops, so none starves
 *   `wait`   a retry or a probe is due later: the job `drain-later:<shop>` is added for that time
 *   `busy`   the same Brevo account is being drained already: here, then it is left to that drain; in another process,
 *            then it is looked at again a moment later
 * A change that arrives during a drain adds a job of its own, which finds the account busy. Once a minute, and a few
 * seconds after the start, `sweep` wakes every shop with due changes (what a lost wake-up would leave); the jobs of
 * dead workers are given back every ten seconds.
 */
export interface WorkerOptions {
  ports: Ports;
  readConfiguration: ReadConfiguration;
  onShopEvent(shopId: number, domain: string, event: ShopEvent): Promise<void>;
  /** Tasks of others: runs (imports, reconciliations), Brevo's webhook. */
  tasks: TaskList;
  /** Lines of the timetable besides our own. */
  crontab: string[];
}

/** Jobs side by side: drains wait for vendors most of the time. */
const CONCURRENCY = 40;
/** Jobs for later are found by looking; forty that look at their own times find one within a moment. */
const POLL_MS = 2_000;
/** A job that a worker took in the last two seconds before its death is taken for one of the living until then. */
const SWEEP_AGAIN_MS = 3_000;
const DEAD_EVERY_MS = 10_000;

/** A runner that gave up (the database was away for long, or restarted under it) is followed by another so soon. */
const RUNNER_AGAIN_MS = 1_000;

export async function startWorker(options: WorkerOptions): Promise<{ stop(): Promise<void> }> {
  const { pool } = options.ports.db;
  const stopping = new AbortController();
  const tasks = { ...tasksOf(options, stopping.signal), ...options.tasks };
  let current = await startRunner(options, tasks);
  const supervised = (async () => {
    for (;;) {
      await current.runner.promise.catch(() => {});
      if (stopping.signal.aborted) return;
      options.ports.log.error('The worker has stopped by itself and is started again');
      await current.life.end().catch(() => {});
      for (let started = false; !started && !stopping.signal.aborted; ) {
        await sleep(RUNNER_AGAIN_MS);
        started = await startRunner(options, tasks).then(
          (next) => {
            current = next;
            return true;
          },
          () => false,
        );
      }
      if (stopping.signal.aborted) await current.runner.stop().catch(() => {});
    }
  })();
  await unlockDeadWorkers(pool);
  await sweep(options.ports);
  const again = setTimeout(() => void current.runner.addJob('sweep', {}).catch(() => {}), SWEEP_AGAIN_MS);
  const dead = setInterval(() => void unlockDeadWorkers(pool).catch(() => {}), DEAD_EVERY_MS);
  return {
    async stop() {
      clearTimeout(again);
      clearInterval(dead);
      stopping.abort();
      await current.runner.stop().catch(() => {});
      await supervised;
      await current.life.end();
    },
  };
}

async function startRunner({ ports, crontab }: WorkerOptions, taskList: TaskList) {
  const life = await holdWorkerLife(ports.db.pool);
  try {
    const runner = await run({
      pgPool: ports.db.pool,
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      pollInterval: POLL_MS,
      taskList,
      crontab: ['* * * * * sweep', '17 3 * * * prune', ...crontab].join('\n'),
      events: life.events,
      logger: loggerFor(ports),
    });
    return { runner, life };
  } catch (error) {
    await life.end();
    throw error;
  }
}

function tasksOf(
  { ports, readConfiguration, onShopEvent }: WorkerOptions,
  stopSignal: AbortSignal,
): TaskList {
  const drains = createDrains(ports, {
    readConfiguration,
    stop: stopSignal,
    places: CONCURRENCY,
    startBulk: (runtime) => startBulk(ports, runtime),
  });
  return {
    async drain(payload) {
      const { shopId } = payload as { shopId: number };
      await drains.drain(shopId);
    },
    async shop_event(payload) {
      const { shopId, domain, event } = payload as { shopId: number; domain: string; event: ShopEvent };
      await onShopEvent(shopId, domain, event);
    },
    async sweep() {
      await unlockDeadWorkers(ports.db.pool);
      await sweep(ports);
    },
    async prune() {
      await prune(ports, readConfiguration);
    },
  };
}

async function sweep(ports: Ports): Promise<void> {
  await wakeDrains(ports.db.pool, await shopsWithDueChanges(ports.db.pool, new Date(ports.now())));
}

/** graphile-worker speaks of every job; only its warnings and errors are news. */
function loggerFor({ log }: Ports): Logger {
  return new Logger(() => (level, message) => {
    // Its advice on the pool's size takes every job for one that holds a connection: ours wait for vendors.
    if (message.includes('maxPoolSize')) log.trace(message);
    else if (level === 'error') log.error(message);
    else if (level === 'warning') log.warn(message);
    else log.trace(message);
  });
}
