import type { Prisma, Run } from '@prisma/client';
import type { TaskList } from 'graphile-worker';
import type { Ports } from '../ports.ts';
import type { RunService, RunView } from '../services.ts';
import { compareStep, indexStep } from './compare-run.server.ts';
import { importStep } from './import-run.server.ts';
import { type RunStep, settleStep } from './run-step.server.ts';
import { type ReadConfiguration, readRuntime } from './shop-runtime.server.ts';

/**
 * Imports and reconciliations. A run is a row and a job `run`; each execution of the job is one step, which says what
 * comes next: `again` after a pause, `done`, or `failed`. What a step has done stands in the row's cursor, so a run
 * goes on after a restart where it was.
 *
 *   import           reading -> delivering -> completed
 *   dry run          indexing (Brevo) -> comparing (the store) -> completed; writes nothing
 *   reconciliation   indexing -> comparing -> repairing -> completed
 */
export interface RunParts {
  ports: Ports;
  readConfiguration: ReadConfiguration;
}

export interface Runs {
  service: RunService;
  tasks: TaskList;
  crontab: string[];
  onBulkFinished(shopId: number, operationId: string): Promise<void>;
}

const LIVE = ['queued', 'running', 'paused'];

export function createRuns({ ports, readConfiguration }: RunParts): Runs {
  const { prisma, pool } = ports.db;
  const wake = (runId: string, inMs = 0) =>
    pool.query(
      `select graphile_worker.add_job('run', payload := $1::json, job_key := 'run:' || $2, run_at := $3, max_attempts := 100)`,
      [JSON.stringify({ runId }), runId, new Date(ports.now() + inMs)],
    );

  const service: RunService = {
    async start(shop, kind, { dryRun }) {
      const connected = await prisma.connection.count({ where: { shopId: shop.id } });
      if (connected === 0) return { kind: 'not_connected' };
      const live = await prisma.run.findFirst({ where: { shopId: shop.id, kind, status: { in: LIVE } } });
      if (live) return { kind: 'started', id: live.id };
      const run = await prisma.run.create({ data: { shopId: shop.id, kind, options: { dryRun } } });
      await wake(run.id);
      return { kind: 'started', id: run.id };
    },
    async read(shop, kind, id) {
      const run = await prisma.run.findFirst({ where: { id, shopId: shop.id, kind } });
      return run && viewOf(run);
    },
    async latest(shop, kind) {
      const run = await prisma.run.findFirst({
        where: { shopId: shop.id, kind },
        orderBy: { createdAt: 'desc' },
      });
      return run && viewOf(run);
    },
  };

  async function step(run: Run): Promise<void> {
    const shop = await prisma.shop.findUniqueOrThrow({ where: { id: run.shopId } });
    if (run.status === 'queued') {
      await prisma.run.update({
        where: { id: run.id },
        data: { status: 'running', startedAt: new Date(ports.now()), phase: 'starting' },
      });
      run.startedAt = new Date(ports.now());
    }
    const reading = await readRuntime(ports, readConfiguration, shop.id);
    // Paused, turned off or disconnected: the run waits with everything else.
    if (reading.kind === 'idle')
      return reading.reason === 'not_installed' ? end(run, 'cancelled') : void (await wake(run.id, 15_000));
    const dry = run.kind === 'import' && (run.options as { dryRun?: boolean }).dryRun === true;
    const cursor = run.cursor as { index?: boolean; read?: boolean };
    const outcome: RunStep =
      run.kind === 'import' && !dry
        ? cursor.read
          ? await settleStep(ports, run, 'delivering')
          : await importStep(ports, reading.runtime, run)
        : cursor.read
          ? await settleStep(ports, run, 'repairing')
          : await compareStep(ports, reading.runtime, run, await indexStep(ports, reading.runtime, run), dry);
    if (outcome.kind === 'again') await wake(run.id, outcome.inMs);
    else if (outcome.kind === 'done') await end(run, 'completed');
    else await end(run, 'failed', outcome.message);
  }

  async function end(
    run: Run,
    status: 'completed' | 'failed' | 'cancelled',
    error: string | null = null,
  ): Promise<void> {
    await prisma.run.updateMany({
      where: { id: run.id, status: { in: LIVE } },
      data: { status, phase: status, error, endedAt: new Date(ports.now()) },
    });
  }

  return {
    service,
    tasks: {
      async run(payload) {
        const run = await prisma.run.findUnique({ where: { id: (payload as { runId: string }).runId } });
        if (!run || !['queued', 'running'].includes(run.status)) return;
        try {
          await step(run);
        } catch (err) {
          ports.log.error({ err, run: run.id }, 'a step of a run failed');
          const failures = ((run.cursor as { failures?: number }).failures ?? 0) + 1;
          if (failures > 20) return end(run, 'failed', 'The run failed too often; see the log of the app');
          const now = await prisma.run.findUniqueOrThrow({ where: { id: run.id } });
          await prisma.run.update({
            where: { id: run.id },
            data: { cursor: { ...(now.cursor as Prisma.JsonObject), failures } },
          });
          await wake(run.id, Math.min(60_000, 1_000 * 2 ** failures));
        }
      },
      async nightly_reconciliation() {
        const shops = await prisma.shop.findMany({
          where: { uninstalledAt: null, connection: { isNot: null }, links: { some: {} } },
          select: { id: true, domain: true },
        });
        for (const shop of shops) await service.start(shop, 'reconciliation', { dryRun: false });
      },
    },
    crontab: ['23 2 * * * nightly_reconciliation'],
    async onBulkFinished(shopId) {
      const waiting = await prisma.run.findMany({
        where: { shopId, status: 'running' },
        select: { id: true },
      });
      for (const { id } of waiting) await wake(id);
    },
  };
}

function viewOf(run: Run): RunView {
  return {
    id: run.id,
    kind: run.kind as RunView['kind'],
    status: run.status as RunView['status'],
    phase: run.phase,
    counts: run.counts as Record<string, number>,
    report: run.report as Record<string, unknown>,
    error: run.error,
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}
