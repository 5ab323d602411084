import type pg from 'pg';
import type { Source } from '../domain/customer.ts';
import type { ClaimedRow } from './pending.sql.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** The last word on a customer whose source cannot be asked, with the source's own time. */
export interface Carried {
  /** Their data, still encrypted; null: they are gone. */
  payload: string | null;
  occurredAt: Date;
}

/**
 * The newest that events told of each customer, by `source:id`: what was kept when the last of them was settled, or what
 * waits. Without the latter, whoever needs an address would be told that its former owner still has it. At the same time
 * what waits came later, and a redaction stands whatever its time. Index: the primary keys.
 */
export async function readCarried(
  client: Queryable,
  shopId: number,
  customers: { source: Source; customerId: string }[],
): Promise<Map<string, Carried>> {
  if (customers.length === 0) return new Map();
  const { rows } = await client.query(
    `select distinct on (source, customer_id) source, customer_id, payload, occurred_at
     from (
       select source, customer_id, payload, occurred_at, 'kept' as told from carried_customers
       where shop_id = $1 and (source, customer_id) in (select * from unnest($2::text[], $3::text[]))
       union all
       select source, customer_id, case when kind = 'upsert' then payload end, occurred_at, kind from pending_changes
       where shop_id = $1 and (source, customer_id) in (select * from unnest($2::text[], $3::text[]))
         and (kind <> 'upsert' or payload is not null)) as all_told
     order by source, customer_id, told = 'redact' desc, occurred_at desc, told = 'kept'`,
    [shopId, customers.map((c) => c.source), customers.map((c) => c.customerId)],
  );
  return new Map(
    rows.map((row) => [
      `${row.source}:${row.customer_id}`,
      { payload: row.payload as string | null, occurredAt: row.occurred_at as Date },
    ]),
  );
}

/** The times of the events whose data is kept, by `source:id`. Index: the primary key. */
export async function readKeptTimes(
  client: Queryable,
  shopId: number,
  customers: { source: Source; customerId: string }[],
): Promise<Map<string, Date>> {
  if (customers.length === 0) return new Map();
  const { rows } = await client.query(
    `select source, customer_id, occurred_at from carried_customers
     where shop_id = $1 and (source, customer_id) in (select * from unnest($2::text[], $3::text[]))`,
    [shopId, customers.map((c) => c.source), customers.map((c) => c.customerId)],
  );
  return new Map(rows.map((row) => [`${row.source}:${row.customer_id}`, row.occurred_at as Date]));
}

/** Keeps what the settled rows carried; an older one never replaces a newer. At most one row per customer. */
export async function keepCarried(client: Queryable, rows: ClaimedRow[]): Promise<void> {
  const carrying = rows.filter((row) => row.kind === 'upsert' && row.payload !== null);
  if (carrying.length === 0) return;
  await client.query(
    `insert into carried_customers as c (shop_id, source, customer_id, payload, occurred_at)
     select * from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
     on conflict (shop_id, source, customer_id) do update set payload = excluded.payload, occurred_at = excluded.occurred_at
     where excluded.occurred_at >= c.occurred_at`,
    [
      carrying.map((row) => row.shopId),
      carrying.map((row) => row.source),
      carrying.map((row) => row.customerId),
      carrying.map((row) => row.payload),
      carrying.map((row) => row.occurredAt),
    ],
  );
}

/** The customers are gone: so is what their events carried, unless a newer event made them anew. */
export async function dropCarried(client: Queryable, rows: ClaimedRow[]): Promise<void> {
  const gone = rows.filter((row) => row.kind !== 'upsert');
  if (gone.length === 0) return;
  await client.query(
    `delete from carried_customers c using unnest($1::int[], $2::text[], $3::text[], $4::timestamptz[], $5::bool[])
       as t(shop_id, source, customer_id, occurred_at, erased)
     where c.shop_id = t.shop_id and c.source = t.source and c.customer_id = t.customer_id
       and (t.erased or c.occurred_at <= t.occurred_at)`,
    [
      gone.map((row) => row.shopId),
      gone.map((row) => row.source),
      gone.map((row) => row.customerId),
      gone.map((row) => row.occurredAt),
      gone.map((row) => row.kind === 'redact'),
    ],
  );
}
