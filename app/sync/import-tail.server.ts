import type { Run } from '@prisma/client';
import type { Ports } from '../ports.ts';
import { announceUnsettled } from './import-announce.server.ts';
import { forgetBatch, type ImportBatch, isPrepared, readBatch } from './import-batch.sql.ts';
import { advanceImport, deleteOffList } from './import-load.server.ts';
import { liveLoad, readLeft, restoreSent } from './import-load.sql.ts';
import { importContext } from './import-run.server.ts';
import { LIVE } from './run-queue.server.ts';
import { type ReadConfiguration, readRuntime } from './shop-runtime.server.ts';
import { inTransaction } from './transaction.ts';

const AGAIN_MS = 30_000;

interface TailParts {
  ports: Ports;
  readConfiguration: ReadConfiguration;
  notifyBase: string | null;
}

/**
 * An import that was paused or has ended: the load that Brevo is working on is waited for and read back, because its
 * customers are held from the drains meanwhile. Of one that has ended, what was prepared is deleted; of a reconciliation
 * also when it is paused, because nobody knows for how long. Answers after what time to look again; null when nothing is
 * left to do.
 */
export async function windUp(
  parts: TailParts,
  run: Run,
  stop: AbortSignal | undefined,
): Promise<number | null> {
  const { ports, readConfiguration, notifyBase } = parts;
  const { pool } = ports.db;
  if (run.kind === 'reconciliation') {
    // What it kept of both sides is read anew when it goes on.
    await forgetBatch(pool, run.id);
    return null;
  }
  const batch = await readBatch(pool, run.id);
  if (!batch) return null;
  const ended = !LIVE.includes(run.status);
  const reading = await readRuntime(ports, readConfiguration, run.shopId);
  if (reading.kind === 'idle' || reading.runtime.connection.account !== batch.account) {
    const gone =
      reading.kind !== 'idle' || reading.reason === 'not_connected' || reading.reason === 'not_installed';
    // Without the account nothing can be read back: the rows are let go.
    if (gone && ended) await abandon(ports, batch);
    return gone ? null : AGAIN_MS;
  }
  const context = importContext({ ports, runtime: reading.runtime, run, stop, notifyBase });
  const importing = { ...context, stopped: async () => stop?.aborted === true };
  const load = await liveLoad(pool, batch.account);
  if (load?.batchId === run.id) {
    if (!(await isPrepared(pool, run.id))) await restoreSent(pool, load.id);
    const step = await advanceImport(importing);
    return step.kind === 'again' ? step.inMs : AGAIN_MS;
  }
  if (!ended) return null;
  if (await deleteOffList(importing)) return AGAIN_MS;
  await forgetBatch(pool, run.id);
  return null;
}

/** What was under way may be in Brevo, and is found again by its links when the account comes back. */
async function abandon(ports: Ports, batch: ImportBatch): Promise<void> {
  await inTransaction(ports.db.pool, async (client) => {
    const load = await liveLoad(client, batch.account);
    if (load?.batchId === batch.id) {
      await restoreSent(client, load.id);
      await announceUnsettled(client, load, await readLeft(client, load, load.rows), batch.beganAt);
    }
    await forgetBatch(client, batch.id);
  });
}

/** The run is gone, and its shop with it: nothing of what it prepared stays. */
export function forgetImport(ports: Ports, batchId: string): Promise<void> {
  return forgetBatch(ports.db.pool, batchId);
}
