import type pg from 'pg';
import type { DifferenceKind } from '../domain/difference.ts';
import { probe } from './probe.sql.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** What one comparison found of one customer, or of a contact that is nobody's (source `brevo`, Brevo's id). */
export interface FoundRow {
  source: string;
  customerId: string;
  kinds: DifferenceKind[];
  /** Whether a repair was queued. */
  queued: boolean;
  /** The differences as JSON, encrypted: they hold names and addresses. */
  payload: string;
}

/**
 * Keeps what was found and answers who of them is new, as `source:id`: a comparison that was cut short finds some
 * again. Customers who were erased meanwhile get no row. Index: the primary key.
 */
export async function saveFound(
  client: Queryable,
  run: { id: string; shopId: number },
  rows: FoundRow[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const { rows: fresh } = await client.query(
    `insert into run_differences (run_id, shop_id, source, customer_id, kinds, queued, payload)
     select $1, $2, f->>'source', f->>'customerId', array(select jsonb_array_elements_text(f->'kinds')), (f->>'queued')::bool, f->>'payload'
     from jsonb_array_elements($3::jsonb) as f
     where not exists (select 1 from contact_links l where l.shop_id = $2 and l.source = f->>'source'
       and l.customer_id = f->>'customerId' and l.state = 'redacted')
     on conflict do nothing returning source, customer_id`,
    [run.id, run.shopId, JSON.stringify(rows)],
  );
  return new Set(fresh.map((row) => `${row.source}:${row.customer_id}`));
}

/** What a run has found so far: customers who differ, those of them that are left, and how many by kind. */
export async function countFound(
  client: Queryable,
  runId: string,
): Promise<{ differed: number; left: number; kinds: Record<string, number> }> {
  const { rows } = await client.query(
    `select count(*) filter (where source <> 'brevo')::int as differed,
       count(*) filter (where source <> 'brevo' and not queued)::int as left,
       (select jsonb_object_agg(kind, count) from (
         select kind, count(*) from run_differences, unnest(kinds) as kind where run_id = $1 group by kind) as k) as kinds
     from run_differences where run_id = $1`,
    [runId],
  );
  const [row] = rows as { differed: number; left: number; kinds: Record<string, number> | null }[];
  return { differed: row?.differed ?? 0, left: row?.left ?? 0, kinds: row?.kinds ?? {} };
}

/** A page of what a run found, by customer. Index: the primary key. */
export async function readFound(
  client: Queryable,
  runId: string,
  after: { source: string; customerId: string } | null,
  limit: number,
): Promise<FoundRow[]> {
  const { rows } = await client.query(
    `select source, customer_id, kinds, queued, payload from run_differences
     where run_id = $1 and (source, customer_id) > ($2, $3) order by source, customer_id limit $4`,
    [runId, after?.source ?? '', after?.customerId ?? '', limit],
  );
  return rows.map((row) => ({
    source: row.source as string,
    customerId: row.customer_id as string,
    kinds: row.kinds as DifferenceKind[],
    queued: row.queued as boolean,
    payload: row.payload as string,
  }));
}

/** Erased customers leave every report. Index: (shop_id, source, customer_id). */
export async function forgetFound(
  client: Queryable,
  customers: { shopId: number; source: string; customerId: string }[],
): Promise<void> {
  if (customers.length === 0) return;
  await client.query(
    `delete from run_differences
     where (shop_id, source, customer_id) in (select * from unnest($1::int[], $2::text[], $3::text[]))`,
    [customers.map((c) => c.shopId), customers.map((c) => c.source), customers.map((c) => c.customerId)],
  );
}

/** Of these contacts of Brevo's, those that are kept up to date for a customer. Index: (shop_id, brevo_id). */
export async function readOwned(
  client: Queryable,
  shopId: number,
  contactIds: number[],
): Promise<Set<number>> {
  const { rows } = await client.query(
    `select found.* from ${probe(
      'unnest($2::bigint[]) as k(id)',
      'select brevo_id from contact_links where shop_id = $1 and brevo_id = k.id limit 1',
    )}`,
    [shopId, contactIds],
  );
  return new Set(rows.map((row) => Number(row.brevo_id)));
}
