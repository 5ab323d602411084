import type { Run } from '@prisma/client';
import type { Ports } from '../ports.ts';
import { forgetBatch, readBatch } from './import-batch.sql.ts';
import { advanceImport, deleteOffList } from './import-load.server.ts';
import { liveLoad } from './import-load.sql.ts';
import { importContext } from './import-run.server.ts';
import { LIVE } from './run-queue.server.ts';
import { type ReadConfiguration, readRuntime } from './shop-runtime.server.ts';

const AGAIN_MS = 30_000;

interface TailParts {
  ports: Ports;
  readConfiguration: ReadConfiguration;
  notifyBase: string | null;
}

/**
 * An import that was paused or has ended: the load that Brevo is working on is waited for and read back, because its
 * customers are held from the drains meanwhile. Of one that has ended, what was prepared is deleted. Answers after what
 * time to look again; null when nothing is left to do.
 */
export async function windUp(
  parts: TailParts,
  run: Run,
  stop: AbortSignal | undefined,
): Promise<number | null> {
  const { ports, readConfiguration, notifyBase } = parts;
  const { pool } = ports.db;
  if (run.kind === 'reconciliation') return null;
  const batch = await readBatch(pool, run.id);
  if (!batch) return null;
  const ended = !LIVE.includes(run.status);
  const reading = await readRuntime(ports, readConfiguration, run.shopId);
  if (reading.kind === 'idle' || reading.runtime.connection.account !== batch.account) {
    const gone =
      reading.kind !== 'idle' || reading.reason === 'not_connected' || reading.reason === 'not_installed';
    // Without the account nothing can be read back: the rows are let go.
    if (gone && ended) await forgetBatch(pool, run.id);
    return gone ? null : AGAIN_MS;
  }
  const context = importContext({ ports, runtime: reading.runtime, run, stop, notifyBase });
  const importing = { ...context, stopped: async () => stop?.aborted === true };
  const load = await liveLoad(pool, batch.account);
  if (load?.batchId === run.id) {
    const step = await advanceImport(importing);
    return step.kind === 'again' ? step.inMs : AGAIN_MS;
  }
  if (!ended) return null;
  if (await deleteOffList(importing)) return AGAIN_MS;
  await forgetBatch(pool, run.id);
  return null;
}

/** The run is gone, and its shop with it: nothing of what it prepared stays. */
export function forgetImport(ports: Ports, batchId: string): Promise<void> {
  return forgetBatch(ports.db.pool, batchId);
}
