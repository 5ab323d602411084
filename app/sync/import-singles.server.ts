import { forgetBatch, isPrepared, takeSingles } from './import-batch.sql.ts';
import { upsertPending } from './pending.sql.ts';
import { RUN_EVENTS } from './run-event.ts';
import { cursorOf, isStopped, progress, type RunStep, type StepContext } from './run-step.server.ts';
import { inTransaction } from './transaction.ts';
import { wakeDrains } from './wake.sql.ts';

const BATCH = 1_000;
/** Rows of one shop that may wait: the queue is not a second copy of the store. */
const MOST_WAITING = 20_000;
const FULL_WAIT_MS = 5_000;

/**
 * What no import carries joins the queue. The change is thin, so that the truth is read again when it is delivered, and
 * a webhook that arrives meanwhile is never overtaken. What went by an import and was not right is looked at in Brevo.
 */
export async function queueSingles(context: StepContext): Promise<RunStep> {
  const { ports, run } = context;
  const { pool } = ports.db;
  for (;;) {
    if (await isStopped(context)) return { kind: 'again', inMs: 0 };
    const { rows } = await pool.query(
      'select count(*)::int as waiting from pending_changes where shop_id = $1',
      [run.shopId],
    );
    if ((rows[0]?.waiting as number) > MOST_WAITING) return { kind: 'again', inMs: FULL_WAIT_MS };
    const now = new Date(ports.now());
    const queued = await inTransaction(pool, async (client) => {
      const singles = await takeSingles(client, run.id, BATCH);
      const changes = singles.map(({ source, customerId, sent }) => ({
        shopId: run.shopId,
        source,
        customerId,
        changeId: ports.newId(),
        kind: 'upsert' as const,
        event: RUN_EVENTS.import,
        occurredAt: now,
        force: sent,
      }));
      await upsertPending(client, changes, now);
      if (changes.length > 0) await wakeDrains(client, [run.shopId]);
      return changes.length;
    });
    const before = (run.counts as Record<string, number>).queued ?? 0;
    await progress(ports, run, { phase: 'delivering', counts: { queued: before + queued } });
    if (queued === BATCH) continue;
    const whole = await isPrepared(pool, run.id);
    await inTransaction(pool, async (client) => {
      if (whole) await forgetBatch(client, run.id);
      // After a crash of PostgreSQL nobody knows who was left: it is prepared anew, and who is right is found right.
      const next = whole ? { readAt: new Date(ports.now()).toISOString() } : { imported: false };
      await progress(ports, run, { cursor: { ...cursorOf(run), ...next } }, client);
    });
    return { kind: 'again', inMs: whole ? 500 : 0 };
  }
}
