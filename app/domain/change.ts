import type { Source } from './customer.ts';

export type ChangeKind = 'upsert' | 'delete' | 'redact';

/** The fact "customer X of shop Y was created, updated or deleted at T" (design section 3). */
export interface Change {
  source: Source;
  customerId: string;
  kind: ChangeKind;
  /** What happened, in the words of the log: customer_created, customer_updated, customer_deleted, ... */
  event: string;
  /** The source's own time. */
  occurredAt: Date;
  /** Deliver although nothing seems to have changed. */
  force?: boolean;
  /** Data that cannot be asked for again; encrypted before it is stored. */
  payload?: string;
}

const RANK: Record<ChangeKind, number> = { upsert: 0, delete: 1, redact: 2 };

/**
 * Folds two changes of one customer into the one that waits. Redaction sticks; a delete is never overtaken by an
 * older or simultaneous update; otherwise the newer by the source's time wins. sync/pending.sql.ts says the same in
 * SQL for a row that already waits, and a test holds the two together.
 */
export function fold(older: Change, newer: Change): Change {
  const [first, last] = newer.occurredAt >= older.occurredAt ? [older, newer] : [newer, older];
  const winner = RANK[first.kind] > RANK[last.kind] && !revives(first, last) ? first : last;
  const other = winner === first ? last : first;
  return {
    ...winner,
    occurredAt: last.occurredAt,
    force: Boolean(older.force || newer.force),
    ...(winner.event === 'customer_updated' && other.event === 'customer_created' && winner.kind === 'upsert'
      ? { event: 'customer_created' }
      : {}),
  };
}

/** A source whose data travels with the event can re-create a customer under the same id; Shopify never does. */
function revives(first: Change, last: Change): boolean {
  return first.kind === 'delete' && last.kind === 'upsert' && last.occurredAt > first.occurredAt;
}
