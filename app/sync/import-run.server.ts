import type { Run } from '@prisma/client';
import type { Customer } from '../domain/customer.ts';
import type { Ports } from '../ports.ts';
import { receive } from './receive.server.ts';
import { exportOf, isStopped, progress, type RunStep } from './run-step.server.ts';
import type { ShopRuntime } from './shop-runtime.server.ts';

const BATCH = 500;
/** Rows of one shop that may wait: the queue is not a second copy of the store. */
const MOST_WAITING = 20_000;
const SLICE_MS = 20_000;
export const IMPORT_EVENT = 'initial_import';

/**
 * Reads the store's file and queues each customer through the one door. The change is thin and carries the source's
 * own time, so a webhook that arrives meanwhile is never overtaken: the truth is read again when it is delivered.
 */
export async function importStep(ports: Ports, runtime: ShopRuntime, run: Run): Promise<RunStep> {
  const reading = await exportOf(ports, runtime, run);
  if (reading.kind === 'not_yet') return reading.step;
  const until = ports.now() + SLICE_MS;
  let { line = 0 } = run.cursor as { line?: number };
  let batch: Customer[] = [];
  const flush = async () => {
    await receive(
      ports,
      batch.map((customer) => ({
        shopId: run.shopId,
        changes: [
          {
            source: customer.source,
            customerId: customer.id,
            kind: 'upsert' as const,
            event: IMPORT_EVENT,
            occurredAt: new Date(customer.updatedAt ?? ports.now()),
          },
        ],
      })),
    );
    line += batch.length;
    batch = [];
    await progress(ports, run, {
      cursor: { line, event: IMPORT_EVENT },
      counts: { read: line, queued: line },
    });
  };
  if (reading.url !== null) {
    for await (const customer of reading.source.readExport(reading.url, reading.metafields, line)) {
      batch.push(customer);
      if (batch.length < BATCH) continue;
      await flush();
      if (await isStopped(ports, run)) return { kind: 'again', inMs: 5_000 };
      if (ports.now() > until) return { kind: 'again', inMs: 0 };
      if ((await waiting(ports, run.shopId)) > MOST_WAITING) return { kind: 'again', inMs: 5_000 };
    }
  }
  await flush();
  await progress(ports, run, {
    phase: 'delivering',
    cursor: { read: true, readAt: new Date(ports.now()).toISOString(), event: IMPORT_EVENT },
  });
  return { kind: 'again', inMs: 500 };
}

async function waiting(ports: Ports, shopId: number): Promise<number> {
  return ports.db.prisma.pendingChange.count({ where: { shopId } });
}
