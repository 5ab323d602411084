import type { Run } from '@prisma/client';
import type { Ports } from '../ports.ts';
import { RUNS_OWN } from './run-control.sql.ts';
import { cursorOf, progress, type RunStep, type StepContext } from './run-step.server.ts';

/** How the queued customers ended so far; a problem counts as failed and is waited for by a person, not by the run. */
export type Outcomes = Record<'succeeded' | 'unchanged' | 'skipped' | 'failed', number>;

const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;

/** The last phase: the run is over when everything that was accepted until the file was read has been settled. */
export async function settleStep(
  { ports, run, runtime }: StepContext,
  phase: 'delivering' | 'repairing',
  event: string,
): Promise<RunStep> {
  const { readAt } = cursorOf(run);
  // Index: pending_changes' primary key begins with the shop; a shop's queue is bounded.
  const { rows } = await ports.db.pool.query(
    `select count(*)::int as waiting from pending_changes
     where shop_id = $1 and received_at <= $2 and not ${RUNS_OWN('$3::text[]')}`,
    [run.shopId, readAt, runtime.held],
  );
  const remaining = rows[0]?.waiting as number;
  await progress(ports, run, { phase, counts: { ...(await outcomesOf(ports, run, event)), remaining } });
  if (remaining === 0) return { kind: 'done' };
  return { kind: 'again', inMs: Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, remaining * 20)) };
}

/**
 * Counted from the log. A customer whose change was folded into a newer one from elsewhere (a webhook came meanwhile) is
 * settled under that event and is in none of these. Index: sync_entries (shop_id, id).
 */
export async function outcomesOf(ports: Ports, run: Run, event: string): Promise<Outcomes> {
  const { rows } = await ports.db.pool.query(
    `select outcome, count(*)::int as count from sync_entries
     where shop_id = $1 and id > $2::bigint and event = $3 and outcome <> 'retrying' group by outcome`,
    [run.shopId, cursorOf(run).entriesAfter ?? '0', event],
  );
  const found = Object.fromEntries(rows.map((row) => [row.outcome as string, row.count as number]));
  const { unchanged = 0, ...others } = found;
  return {
    ...{ succeeded: 0, skipped: 0, failed: 0, ...others },
    unchanged: unchanged + (cursorOf(run).right ?? 0),
  };
}

/** The newest entry of the shop, as the mark behind which a run's own begin. */
export async function newestEntry(ports: Ports, shopId: number): Promise<string> {
  const { rows } = await ports.db.pool.query(
    'select coalesce(max(id), 0)::text as id from sync_entries where shop_id = $1',
    [shopId],
  );
  return rows[0]?.id as string;
}
