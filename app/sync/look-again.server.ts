import type { Ports } from '../ports.ts';
import type { Link } from './link.sql.ts';
import { type AcceptedChange, upsertPending } from './pending.sql.ts';

/**
 * Customers whose contact another one changes: whatever is known of them is delivered once more. It is written down
 * before the contact is changed, because after a crash nothing tells any more that they are concerned.
 */
export async function lookAgain(ports: Ports, shopId: number, links: Link[], event: string): Promise<void> {
  const now = new Date(ports.now());
  await upsertPending(
    ports.db.pool,
    links.map((link) => lookOf(ports, shopId, link, event, now)),
    now,
  );
}

/** The wish to look at a customer again, which says nothing of what the source said. */
export function lookOf(
  ports: Ports,
  shopId: number,
  { source, customerId }: Pick<Link, 'source' | 'customerId'>,
  event: string,
  now: Date,
): AcceptedChange {
  return {
    shopId,
    source,
    customerId,
    changeId: ports.newId(),
    kind: 'upsert',
    event,
    occurredAt: now,
    force: true,
  };
}
