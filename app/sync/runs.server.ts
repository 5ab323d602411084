import type { Run } from '@prisma/client';
import type { TaskList } from 'graphile-worker';
import { SOURCES } from '../domain/customer.ts';
import { readDifferences } from '../monitor/differences.server.ts';
import { END_RUN } from '../monitor/notifications/tell.sql.ts';
import { runReadings } from '../monitor/runs.server.ts';
import type { Ports } from '../ports.ts';
import type { RunOptions, RunService, RunView } from '../services.ts';
import { bulkStep } from './bulk-run.server.ts';
import { compareStep, RECONCILE_EVENT } from './compare-run.server.ts';
import { importStep } from './import-run.server.ts';
import { forgetImport, windUp } from './import-tail.server.ts';
import { recentStep } from './recent-run.server.ts';
import { afterStep, controlRun } from './run-control.server.ts';
import { LIVE, queueRun, startRun } from './run-queue.server.ts';
import { newestEntry, settleStep } from './run-settle.server.ts';
import { cursorOf, progress, type RunStep, type StepContext } from './run-step.server.ts';
import { type ReadConfiguration, readRuntime } from './shop-runtime.server.ts';

/**
 * Imports and reconciliations. A run is a row and a job `run`; each execution of the job is one step, which says what
 * comes next: `again` after a pause, `trouble` (again, ever later), `done`, or `failed`. What a step has done stands in
 * the row's cursor, so a run goes on after a restart where it was.
 *
 *   import           reading -> indexing (Brevo) -> comparing (the store) -> importing -> delivering -> completed
 *   dry run          reading -> indexing -> comparing -> completed; writes nothing
 *   reconciliation   reading -> indexing -> comparing -> repairing -> completed
 *   bulk             reading -> comparing -> importing -> completed: waiting changes (bulk-run.server.ts), by no one's hand
 *   hourly           reading (what the store changed) -> indexing (what was changed in Brevo) -> repairing -> completed
 *
 * Each can be paused, resumed and cancelled (run-control.server.ts).
 * `waiting_for_store` and `waiting_for_brevo` are phases in which a vendor does not answer; `report.waiting` says why.
 */
export interface RunParts {
  ports: Ports;
  readConfiguration: ReadConfiguration;
  /** Where Brevo can call to tell that an import is over; null where it cannot reach the app. */
  notifyBase?: string | null;
}

export interface Runs {
  service: RunService;
  tasks: TaskList;
  crontab: string[];
  onBulkFinished(shopId: number, operationId: string): Promise<void>;
  /** Brevo told that an import of this batch is over. */
  onImportOver(batchId: string): Promise<void>;
}

/** A shop that is paused or turned off is looked at again so often. */
const IDLE_MS = 30_000;
const LONGEST_TROUBLE_MS = 60_000;
/** Exceptions in a row before a run is given up: a lost database connection passes, a bug does not. */
const MOST_FAILURES = 6;
/** The nightly reconciliations are spread over these hours, each shop at its own minute. */
const NIGHT_MS = 3 * 3_600_000;
/** The hourly ones over this much of the hour. */
const HOUR_MS = 45 * 60_000;

export function createRuns({ ports, readConfiguration, notifyBase = null }: RunParts): Runs {
  const { prisma } = ports.db;

  const service: RunService = {
    async start(shop, kind, options) {
      return startRun(ports, shop.id, { kind, ...options }, ports.now());
    },
    ...runReadings(prisma),
    differences: (shop, id) => readDifferences(ports, shop, id),
    pause: (shop, kind, id) => controlRun(ports, { shopId: shop.id, kind, id }, 'pause'),
    resume: (shop, kind, id) => controlRun(ports, { shopId: shop.id, kind, id }, 'resume'),
    cancel: (shop, kind, id) => controlRun(ports, { shopId: shop.id, kind, id }, 'cancel'),
  };

  async function execute(run: Run, stop: AbortSignal | undefined): Promise<void> {
    const reading = await readRuntime(ports, readConfiguration, run.shopId);
    if (reading.kind === 'idle') {
      if (reading.reason === 'not_installed') return end(run, 'cancelled', 'The app was uninstalled');
      if (reading.reason === 'not_connected')
        return end(run, 'cancelled', 'The Brevo account was disconnected');
      // Paused or turned off: the run waits with everything else.
      return queueRun(ports.db.pool, run, ports.now() + IDLE_MS);
    }
    if (!(await begin(run))) return;
    const outcome = await stepOf({ ports, runtime: reading.runtime, run, stop, notifyBase });
    await afterStep(ports, run);
    switch (outcome.kind) {
      case 'done':
        return end(run, 'completed', null);
      case 'failed':
        return end(run, 'failed', outcome.message);
      case 'trouble': {
        const troubles = (cursorOf(run).troubles ?? 0) + 1;
        await progress(ports, run, {
          phase: outcome.phase,
          cursor: { troubles, failures: 0 },
          report: { waiting: outcome.message },
        });
        return queueRun(ports.db.pool, run, ports.now() + waitAfter(troubles));
      }
      case 'again':
        if (cursorOf(run).troubles || cursorOf(run).failures)
          await progress(ports, run, {
            cursor: { troubles: 0, failures: 0 },
            report: { waiting: undefined },
          });
        return queueRun(ports.db.pool, run, ports.now() + outcome.inMs);
    }
  }

  /** The first step makes the run `running`, unless somebody cancelled it before. */
  async function begin(run: Run): Promise<boolean> {
    if (run.status !== 'queued') return true;
    const begun = await prisma.run.updateMany({
      where: { id: run.id, status: 'queued' },
      data: { status: 'running', startedAt: new Date(ports.now()) },
    });
    if (begun.count === 0) return false;
    await progress(ports, run, {
      phase: 'reading',
      cursor: { entriesAfter: await newestEntry(ports, run.shopId) },
    });
    return true;
  }

  async function end(run: Run, status: RunView['status'], error: string | null): Promise<void> {
    const { waiting: _, ...report } = run.report as Record<string, never>;
    const now = new Date(ports.now());
    await ports.db.pool.query(END_RUN, [run.id, status, JSON.stringify(report), error, now, LIVE]);
    // What a run that did not come to its end has prepared is wound up by one more step.
    if (status !== 'completed') await queueRun(ports.db.pool, run, ports.now());
  }

  /** An exception: looked at again a few times, because most pass, and then given up with a sentence. */
  async function failed(id: string, err: unknown): Promise<void> {
    ports.log.error({ err, run: id }, 'a step of a run failed');
    const run = await prisma.run.findUnique({ where: { id } });
    if (!run || !LIVE.includes(run.status)) return;
    const failures = (cursorOf(run).failures ?? 0) + 1;
    if (failures >= MOST_FAILURES)
      return end(
        run,
        'failed',
        'Something unexpected went wrong again and again; the log of the app says what',
      );
    await progress(ports, run, { cursor: { failures } });
    await queueRun(ports.db.pool, run, ports.now() + waitAfter(failures));
  }

  function waitAfter(times: number): number {
    return Math.min(LONGEST_TROUBLE_MS, 1_000 * 2 ** Math.min(times, 6)) * (0.75 + ports.random() / 4);
  }

  /** A reconciliation for every shop that can be compared, each at its own time within the span. */
  async function startForAll(scope: 'full' | 'recent', withinMs: number): Promise<void> {
    const shops = await prisma.shop.findMany({
      where: {
        uninstalledAt: null,
        connection: { isNot: null },
        links: { some: {} },
        OR: [{ settings: null }, { settings: { enabled: true, paused: false } }],
        // An import that is under way brings everything up to date itself, and so does a whole comparison.
        runs: {
          none: {
            status: { in: LIVE },
            OR: [
              { kind: 'import' },
              ...(scope === 'recent' ? [{ kind: 'reconciliation', status: 'running' }] : []),
            ],
          },
        },
      },
      select: { id: true, domain: true },
    });
    for (const shop of shops) {
      const { source: configured } = await readConfiguration(shop);
      const at = ports.now() + ((shop.id * 7_919_000) % withinMs);
      const run = { kind: 'reconciliation', dryRun: false, scope } as const;
      for (const source of SOURCES) {
        const { startExport, connected } = ports.source(source);
        const feeds = connected ? await connected(shop) : source === configured;
        // What was changed in Brevo is looked at for customers of all sources at once.
        if (startExport && feeds && (scope === 'full' || source === configured))
          await startRun(ports, shop.id, { ...run, ...(source === configured ? {} : { source }) }, at);
      }
    }
  }

  return {
    service,
    tasks: {
      async run(payload, helpers) {
        const { runId } = payload as { runId: string };
        const run = await prisma.run.findUnique({ where: { id: runId } });
        if (!run) return forgetImport(ports, runId);
        if (run.status !== 'queued' && run.status !== 'running') {
          // Paused, cancelled or ended: whoever resumes it queues it again. What is under way in Brevo comes to its end.
          const parts = { ports, readConfiguration, notifyBase };
          const inMs = await windUp(parts, run, helpers?.abortSignal);
          if (inMs !== null) await queueRun(ports.db.pool, run, ports.now() + inMs);
          return;
        }
        await execute(run, helpers?.abortSignal).catch((error: unknown) => failed(runId, error));
      },
      async nightly_reconciliation() {
        await startForAll('full', NIGHT_MS);
      },
      async hourly_reconciliation() {
        await startForAll('recent', HOUR_MS);
      },
    },
    crontab: ['0 1 * * * nightly_reconciliation', '5 * * * * hourly_reconciliation'],
    async onBulkFinished(shopId, operationId) {
      const waiting = await prisma.run.findMany({
        where: { shopId, status: 'running', cursor: { path: ['exportId'], equals: operationId } },
      });
      for (const run of waiting) await queueRun(ports.db.pool, run, ports.now());
    },
    async onImportOver(batchId) {
      const run = await prisma.run.findUnique({ where: { id: batchId } });
      if (run) await queueRun(ports.db.pool, run, ports.now());
    },
  };
}

function stepOf(context: StepContext): Promise<RunStep> {
  const { run } = context;
  if (run.kind === 'bulk') return bulkStep(context);
  const { readAt } = cursorOf(run);
  if (run.kind === 'reconciliation')
    return readAt
      ? settleStep(context, 'repairing', RECONCILE_EVENT)
      : (run.options as Partial<RunOptions>).scope === 'recent'
        ? recentStep(context)
        : compareStep(context);
  return importStep(context, (run.options as { dryRun?: boolean }).dryRun === true);
}
