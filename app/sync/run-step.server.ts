import type { Prisma, Run } from '@prisma/client';
import type { CustomerSource, Ports } from '../ports.ts';
import { metafieldsOf, type ShopRuntime } from './shop-runtime.server.ts';

export type RunStep =
  | { kind: 'again'; inMs: number }
  | { kind: 'done' }
  | { kind: 'failed'; message: string };

type Cursor = Prisma.JsonObject;

/** Adds to what the run remembers of itself. */
export async function progress(
  ports: Ports,
  run: Run,
  changes: { phase?: string; cursor?: Cursor; counts?: Record<string, number>; report?: Prisma.JsonObject },
): Promise<void> {
  if (changes.cursor) run.cursor = { ...(run.cursor as Cursor), ...changes.cursor };
  if (changes.counts) run.counts = { ...(run.counts as Record<string, number>), ...changes.counts };
  await ports.db.prisma.run.update({
    where: { id: run.id },
    data: {
      ...(changes.phase ? { phase: changes.phase } : {}),
      cursor: run.cursor as Cursor,
      counts: run.counts as Cursor,
      ...(changes.report ? { report: changes.report } : {}),
    },
  });
}

/** Whether somebody paused or cancelled the run since the step began. */
export async function isStopped(ports: Ports, run: Run): Promise<boolean> {
  const now = await ports.db.prisma.run.findUnique({ where: { id: run.id }, select: { status: true } });
  return now?.status !== 'running';
}

export type ExportReading =
  | {
      kind: 'ready';
      url: string | null;
      source: Required<Pick<CustomerSource, 'readExport'>>;
      metafields: string[];
    }
  | { kind: 'not_yet'; step: RunStep };

/** The store's file: asked for once, looked at again with growing waits until it is there (also told by webhook). */
export async function exportOf(ports: Ports, runtime: ShopRuntime, run: Run): Promise<ExportReading> {
  const source = ports.source(runtime.configuration.source);
  const { startExport, exportState, readExport } = source;
  if (!startExport || !exportState || !readExport) {
    return { kind: 'not_yet', step: { kind: 'failed', message: 'This source cannot be read as a whole' } };
  }
  const metafields = metafieldsOf(runtime.rules);
  const cursor = run.cursor as { exportId?: string; waits?: number };
  const waits = cursor.waits ?? 0;
  const later: RunStep = { kind: 'again', inMs: Math.min(15_000, 500 * 2 ** Math.min(waits, 8)) };
  if (!cursor.exportId) {
    const started = await startExport(runtime.shop, metafields);
    if (started.kind === 'failed') return { kind: 'not_yet', step: started };
    await progress(ports, run, {
      phase: 'reading',
      cursor: { waits: waits + 1, ...(started.kind === 'started' ? { exportId: started.id, waits: 0 } : {}) },
    });
    return { kind: 'not_yet', step: later };
  }
  const state = await exportState(runtime.shop, cursor.exportId);
  if (state.kind === 'failed') return { kind: 'not_yet', step: state };
  if (state.kind !== 'ready') {
    await progress(ports, run, { cursor: { waits: waits + 1 } });
    return { kind: 'not_yet', step: later };
  }
  await progress(ports, run, { phase: 'reading', counts: { total: state.total } });
  return { kind: 'ready', url: state.url, source: { readExport }, metafields };
}

/** The last phase: the run is over when everything it queued has been settled, one way or another. */
export async function settleStep(
  ports: Ports,
  run: Run,
  phase: 'delivering' | 'repairing',
): Promise<RunStep> {
  const { readAt = new Date(ports.now()).toISOString(), event } = run.cursor as {
    readAt?: string;
    event?: string;
  };
  const { rows } = await ports.db.pool.query(
    'select count(*)::int as waiting from pending_changes where shop_id = $1 and received_at <= $2',
    [run.shopId, readAt],
  );
  const remaining = rows[0]?.waiting as number;
  if (remaining > 0) {
    await progress(ports, run, { phase, counts: { remaining } });
    return { kind: 'again', inMs: 1_000 };
  }
  const outcomes = await ports.db.prisma.syncEntry.groupBy({
    by: ['outcome'],
    where: { shopId: run.shopId, event: event ?? '', at: { gte: run.startedAt ?? run.createdAt } },
    _count: true,
  });
  const counts = Object.fromEntries(
    outcomes.filter((o) => o.outcome !== 'retrying').map((o) => [o.outcome, o._count]),
  );
  await progress(ports, run, {
    counts: { succeeded: 0, unchanged: 0, skipped: 0, failed: 0, ...counts, remaining: 0 },
  });
  return { kind: 'done' };
}
