import type pg from 'pg';
import type { Source } from '../domain/customer.ts';
import type { Warning } from '../domain/mapping.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** Further counting would cost more than the number is worth. */
const COUNTED_TO = 10_000;
const SOME = 5;

/** One thing that was left out: of how many customers, of whom for example, and which attributes it concerns. */
export interface WarnedRow {
  code: Warning['code'];
  count: number;
  attributes: string[];
  /** Ids of a few of them. */
  customers: string[];
  /** There are more than were looked at. */
  atLeast: boolean;
}

/**
 * Customers whose contact was written without a part of their data, by what was left out. Index: contact_links_warned,
 * which holds only those; read up to a bound, because a missing attribute concerns every customer.
 */
export async function readWarned(client: Queryable, shopId: number): Promise<WarnedRow[]> {
  const { rows } = await client.query(
    `with warned as (
       select customer_id, warnings from contact_links
       where shop_id = $1 and warnings <> '[]'::jsonb and state = 'synced' limit $2)
     select w->>'code' as code, count(distinct customer_id)::int as count,
       array_agg(distinct w->>'attribute') as attributes,
       (array_agg(customer_id order by customer_id desc))[1:${SOME}] as customers,
       (select count(*) from warned) >= $2 as at_least
     from warned, jsonb_array_elements(warnings) as w group by 1 order by 2 desc, 1`,
    [shopId, COUNTED_TO],
  );
  return rows.map((row) => ({
    code: row.code as Warning['code'],
    count: row.count as number,
    attributes: row.attributes as string[],
    customers: [...new Set(row.customers as string[])],
    atLeast: row.at_least as boolean,
  }));
}

/** Who was synced without this, up to a limit. Index: contact_links_warned. */
export async function readWarnedCustomers(
  client: Queryable,
  shopId: number,
  code: string,
  limit: number,
): Promise<{ source: Source; customerId: string }[]> {
  const { rows } = await client.query(
    `select source, customer_id from contact_links
     where shop_id = $1 and warnings <> '[]'::jsonb and state = 'synced' and warnings @> $2::jsonb limit $3`,
    [shopId, JSON.stringify([{ code }]), limit],
  );
  return rows.map((row) => ({ source: row.source as Source, customerId: row.customer_id as string }));
}
