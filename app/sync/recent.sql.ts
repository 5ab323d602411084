import type { Run } from '@prisma/client';
import type pg from 'pg';
import type { Source } from '../domain/customer.ts';
import type { RemoteContact } from '../domain/remote.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/**
 * When the last comparison that came to its end began; null when there was none. Hourly ones before this that found
 * nothing are taken away: there is one each hour, and they say nothing. Index: runs (shop_id, kind, created_at).
 */
export async function readSince(client: Queryable, run: Pick<Run, 'id' | 'shopId'>): Promise<Date | null> {
  const { rows } = await client.query(
    `select max(started_at) as since from runs where shop_id = $1 and kind = 'reconciliation' and status = 'completed'`,
    [run.shopId],
  );
  await client.query(
    `delete from runs where shop_id = $1 and kind = 'reconciliation' and status = 'completed' and id <> $2
       and options->>'scope' = 'recent' and coalesce((counts->>'differed')::int, 0) = 0`,
    [run.shopId, run.id],
  );
  return (rows[0]?.since as Date | null) ?? null;
}

/** Who has a change waiting, as `source:id`. Index: the primary key. */
export async function readWaitingCustomers(
  client: Queryable,
  shopId: number,
  customers: { source: Source; customerId: string }[],
): Promise<Set<string>> {
  const { rows } = await client.query(
    `select source, customer_id from pending_changes
     where shop_id = $1 and (source, customer_id) in (select * from unnest($2::text[], $3::text[]))`,
    [shopId, customers.map((c) => c.source), customers.map((c) => c.customerId)],
  );
  return new Set(rows.map((row) => `${row.source}:${row.customer_id}`));
}

/**
 * The customers of contacts that were changed after we wrote them, by Brevo's time of the change and ours of the record.
 * Where Brevo's clock is ahead some of our own writes are among these, which costs a look. Index: (shop_id, brevo_id).
 */
export async function readChangedByOthers(
  client: Queryable,
  shopId: number,
  contacts: readonly RemoteContact[],
): Promise<{ source: Source; customerId: string }[]> {
  const { rows } = await client.query(
    `select l.source, l.customer_id from unnest($2::bigint[], $3::timestamptz[]) as c(id, modified_at)
     join contact_links l on l.shop_id = $1 and l.brevo_id = c.id
     where l.state = 'synced' and (c.modified_at is null or l.synced_at is null or c.modified_at > l.synced_at)`,
    [shopId, contacts.map((c) => c.id), contacts.map((c) => c.modifiedAt)],
  );
  return rows.map((row) => ({ source: row.source as Source, customerId: row.customer_id as string }));
}
