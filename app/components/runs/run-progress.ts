import type { RunView } from '../../services.ts';

export interface RunProgress {
  /** Customers of whom this phase is done with; null while that cannot be said (the store prepares its file). */
  done: number | null;
  total: number | null;
}

const SETTLED = ['succeeded', 'unchanged', 'skipped', 'failed'];

export function isLive({ status }: Pick<RunView, 'status'>): boolean {
  return status === 'queued' || status === 'running' || status === 'paused';
}

/**
 * How far a run is, in customers. Reading an import's file is quick beside delivering it, so an import counts those who
 * are settled; a comparison counts those it has looked at, and its repairs count what it queued.
 */
export function progressOf({ kind, dryRun, phase, counts }: RunView): RunProgress {
  const settled = SETTLED.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  if (phase === 'repairing') {
    const total = counts.differed ?? 0;
    return { done: Math.min(total, total - Math.min(total, counts.remaining ?? 0)), total };
  }
  const total = counts.total ?? null;
  if (kind === 'reconciliation' || dryRun) {
    const looked = (dryRun ? counts.read : counts.checked) ?? null;
    return { done: phase === 'comparing' ? looked : null, total };
  }
  const left = phase === 'delivering' ? counts.remaining : undefined;
  // A customer whose change was folded into a newer one is settled under that one's name, and counted in none of these.
  const done = total !== null && left !== undefined ? Math.max(settled, total - left) : settled;
  return { done: total === null ? null : Math.min(done, total), total };
}

export interface Sample {
  /** Milliseconds. */
  at: number;
  done: number;
}

/** Customers a second over the samples; null while nothing has moved. */
export function rateOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at <= first.at || last.done <= first.done) return null;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

/** Milliseconds until a run is done at a rate (customers a second); null where one of them is not known. */
export function timeLeft({ done, total }: RunProgress, rate: number | null): number | null {
  if (done === null || total === null || rate === null || rate <= 0) return null;
  return Math.max(0, ((total - done) / rate) * 1000);
}
