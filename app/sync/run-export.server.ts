import type { CustomerSource, ExportTrouble } from '../ports.ts';
import { cursorOf, progress, type RunStep, type StepContext, sourceOf } from './run-step.server.ts';
import { metafieldsOf } from './shop-runtime.server.ts';

/** The store's file, ready to be read; `url` is null for an empty store. */
export interface ReadyExport {
  kind: 'ready';
  url: string | null;
  metafields: string[];
  read: NonNullable<CustomerSource['readExport']>;
  /** When it was asked for: what happened later may not be in it. */
  askedAt: Date;
}

export type ExportReading = ReadyExport | { kind: 'not_yet'; step: RunStep };

/** The state is looked at with growing waits; the store's webhook ends a wait early. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * The store's file: asked for once, then looked at until it is there. Every step asks anew where it lies, because the
 * address expires. No step waits inside: the job is queued again.
 */
export async function exportOf(context: StepContext): Promise<ExportReading> {
  const { ports, runtime, run } = context;
  const { startExport, exportState, readExport } = ports.source(sourceOf(context));
  if (!startExport || !exportState || !readExport)
    return notYet({ kind: 'failed', message: 'This source cannot be read as a whole' });
  const metafields = metafieldsOf(runtime.rules);
  const { exportId, exportAt, waits = 0 } = cursorOf(run);
  const later: RunStep = {
    kind: 'again',
    inMs: Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(waits, 6)),
  };

  if (!exportId || !exportAt) {
    const askedAt = new Date(ports.now()).toISOString();
    const started = await startExport(runtime.shop, metafields);
    if (started.kind !== 'started') return notYet(stepOf(started));
    await progress(ports, run, {
      phase: 'reading',
      cursor: { exportId: started.id, exportAt: askedAt, waits: 0 },
    });
    return notYet(later);
  }
  const state = await exportState(runtime.shop, exportId);
  if (state.kind === 'failed' || state.kind === 'unavailable') return notYet(stepOf(state));
  if (state.kind === 'running') {
    await progress(ports, run, { phase: 'reading', cursor: { waits: waits + 1 } });
    return notYet(later);
  }
  await progress(ports, run, { phase: 'reading', counts: { total: state.total } });
  return { kind: 'ready', url: state.url, metafields, read: readExport, askedAt: new Date(exportAt) };
}

function notYet(step: RunStep): ExportReading {
  return { kind: 'not_yet', step };
}

function stepOf(trouble: ExportTrouble): RunStep {
  return trouble.kind === 'failed'
    ? trouble
    : { kind: 'trouble', phase: 'waiting_for_store', message: trouble.message };
}
