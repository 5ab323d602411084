import type pg from 'pg';
import type { Source } from '../domain/customer.ts';
import { RUNS_OWN } from './run-control.sql.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/**
 * Which waiting changes may go in bulk: plain changes that nobody waits for in front of a screen. Left to the single way
 * are deletes, erasures, data that travels with the row, what a person asked for, and what was tried before.
 */
const MAY_GO_IN_BULK = `(kind = 'upsert' and payload is null and not unsure and attempt = 0
  and (not force or event = 'reconciliation'))`;

/** Which rows a bulk run considers: those that came in from `since` on and before `until`. Each is considered once. */
export interface BulkSpan {
  since: Date;
  until: Date;
}

/** The bulk run of a shop, as the drain has to know it: what waits for it is not claimed meanwhile. */
export interface BulkRun {
  id: string;
  /** Still choosing: every row of the span that may go in bulk is its. Null: only what it has staged. */
  choosing: BulkSpan | null;
}

/** Rows that a living bulk run takes. All are parameters, null where none lives. */
export function takenInBulk(id: string, since: string, until: string): string {
  return `(${id}::uuid is not null and ((${MAY_GO_IN_BULK} and received_at >= ${since}::timestamptz and received_at < ${until}::timestamptz)
    or exists (select 1 from import_rows r where r.batch_id = ${id} and r.customer_id = pending_changes.customer_id
      and r.source = pending_changes.source and r.grp > 0)))`;
}

/** How many rows could go in bulk now, counted up to a limit. Index: pending_changes (shop_id, due_at). */
export async function countForBulk(
  client: Queryable,
  shopId: number,
  { since, until }: BulkSpan,
  { due, held, limit }: { due: Date; held: readonly string[]; limit: number },
): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as count from (
       select 1 from pending_changes where shop_id = $1 and due_at <= $2 and received_at >= $6 and received_at < $3
         and claimed_by is null and ${MAY_GO_IN_BULK} and not ${RUNS_OWN('$4::text[]')} limit $5) as counted`,
    [shopId, due, until, held, limit, since],
  );
  return rows[0]?.count as number;
}

export interface BulkCandidate {
  source: Source;
  customerId: string;
  event: string;
  occurredAt: Date;
  receivedAt: Date;
  revision: number;
  brevoId: number | null;
}

/** A page of the rows that may go in bulk, by customer. Index: the primary key. */
export async function readForBulk(
  client: Queryable,
  shopId: number,
  { since, until }: BulkSpan,
  held: readonly string[],
  after: { source: string; customerId: string } | null,
  limit: number,
): Promise<BulkCandidate[]> {
  const { rows } = await client.query(
    `select p.source, p.customer_id, p.event, p.occurred_at, p.received_at, p.revision, l.brevo_id
     from (select * from pending_changes where shop_id = $1 and received_at >= $7 and received_at < $2 and claimed_by is null
         and ${MAY_GO_IN_BULK}
         and not ${RUNS_OWN('$3::text[]')} and (source, customer_id) > ($4, $5)
       order by source, customer_id limit $6) as p
     left join contact_links l on l.shop_id = $1 and l.source = p.source and l.customer_id = p.customer_id
     order by p.source, p.customer_id`,
    [shopId, until, held, after?.source ?? '', after?.customerId ?? '', limit, since],
  );
  return rows.map((row) => ({
    source: row.source as Source,
    customerId: row.customer_id as string,
    event: row.event as string,
    occurredAt: row.occurred_at as Date,
    receivedAt: row.received_at as Date,
    revision: row.revision as number,
    brevoId: row.brevo_id === null ? null : Number(row.brevo_id),
  }));
}

/** How many of them have a contact and how many have none: what reading Brevo would cost. */
export async function countKnown(
  client: Queryable,
  shopId: number,
  { since, until }: BulkSpan,
): Promise<{ known: number; unknown: number }> {
  const { rows } = await client.query(
    `select count(l.brevo_id)::int as known, (count(*) - count(l.brevo_id))::int as unknown
     from (select * from pending_changes where shop_id = $1 and received_at >= $3 and received_at < $2 and ${MAY_GO_IN_BULK}) as p
     left join contact_links l on l.shop_id = $1 and l.source = p.source and l.customer_id = p.customer_id`,
    [shopId, until, since],
  );
  return rows[0] as { known: number; unknown: number };
}

/** Makes the run, unless one lives. Answers whether it was made. Index: runs_one_bulk. */
export async function insertBulkRun(
  client: Queryable,
  run: { id: string; shopId: number; options: unknown; cursor: unknown; createdAt: Date },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into runs (id, shop_id, kind, options, cursor, created_at)
     select $1, $2, 'bulk', $3, $4, $5 where not exists (select 1 from runs where shop_id = $2 and kind = 'import'
       and status in ('queued', 'running') and not coalesce((options->>'dryRun')::bool, false))
     on conflict do nothing`,
    [run.id, run.shopId, JSON.stringify(run.options), JSON.stringify(run.cursor), run.createdAt],
  );
  return rowCount === 1;
}

/** Until when changes were considered before, and when a bulk run of the shop failed last. Index: runs (shop_id, kind, created_at). */
export async function readLastBulk(
  client: Queryable,
  shopId: number,
): Promise<{ until: Date; failedAt: Date | null }> {
  const { rows } = await client.query(
    `select max((cursor->>'until')::timestamptz) as until,
       max(ended_at) filter (where status in ('failed', 'cancelled')) as failed_at
     from runs where shop_id = $1 and kind = 'bulk'`,
    [shopId],
  );
  const [row] = rows as { until: Date | null; failed_at: Date | null }[];
  return { until: row?.until ?? new Date(0), failedAt: row?.failed_at ?? null };
}

/** Customers whose row went and is not right: read again by the single way, whatever is remembered of them. */
export async function forceWaiting(
  client: Queryable,
  shopId: number,
  customers: { source: Source; customerId: string }[],
): Promise<void> {
  if (customers.length === 0) return;
  await client.query(
    `update pending_changes set force = true
     where shop_id = $1 and (source, customer_id) in (select * from unnest($2::text[], $3::text[]))`,
    [shopId, customers.map((c) => c.source), customers.map((c) => c.customerId)],
  );
}
