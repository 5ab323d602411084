import type { Source } from '../domain/customer.ts';
import { type Difference, mayRepair, REPAIRED_BY_DEFAULT } from '../domain/difference.ts';
import type { RunOptions } from '../services.ts';
import type { Tally } from './compare-tally.ts';
import { type FoundRow, saveFound } from './difference.sql.ts';
import { receive } from './receive.server.ts';
import { RUN_EVENTS } from './run-event.ts';
import type { StepContext } from './run-step.server.ts';

/** What was found of one customer, or of a contact that is nobody's. */
export interface Found {
  source: Source | 'brevo';
  customerId: string;
  differences: Difference[];
}

/**
 * Keeps what a comparison found for the report, counts it, and queues what the merchant lets it repair. Each customer
 * counts once a run: one that was cut short finds them again and has their row already.
 */
export async function reportFound(context: StepContext, tally: Tally, found: Found[]): Promise<void> {
  const { ports, run } = context;
  const chosen = chosenRepairs(run.options);
  const rows = found.map((each): FoundRow => {
    const { source, customerId, differences } = each;
    return {
      source,
      customerId,
      kinds: [...new Set(differences.map((d) => d.kind))],
      queued: mayRepair(differences, chosen),
      payload: ports.secrets.encrypt(JSON.stringify(differences)),
    };
  });
  const fresh = await saveFound(ports.db.pool, run, rows);
  found.forEach(({ source, customerId, differences }, index) => {
    const row = rows[index] as FoundRow;
    if (!fresh.has(`${source}:${customerId}`)) return;
    if (source === 'brevo') tally.differForeign(customerId, differences);
    else tally.differ(customerId, differences);
    if (!row.queued && source !== 'brevo') tally.leave();
  });
  await repair(
    context,
    rows.flatMap(({ queued, source, customerId }) =>
      queued && source !== 'brevo' ? [{ source: source as Source, customerId }] : [],
    ),
  );
}

export function chosenRepairs(options: unknown): RunOptions['repair'] & object {
  return (options as Partial<RunOptions>).repair ?? REPAIRED_BY_DEFAULT;
}

/** Queues customers for a forced delivery: they are read again, and what differs then is put right. */
export async function repair(
  { ports, run }: StepContext,
  customers: { source: Source; customerId: string }[],
): Promise<void> {
  if (customers.length === 0) return;
  const occurredAt = new Date(ports.now());
  const changes = customers.map(({ source, customerId }) => ({
    source,
    customerId,
    kind: 'upsert' as const,
    event: RUN_EVENTS.reconciliation,
    occurredAt,
    force: true,
  }));
  await receive(ports, [{ shopId: run.shopId, changes }]);
}
