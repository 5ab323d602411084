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
  /** Deliver although nothing seems to have changed. Without data it is a second look, which is no news of the source's. */
  force?: boolean;
  /** Data that cannot be asked for again; encrypted before it is stored. */
  payload?: string;
}

const RANK: Record<ChangeKind, number> = { upsert: 0, delete: 1, redact: 2 };

/**
 * Folds two changes of one customer into the one that waits. Redaction sticks; a delete is never overtaken by an
 * older or simultaneous update; otherwise the newer by the source's time wins. What only asks for another look has no
 * time of the source's: a change that carries data, and a delete, stand beside it whatever the times. sync/pending.sql.ts
 * says the same in SQL for a row that already waits, and a test holds the two together.
 */
export function fold(older: Change, newer: Change): Change {
  const news = besideALook(older, newer);
  if (news) return folded(news, news === older ? newer : older, news.occurredAt);
  const [first, last] = newer.occurredAt >= older.occurredAt ? [older, newer] : [newer, older];
  const winner = RANK[first.kind] > RANK[last.kind] && !revives(first, last) ? first : last;
  return folded(winner, winner === first ? last : first, last.occurredAt);
}

function folded(winner: Change, other: Change, occurredAt: Date): Change {
  return {
    ...winner,
    occurredAt,
    force: Boolean(winner.force || other.force),
    ...(winner.event === 'customer_updated' && other.event === 'customer_created' && winner.kind === 'upsert'
      ? { event: 'customer_created' }
      : {}),
  };
}

/** The one of two changes that is the source's own news, where the other brings none. */
function besideALook(a: Change, b: Change): Change | null {
  const bare = (change: Change) => change.kind === 'upsert' && change.payload === undefined;
  if (a.kind === 'upsert' && b.kind === 'upsert') return bare(a) === bare(b) ? null : bare(a) ? b : a;
  if (a.kind === 'delete' && bare(b) && b.force) return a;
  if (b.kind === 'delete' && bare(a) && a.force) return b;
  return null;
}

/** A source whose data travels with the event can re-create a customer under the same id; Shopify never does. */
function revives(first: Change, last: Change): boolean {
  return first.kind === 'delete' && last.kind === 'upsert' && last.occurredAt > first.occurredAt;
}
