import type pg from 'pg';
import type { Source } from '../domain/customer.ts';
import { ownerOfExtId } from '../domain/ext-id.ts';
import { copyRows } from './copy.sql.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** What a run keeps of both sides while it lives (prisma/schema.prisma ImportBatch). */
export interface ImportBatch {
  id: string;
  shopId: number;
  account: string;
  beganAt: Date;
  /** By Brevo's clock: rows are judged by what Brevo held until then. */
  seenUntil: Date | null;
  offListId: number | null;
}

/** A row on its way; `row` and `plan` are JSON (domain/import-row.ts, import-plan.ts). */
export interface StagedRow {
  source: Source;
  customerId: string;
  /** groupNumber of its group; SINGLE for the single way. */
  grp: number;
  /** Rises within a batch; rows go in this order. */
  position: number;
  email: string | null;
  phone: string | null;
  row: string;
  plan: string;
  /** What the log calls it. */
  event: string;
  /** The revision of the pending change that this settles; null where none waits. */
  revision: number | null;
  receivedAt: Date | null;
}

/** Groups of rows that no import carries: not sent, and sent but not right afterwards. */
export const SINGLE = 0;
export const SINGLE_AFTER = -1;

/** Stands in the plan of a row whose contact is not there yet (import-plan.ts). */
export const CREATES = '"remoteId":null';

/** Makes the batch, or finds it made. */
export async function openBatch(
  client: Queryable,
  batch: Pick<ImportBatch, 'id' | 'shopId' | 'account' | 'beganAt'>,
): Promise<ImportBatch> {
  await client.query(
    'insert into import_batches (id, shop_id, account, began_at) values ($1, $2, $3, $4) on conflict (id) do nothing',
    [batch.id, batch.shopId, batch.account, batch.beganAt],
  );
  const found = await readBatch(client, batch.id);
  if (!found) throw new Error('The batch was deleted while it was made');
  return found;
}

export async function readBatch(client: Queryable, id: string): Promise<ImportBatch | null> {
  const { rows } = await client.query('select * from import_batches where id = $1', [id]);
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    shopId: row.shop_id,
    account: row.account,
    beganAt: row.began_at,
    seenUntil: row.seen_until,
    offListId: row.off_list_id === null ? null : Number(row.off_list_id),
  };
}

/** Brevo was read until this moment of its clock; never goes back. */
export async function noteSeen(client: Queryable, id: string, until: string | Date | null): Promise<void> {
  if (until === null) return;
  await client.query(
    'update import_batches set seen_until = greatest(seen_until, $2::timestamptz) where id = $1',
    [id, until],
  );
}

export async function noteOffList(client: Queryable, id: string, listId: number | null): Promise<void> {
  await client.query('update import_batches set off_list_id = $2 where id = $1', [id, listId]);
}

/** Takes everything of a batch away. What it prepared of a customer must not outlive it. */
export async function forgetBatch(client: Queryable, id: string): Promise<void> {
  await empty(client, id);
  await client.query('delete from import_batches where id = $1', [id]);
}

async function empty(client: Queryable, id: string): Promise<void> {
  for (const table of ['import_rows', 'import_contacts', 'compared_customers'])
    await client.query(`delete from ${table} where batch_id = $1`, [id]);
}

/** Customers who were erased: nothing that a batch prepared of them stays. Indexes: the primary key, (batch_id, ext_id). */
export async function forgetPrepared(
  client: Queryable,
  shopId: number,
  customerIds: string[],
): Promise<void> {
  if (customerIds.length === 0) return;
  const values = [shopId, customerIds];
  const batches = 'batch_id in (select id from import_batches where shop_id = $1)';
  await client.query(`delete from import_rows where ${batches} and customer_id = any($2)`, values);
  await client.query(`delete from import_contacts where ${batches} and ext_id = any($2)`, values);
  await client.query(
    `update import_loads set sent = (select json_agg(e) from json_array_elements(sent) as e where e->>'customer_id' <> all($2))
     where shop_id = $1 and sent is not null`,
    values,
  );
}

/** A shop that was erased; before its row goes, which takes its batches along. */
export async function forgetBatchesOf(client: Queryable, shopId: number): Promise<void> {
  const { rows } = await client.query('select id from import_batches where shop_id = $1', [shopId]);
  for (const { id } of rows) await forgetBatch(client, id as string);
}

/**
 * Whether what a batch prepared is still there: the tables are empty after a crash of PostgreSQL. A contact that cannot be
 * (number 0) is kept to tell. Indexes: the primary keys.
 */
export async function isPrepared(client: Queryable, id: string): Promise<boolean> {
  const { rows } = await client.query(
    'select exists (select 1 from import_contacts where batch_id = $1 and brevo_id = 0) as there',
    [id],
  );
  return rows[0]?.there === true;
}

/** Begins to prepare, from nothing. */
export async function prepare(client: Queryable, id: string): Promise<void> {
  await empty(client, id);
  await client.query(`insert into import_contacts (batch_id, brevo_id, contact) values ($1, 0, '{}')`, [id]);
}

/**
 * How many contacts were there, and how many rows will share a new one: those that share an address, which go the single
 * way. Indexes: the primary key, (batch_id, grp, position).
 */
export async function countContacts(
  client: Queryable,
  id: string,
): Promise<{ before: number; shared: number }> {
  const { rows } = await client.query(
    `select (select count(*)::int from import_contacts where batch_id = $1 and brevo_id > 0) as before,
       (select (count(*) - count(distinct coalesce(email, phone)))::int from import_rows
         where batch_id = $1 and grp = ${SINGLE} and plan like $2) as shared`,
    [id, `%${CREATES}%`],
  );
  return rows[0] as { before: number; shared: number };
}

/** Adds rows; none of their customers may be in the batch yet. */
export function addRows(client: pg.PoolClient, batchId: string, rows: readonly StagedRow[]): Promise<void> {
  return copyRows(
    client,
    'import_rows',
    [
      'batch_id',
      'source',
      'customer_id',
      'grp',
      'position',
      'bytes',
      'email',
      'phone',
      'row',
      'plan',
      'event',
      'revision',
      'received_at',
    ],
    rows.map((r) => [
      batchId,
      r.source,
      r.customerId,
      r.grp,
      r.position,
      Buffer.byteLength(r.row) + 1,
      r.email,
      r.phone,
      r.row,
      r.plan,
      r.event,
      r.revision,
      r.receivedAt,
    ]),
  );
}

/** A step that died after adding rows and before noting it left these. */
export async function dropRowsBehind(client: Queryable, batchId: string, position: number): Promise<void> {
  await client.query('delete from import_rows where batch_id = $1 and position > $2', [batchId, position]);
}

/**
 * Rows that share an e-mail address or a phone go the single way, one after the other: an import would make one contact of
 * them, and which row wins is not told. Counts them. Scans the batch: what is shared is hashed, because of the `or`.
 */
export async function singleShared(client: Queryable, batchId: string): Promise<number> {
  const { rowCount } = await client.query(
    `update import_rows set grp = ${SINGLE} where batch_id = $1 and grp > 0 and (
       email in (select email from import_rows where batch_id = $1 and email is not null group by email having count(*) > 1)
       or phone in (select phone from import_rows where batch_id = $1 and phone is not null group by phone having count(*) > 1))`,
    [batchId],
  );
  return rowCount ?? 0;
}

/**
 * Rows not under way whose contact somebody changed, or whose address or id somebody else has now: what they were judged
 * by is old. Scans the batch; asked only for contacts that somebody else changed.
 */
export async function singleTouched(
  client: Queryable,
  batchId: string,
  contacts: readonly { email: string | null; extId: string | null; phone: string | null }[],
): Promise<number> {
  const some = (values: (string | null)[]) => values.filter((value): value is string => value !== null);
  const { rowCount } = await client.query(
    `update import_rows set grp = ${SINGLE} where batch_id = $1 and grp > 0
       and (customer_id = any($2) or email = any($3) or phone = any($4))`,
    [
      batchId,
      some(contacts.map((c) => c.extId)).map((extId) => ownerOfExtId(extId, 'shopify').customerId),
      some(contacts.map((c) => c.email)),
      some(contacts.map((c) => c.phone)),
    ],
  );
  return rowCount ?? 0;
}

export interface SingleRow {
  source: Source;
  customerId: string;
  /** It went by an import before: what is remembered of the contact may not be so any more. */
  sent: boolean;
  revision: number | null;
}

/** Rows for the single way, some at a time: they leave the batch with the transaction that takes them over. */
export async function takeSingles(client: Queryable, batchId: string, limit: number): Promise<SingleRow[]> {
  const { rows } = await client.query(
    `delete from import_rows where (batch_id, source, customer_id) in
       (select batch_id, source, customer_id from import_rows where batch_id = $1 and grp <= 0 order by grp, position limit $2)
     returning source, customer_id, grp, revision`,
    [batchId, limit],
  );
  return rows.map((row) => ({
    source: row.source as Source,
    customerId: row.customer_id as string,
    sent: row.grp === SINGLE_AFTER,
    revision: row.revision as number | null,
  }));
}
