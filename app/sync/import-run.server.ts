import type { Customer } from '../domain/customer.ts';
import { receive } from './receive.server.ts';
import { RUN_EVENTS } from './run-event.ts';
import { exportOf } from './run-export.server.ts';
import { outcomesOf } from './run-settle.server.ts';
import { cursorOf, isStopped, progress, type RunStep, type StepContext } from './run-step.server.ts';

const BATCH = 500;
/** Rows of one shop that may wait: the queue is not a second copy of the store. */
const MOST_WAITING = 20_000;
const FULL_WAIT_MS = 5_000;
/** A step reads for so long; then others get the worker. */
const SLICE_MS = 10_000;
export const IMPORT_EVENT = RUN_EVENTS.import;

/**
 * Reads the store's file and queues each customer through the one door. The change is thin and carries the source's
 * own time, so a webhook that arrives meanwhile is never overtaken: the truth is read again when it is delivered. A
 * batch that was queued by a step that died before noting it is queued again, which changes nothing.
 */
export async function importStep(context: StepContext): Promise<RunStep> {
  const { ports, run } = context;
  const file = await exportOf(context);
  if (file.kind === 'not_yet') return file.step;
  const until = ports.now() + SLICE_MS;
  let batch: Customer[] = [];
  let { line = 0, offset = 0 } = cursorOf(run);

  const flush = async () => {
    if (batch.length > 0) await receive(ports, [{ shopId: run.shopId, changes: batch.map(changeOf) }]);
    line += batch.length;
    batch = [];
    await progress(ports, run, { cursor: { line, offset }, counts: { read: line, queued: line } });
  };
  const changeOf = (customer: Customer) => ({
    source: customer.source,
    customerId: customer.id,
    kind: 'upsert' as const,
    event: IMPORT_EVENT,
    occurredAt: new Date(customer.updatedAt ?? ports.now()),
  });

  if (file.url !== null) {
    for await (const item of file.read(file.url, file.metafields, offset)) {
      if (item.kind === 'broken') {
        await flush();
        return { kind: 'trouble', phase: 'waiting_for_store', message: item.message };
      }
      batch.push(item.customer);
      offset = item.end;
      if (batch.length < BATCH) continue;
      await flush();
      const wait = await reasonToWait(context, until);
      if (wait !== null) {
        await progress(ports, run, { counts: await outcomesOf(ports, run, IMPORT_EVENT) });
        return { kind: 'again', inMs: wait };
      }
    }
  }
  await flush();
  await progress(ports, run, {
    phase: 'delivering',
    cursor: { readAt: new Date(ports.now()).toISOString() },
  });
  return { kind: 'again', inMs: 500 };
}

/** Why reading stops for now, as the time until it goes on; null while it may go on. */
async function reasonToWait(context: StepContext, until: number): Promise<number | null> {
  const { ports, run } = context;
  if (await isStopped(context)) return 0;
  const { rows } = await ports.db.pool.query(
    'select count(*)::int as waiting from pending_changes where shop_id = $1',
    [run.shopId],
  );
  const remaining = rows[0]?.waiting as number;
  await progress(ports, run, { counts: { remaining } });
  if (remaining > MOST_WAITING) return FULL_WAIT_MS;
  return ports.now() > until ? 0 : null;
}
