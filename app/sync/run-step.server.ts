import type { Prisma, Run } from '@prisma/client';
import type pg from 'pg';
import type { Source } from '../domain/customer.ts';
import type { Ports } from '../ports.ts';
import { LIVE } from './run-queue.server.ts';
import type { ShopRuntime } from './shop-runtime.server.ts';

/** How one execution of a run's job ended, and so what comes next. */
export type RunStep =
  | { kind: 'again'; inMs: number }
  /** A vendor does not answer or lets nobody in: the run stays `running` and the step is tried again, ever later. */
  | { kind: 'trouble'; phase: 'waiting_for_store' | 'waiting_for_brevo'; message: string }
  | { kind: 'done' }
  | { kind: 'failed'; message: string };

/** What a step works with. */
export interface StepContext {
  ports: Ports;
  runtime: ShopRuntime;
  run: Run;
  /** The process is told to stop: the step ends soon, another worker goes on. */
  stop: AbortSignal | undefined;
  /** Where Brevo tells that an import is over (import-load.server.ts ImportContext). */
  notifyBase: string | null;
}

/** What a run remembers between its steps. Everything is optional: a run starts with nothing. */
export interface RunCursor {
  /** The store's export, when it was asked for, and how often its state was looked at. */
  exportId?: string;
  exportAt?: string;
  waits?: number;
  /** Customers read so far, and the offset in the file behind the last one. */
  line?: number;
  offset?: number;
  /** How many of Brevo's contacts were read, and of an import whether that, the file and the imports are done. */
  indexOffset?: number;
  /** When a comparison began to read Brevo's contacts: what is old is read anew. */
  indexAt?: string;
  indexed?: boolean;
  staged?: boolean;
  /** Rows for imports, once staged. */
  toImport?: number;
  imported?: boolean;
  importingAt?: string;
  /** When an import last counted its outcomes, in milliseconds. */
  countedAt?: number;
  /** Customers that were right before: the log says nothing of them. */
  right?: number;
  /** A bulk: what came in from `since` on and before this is its; whether all contacts are read; the customer judged last. */
  until?: string;
  whole?: boolean;
  after?: { source: string; customerId: string } | null;
  /** Since when: what a comparison of what changed lately looks at, and what a bulk sends. */
  since?: string;
  /** The whole file was read, at this time: what was accepted later is none of the run's business. */
  readAt?: string;
  /** The newest log entry when the run began: its own come later. */
  entriesAfter?: string;
  /** Steps in a row that met trouble, or an exception. */
  troubles?: number;
  failures?: number;
}

export function cursorOf(run: Run): RunCursor {
  return run.cursor as RunCursor;
}

interface Progress {
  phase?: string;
  cursor?: RunCursor;
  counts?: Record<string, number>;
  report?: Record<string, unknown>;
}

/** The source that a run reads: the one it was started for, else the configured one. */
export function sourceOf({ run, runtime }: Pick<StepContext, 'run' | 'runtime'>): Source {
  return (run.options as { source?: Source }).source ?? runtime.configuration.source;
}

/**
 * Adds to what the run remembers and shows of itself; an `undefined` in the report takes a part away. With a client it
 * takes part in its transaction.
 */
export async function progress(
  ports: Ports,
  run: Run,
  changes: Progress,
  client?: Pick<pg.PoolClient, 'query'>,
): Promise<void> {
  run.cursor = { ...(run.cursor as Prisma.JsonObject), ...changes.cursor };
  run.counts = { ...(run.counts as Prisma.JsonObject), ...changes.counts };
  const report = { ...(run.report as Prisma.JsonObject), ...changes.report };
  run.report = JSON.parse(JSON.stringify(report)) as Prisma.JsonObject;
  if (changes.phase) run.phase = changes.phase;
  // A run that was cancelled meanwhile keeps the words of its end.
  await (client ?? ports.db.pool).query(
    'update runs set phase = $2, cursor = $3, counts = $4, report = $5 where id = $1 and status = any($6)',
    [
      run.id,
      run.phase,
      JSON.stringify(run.cursor),
      JSON.stringify(run.counts),
      JSON.stringify(run.report),
      LIVE,
    ],
  );
}

/** Whether the step has to end early: the process stops, or somebody paused or cancelled the run. */
export async function isStopped({ ports, run, stop }: StepContext): Promise<boolean> {
  if (stop?.aborted) return true;
  const now = await ports.db.prisma.run.findUnique({ where: { id: run.id }, select: { status: true } });
  return now?.status !== 'running';
}
