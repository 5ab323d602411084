import { batchWindow } from '../../domain/batch.ts';
import type { Ports } from '../../ports.ts';
import type { NotificationEvent } from '../../settings/configuration.ts';
import { nextDue } from '../../sync/pending.sql.ts';
import { type ReadConfiguration, readRuntime } from '../../sync/shop-runtime.server.ts';
import { insertMessages, lookAtBatch, type SyncTold, syncsData } from './tell.sql.ts';

/** A batch that is still under way is looked at again after this time. */
const LOOK_AGAIN_MS = 5_000;

/** Makes one message of what was gathered for an event since the last one. Nothing gathered: no message. */
export async function tellGathered(
  ports: Ports,
  shopId: number,
  event: Exclude<NotificationEvent, 'notice_opened' | 'notice_closed'>,
): Promise<void> {
  const now = new Date(ports.now());
  const client = await ports.db.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    // The row lock lets a recording that is under way finish first, or wait until the row is empty again.
    const { rows } = await client.query(
      'select since, count, outcomes, syncs from notification_summaries where shop_id = $1 and event = $2 and count > 0 for update',
      [shopId, event],
    );
    const gathered = rows[0] as Gathered | undefined;
    if (gathered) {
      await insertMessages(client, shopId, [{ event, data: dataOf(event, gathered, now) }], now);
      await client.query(
        `update notification_summaries set told_at = $3, since = null, count = 0, outcomes = '{}', syncs = '[]'
         where shop_id = $1 and event = $2`,
        [shopId, event, now],
      );
    }
    await client.query('commit');
  } catch (error) {
    broken = error as Error;
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release(broken);
  }
}

interface Gathered {
  since: Date;
  count: number;
  outcomes: Record<string, number>;
  syncs: SyncTold[];
}

function dataOf(event: NotificationEvent, { since, count, outcomes, syncs }: Gathered, now: Date) {
  const [from, to] = [since.toISOString(), now.toISOString()];
  if (event !== 'batch_completed') return syncsData(syncs, from, to, count, outcomes);
  return { kind: 'batch', status: 'completed', from, to, counts: outcomes, runId: null };
}

/** A batch is through when nothing of its window waits any more, or nothing may go out; until then it is looked at again. */
export async function tellBatch(
  ports: Ports,
  readConfiguration: ReadConfiguration,
  shopId: number,
): Promise<void> {
  const reading = await readRuntime(ports, readConfiguration, shopId);
  if (reading.kind === 'ready') {
    const { configuration, held } = reading.runtime;
    const batch = batchWindow(configuration.options, ports.now());
    const due = await nextDue(ports.db.pool, shopId, { batch, held });
    if (due !== null && due.getTime() <= ports.now())
      return lookAtBatch(ports.db.pool, shopId, new Date(ports.now() + LOOK_AGAIN_MS));
  }
  await tellGathered(ports, shopId, 'batch_completed');
}
