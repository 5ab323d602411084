import { batchWindow } from '../domain/batch.ts';
import type { Ports } from '../ports.ts';
import { countForBulk, insertBulkRun, readLastBulk } from './bulk.sql.ts';
import type { BulkNote } from './import-plan.ts';
import { queueRun } from './run-queue.server.ts';
import type { ShopRuntime } from './shop-runtime.server.ts';
import { inTransaction } from './transaction.ts';

/** So many changes are worth an import: its own calls are few, but it takes Brevo a while. */
export const BULK_FROM = { window: 500, backlog: 1_000 };
/** After one that failed, the single way is taken for this long. */
const COOL_DOWN_MS = 15 * 60_000;

export interface BulkOptions {
  reason: BulkNote;
  /** How many waited when it was decided; up to the threshold. */
  waiting: number;
}

/**
 * Decides whether the waiting changes of a shop go out in bulk, and starts that. In batch mode those of the window that
 * is due, in realtime a backlog; few go by single calls. What a bulk run
 * has considered is not considered again: what it did not send goes by single calls. When the bulk run is over and fewer wait, single calls follow
 * by themselves, because this is asked anew at the beginning of every slice.
 */
export async function startBulk(
  ports: Ports,
  runtime: ShopRuntime,
  thresholds: typeof BULK_FROM = BULK_FROM,
): Promise<boolean> {
  if (runtime.bulk !== null || runtime.connection.health !== 'ok') return false;
  const now = ports.now();
  const window = batchWindow(runtime.configuration.options, now);
  const reason: BulkNote = window ? 'bulk_batch' : 'bulk_backlog';
  const from = window ? thresholds.window : thresholds.backlog;
  const until = window?.opened ?? new Date(now);
  const shopId = runtime.shop.id;
  const { pool } = ports.db;
  const last = await readLastBulk(pool, shopId);
  const span = { since: last.until, until };
  const choice = { due: new Date(now), held: runtime.held, limit: from };
  const waiting = await countForBulk(pool, shopId, span, choice);
  if (waiting < from) return false;
  const { failedAt } = last;
  if (failedAt !== null && now - failedAt.getTime() < COOL_DOWN_MS) return false;
  const options = { reason, waiting } satisfies BulkOptions;
  const run = { id: ports.newId(), shopId, kind: 'bulk', options, cursor: span };
  const made = await inTransaction(pool, async (client) => {
    if (!(await insertBulkRun(client, { ...run, createdAt: new Date(now) }))) return false;
    await queueRun(client, run, now);
    return true;
  });
  if (made) ports.log.info({ shopId, reason, waiting }, 'waiting changes go out in bulk');
  return made;
}
