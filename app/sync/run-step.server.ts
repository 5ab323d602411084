import type { Prisma, Run } from '@prisma/client';
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

/** Adds to what the run remembers and shows of itself; an `undefined` in the report takes a part away. */
export async function progress(ports: Ports, run: Run, changes: Progress): Promise<void> {
  run.cursor = { ...(run.cursor as Prisma.JsonObject), ...changes.cursor };
  run.counts = { ...(run.counts as Prisma.JsonObject), ...changes.counts };
  const report = { ...(run.report as Prisma.JsonObject), ...changes.report };
  run.report = JSON.parse(JSON.stringify(report)) as Prisma.JsonObject;
  if (changes.phase) run.phase = changes.phase;
  // A run that was cancelled meanwhile keeps the words of its end.
  await ports.db.prisma.run.updateMany({
    where: { id: run.id, status: { in: LIVE } },
    data: {
      phase: run.phase,
      cursor: run.cursor as Prisma.JsonObject,
      counts: run.counts as Prisma.JsonObject,
      report: run.report as Prisma.JsonObject,
    },
  });
}

/** Whether the step has to end early: the process stops, or somebody paused or cancelled the run. */
export async function isStopped({ ports, run, stop }: StepContext): Promise<boolean> {
  if (stop?.aborted) return true;
  const now = await ports.db.prisma.run.findUnique({ where: { id: run.id }, select: { status: true } });
  return now?.status !== 'running';
}
