import type pg from 'pg';
import type { Source } from '../domain/customer.ts';
import { ownerOfExtId } from '../domain/ext-id.ts';
import { SINGLE, SINGLE_AFTER } from './import-batch.sql.ts';
import { probe } from './probe.sql.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** One import call and the rows it carries (prisma/schema.prisma ImportLoad). */
export interface Load {
  id: string;
  batchId: string;
  shopId: number;
  account: string;
  grp: number;
  first: number;
  last: number;
  rows: number;
  listId: number;
  /** sending: perhaps not sent. waiting: sent, Brevo is at it. checking: over, and read back. */
  state: 'sending' | 'waiting' | 'checking';
  processId: number | null;
  startedAt: Date;
  sentAt: Date | null;
  notifiedAt: Date | null;
  polls: number;
  pollAt: Date | null;
  pageOffset: number;
  passes: number;
  seenUntil: Date | null;
  refused: number[];
}

const LOAD = `id, batch_id, shop_id, account, grp, first_position, last_position, rows, list_id, state, process_id, started_at,
  sent_at, notified_at, polls, poll_at, page_offset, passes, seen_until, refused`;

/** The live load of an account, whosever it is. Index: import_loads_one_of_account. */
export async function liveLoad(client: Queryable, account: string): Promise<Load | null> {
  const { rows } = await client.query(
    `select ${LOAD} from import_loads where account = $1 and ended_at is null`,
    [account],
  );
  return rows[0] ? toLoad(rows[0]) : null;
}

/** Takes the account for a load; false while another one has it. */
export async function insertLoad(
  client: Queryable,
  load: Pick<
    Load,
    'id' | 'batchId' | 'shopId' | 'account' | 'grp' | 'first' | 'last' | 'rows' | 'listId' | 'startedAt'
  >,
  notifySecret: string | null,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into import_loads (id, batch_id, shop_id, account, grp, first_position, last_position, rows, list_id, started_at, notify_secret)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (account) where ended_at is null do nothing`,
    [
      load.id,
      load.batchId,
      load.shopId,
      load.account,
      load.grp,
      load.first,
      load.last,
      load.rows,
      load.listId,
      load.startedAt,
      notifySecret,
    ],
  );
  return rowCount === 1;
}

/**
 * Keeps what a load carries where a crash of PostgreSQL leaves it; without the texts that go to Brevo, which go once. One
 * compressed value a load is a fraction of what a logged table of rows would write.
 */
export async function keepSent(client: Queryable, load: Span & { id: string }): Promise<void> {
  await client.query(
    `update import_loads set sent = (
       select json_agg(json_build_object('batch_id', batch_id, 'source', source, 'customer_id', customer_id, 'grp', grp,
         'position', position, 'bytes', bytes, 'email', email, 'phone', phone, 'row', '', 'plan', plan, 'event', event,
         'revision', revision, 'received_at', received_at))
       from import_rows r where ${IN_SPAN})
     where id = $5`,
    [...spanOf(load), load.id],
  );
}

/** Rows of a load that a crash of PostgreSQL took away, save those that were settled before and those of people erased since. */
export async function restoreSent(client: Queryable, id: string): Promise<void> {
  await client.query(
    `insert into import_rows select r.* from import_loads l, json_populate_recordset(null::import_rows, l.sent) r
     where l.id = $1 and not exists (select 1 from contact_links k where k.shop_id = l.shop_id and k.source = r.source
       and k.customer_id = r.customer_id
       and (k.state = 'redacted' or (k.brevo_id is not null and k.synced_at >= l.started_at)))
     on conflict do nothing`,
    [id],
  );
}

/** Notes how far a load is; whatever is not given stays. */
export async function noteLoad(
  client: Queryable,
  id: string,
  change: Partial<
    Pick<
      Load,
      | 'state'
      | 'processId'
      | 'sentAt'
      | 'polls'
      | 'pollAt'
      | 'pageOffset'
      | 'passes'
      | 'seenUntil'
      | 'refused'
    >
  >,
): Promise<void> {
  await client.query(
    `update import_loads set state = coalesce($2, state), process_id = coalesce($3, process_id), sent_at = coalesce($4, sent_at),
       polls = coalesce($5, polls), poll_at = coalesce($6, poll_at), page_offset = coalesce($7, page_offset),
       passes = coalesce($8, passes), seen_until = coalesce($9, seen_until), refused = coalesce($10, refused)
     where id = $1 and ended_at is null`,
    [
      id,
      change.state ?? null,
      change.processId ?? null,
      change.sentAt ?? null,
      change.polls ?? null,
      change.pollAt ?? null,
      change.pageOffset ?? null,
      change.passes ?? null,
      change.seenUntil ?? null,
      change.refused ? JSON.stringify(change.refused) : null,
    ],
  );
}

export async function noteArrived(client: Queryable, id: string, rows: number): Promise<void> {
  await client.query('update import_loads set arrived = arrived + $2 where id = $1', [id, rows]);
}

/**
 * How a batch stands: rows that arrived, that no load has carried to its end yet, and that go the single way. Counted from
 * the loads: the rows themselves are many. Index: (batch_id, grp, position).
 */
export async function countBatch(
  client: Queryable,
  batchId: string,
  staged: number,
): Promise<{ arrived: number; waiting: number; single: number }> {
  const { rows } = await client.query(
    `select (select count(*)::int from import_rows where batch_id = $1 and grp <= 0) as single,
       coalesce(sum(arrived), 0)::int as arrived, coalesce(sum(rows) filter (where ending = 'checked'), 0)::int as carried
     from import_loads where batch_id = $1`,
    [batchId],
  );
  const { single, arrived, carried } = rows[0] as Record<'single' | 'arrived' | 'carried', number>;
  return { arrived, single, waiting: Math.max(0, staged - carried) };
}

/** Rows of a batch that wait for an import; scans the batch. */
export async function countStaged(client: Queryable, batchId: string): Promise<number> {
  const { rows } = await client.query(
    'select count(*)::int as staged from import_rows where batch_id = $1 and grp > 0',
    [batchId],
  );
  return rows[0]?.staged as number;
}

/** checked: its rows are settled. lost: it never reached Brevo, or nothing of it arrived; its rows are there still. */
export async function endLoad(
  client: Queryable,
  id: string,
  ending: 'checked' | 'lost',
  now: Date,
): Promise<void> {
  await client.query(
    'update import_loads set ended_at = $2, ending = $3, sent = null where id = $1 and ended_at is null',
    [id, now, ending],
  );
}

/** How often loads of a batch were lost in a row, up to now. Index: (batch_id). */
export async function lostInARow(client: Queryable, batchId: string): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as lost from import_loads l where batch_id = $1 and ending = 'lost'
       and not exists (select 1 from import_loads o where o.batch_id = $1 and o.ending = 'checked' and o.started_at > l.started_at)`,
    [batchId],
  );
  return rows[0]?.lost as number;
}

/** How long Brevo took for a row, in the batch's loads so far; null before the first. */
export async function measuredPace(
  client: Queryable,
  batchId: string,
): Promise<{ ms: number; rows: number } | null> {
  const { rows } = await client.query(
    `select rows, extract(epoch from notified_at - started_at) * 1000 as ms from import_loads
     where batch_id = $1 and ending = 'checked' and notified_at is not null order by started_at desc limit 1`,
    [batchId],
  );
  return rows[0] ? { ms: Number(rows[0].ms), rows: rows[0].rows as number } : null;
}

/** The rows that fit into one body, the next of their group. Index: (batch_id, grp, position). */
export async function nextRows(
  client: Queryable,
  batchId: string,
  bytes: number,
  most: number,
): Promise<{ grp: number; first: number; last: number; count: number } | null> {
  const { rows } = await client.query(
    `with next as (
       select grp, position, sum(bytes) over (order by position) as total
       from (select grp, position, bytes from import_rows
         where batch_id = $1 and grp = (select min(grp) from import_rows where batch_id = $1 and grp > 0)
         order by position limit $3) as candidates)
     select min(grp) as grp, min(position) as first, max(position) as last, count(*)::int as count from next
     where total <= $2 or total = (select min(total) from next)`,
    [batchId, bytes, most],
  );
  const found = rows[0];
  return found?.count > 0
    ? {
        grp: found.grp as number,
        first: found.first as number,
        last: found.last as number,
        count: found.count as number,
      }
    : null;
}

interface Span {
  batchId: string;
  grp: number;
  first: number;
  last: number;
}

const IN_SPAN = 'r.batch_id = $1 and r.grp = $2 and r.position between $3 and $4';
const spanOf = ({ batchId, grp, first, last }: Span) => [batchId, grp, first, last];

/**
 * Rows whose customer has a change waiting, or was delivered since the batch began, are left to the single way, and those
 * whose address somebody else was delivered with since: an import of older rows must never overtake that. Needs the account's lock, so that no drain is at work. Counts them.
 */
export async function singleOvertaken(
  client: Queryable,
  span: Span,
  shopId: number,
  beganAt: Date,
): Promise<number> {
  const { rowCount } = await client.query(
    `update import_rows r set grp = ${SINGLE} where ${IN_SPAN}
       and (exists (select 1 from pending_changes p where p.shop_id = $5 and p.source = r.source and p.customer_id = r.customer_id
           and p.revision is distinct from r.revision)
         or exists (select 1 from contact_links l where l.shop_id = $5 and l.source = r.source and l.customer_id = r.customer_id
           and l.synced_at > $6)
         or exists (select 1 from contact_links l where l.shop_id = $5 and l.email = r.email and l.state = 'synced'
           and l.synced_at > $6 and (l.source, l.customer_id) <> (r.source, r.customer_id)))`,
    [...spanOf(span), shopId, beganAt],
  );
  return rowCount ?? 0;
}

/** The texts of a span's rows, in order. */
export async function readSpan(client: Queryable, span: Span): Promise<string[]> {
  const { rows } = await client.query({
    text: `select r.row from import_rows r where ${IN_SPAN} order by r.position`,
    values: spanOf(span),
    rowMode: 'array',
  });
  return rows.map((row) => row[0] as string);
}

/** A row that went, as far as checking needs it. */
export interface SentRow {
  source: Source;
  customerId: string;
  position: number;
  email: string | null;
  phone: string | null;
  plan: string;
  event: string;
  revision: number | null;
  receivedAt: Date | null;
}

const SENT =
  'r.source, r.customer_id, r.position, r.email, r.phone, r.plan, r.event, r.revision, r.received_at';

/** Rows of contacts that were there before, whose announced links tell whom an unsubscribe concerns meanwhile. */
export async function readKnown(client: Queryable, span: Span): Promise<SentRow[]> {
  const { rows } = await client.query(
    `select ${SENT} from import_rows r where ${IN_SPAN} and r.plan not like '%"remoteId":null%'`,
    spanOf(span),
  );
  return rows.map(toSent);
}

/** The span's rows whose customer, address or phone is one of these; each row once. */
export async function findSent(
  client: Queryable,
  span: Span,
  { extIds, emails, phones }: { extIds: string[]; emails: string[]; phones: string[] },
): Promise<SentRow[]> {
  const { rows } = await client.query(
    `select found.* from ${probe(
      'unnest($2::text[]) as k(id)',
      `select ${SENT}, r.grp from import_rows r where r.batch_id = $1 and r.customer_id = k.id`,
    )}`,
    // The ids of customers of any source: whose it is says the row.
    [span.batchId, [...new Set(extIds.map((extId) => ownerOfExtId(extId, 'shopify').customerId))]],
  );
  const byId = rows
    .filter((row) => row.grp === span.grp && row.position >= span.first && row.position <= span.last)
    .map(toSent);
  if (emails.length + phones.length === 0) return byId;
  const others = await client.query(
    `select ${SENT} from import_rows r where ${IN_SPAN} and (r.email = any($5) or r.phone = any($6))`,
    [...spanOf(span), emails, phones],
  );
  const seen = new Set(byId.map((row) => row.position));
  return [...byId, ...others.rows.map(toSent).filter((row) => !seen.has(row.position))];
}

/** The span's rows that are left, some of them. */
export async function readLeft(client: Queryable, span: Span, limit: number): Promise<SentRow[]> {
  const { rows } = await client.query(
    `select ${SENT} from import_rows r where ${IN_SPAN} order by r.position limit ${limit}`,
    spanOf(span),
  );
  return rows.map(toSent);
}

export async function countLeft(client: Queryable, span: Span): Promise<number> {
  const { rows } = await client.query(
    `select count(*)::int as left from import_rows r where ${IN_SPAN}`,
    spanOf(span),
  );
  return rows[0]?.left as number;
}

/** Positions of the span's rows with one of these addresses. */
export async function positionsOf(client: Queryable, span: Span, emails: string[]): Promise<number[]> {
  const { rows } = await client.query(
    `select r.position from import_rows r where ${IN_SPAN} and r.email = any($5)`,
    [...spanOf(span), emails],
  );
  return rows.map((row) => row.position as number);
}

/** What was settled leaves the batch. */
export async function dropRows(client: Queryable, span: Span, positions: number[]): Promise<void> {
  if (positions.length === 0) return;
  await client.query('delete from import_rows where batch_id = $1 and grp = $2 and position = any($3)', [
    span.batchId,
    span.grp,
    positions,
  ]);
}

/** What went and is not right goes the single way; without positions all that is left of the span. */
export async function singleAfter(
  client: Queryable,
  span: Span,
  positions: number[] | null,
): Promise<number> {
  if (positions?.length === 0) return 0;
  const { rowCount } = await client.query(
    `update import_rows r set grp = ${SINGLE_AFTER} where ${IN_SPAN} and ($5::int[] is null or r.position = any($5))`,
    [...spanOf(span), positions],
  );
  return rowCount ?? 0;
}

function toLoad(row: Record<string, unknown>): Load {
  const number = (name: string) => (row[name] === null ? null : Number(row[name]));
  return {
    id: row.id as string,
    batchId: row.batch_id as string,
    shopId: row.shop_id as number,
    account: row.account as string,
    grp: row.grp as number,
    first: row.first_position as number,
    last: row.last_position as number,
    rows: row.rows as number,
    listId: Number(row.list_id),
    state: row.state as Load['state'],
    processId: number('process_id'),
    startedAt: row.started_at as Date,
    sentAt: row.sent_at as Date | null,
    notifiedAt: row.notified_at as Date | null,
    polls: row.polls as number,
    pollAt: row.poll_at as Date | null,
    pageOffset: row.page_offset as number,
    passes: row.passes as number,
    seenUntil: row.seen_until as Date | null,
    refused: row.refused as number[],
  };
}

function toSent(row: Record<string, unknown>): SentRow {
  return {
    source: row.source as Source,
    customerId: row.customer_id as string,
    position: row.position as number,
    email: row.email as string | null,
    phone: row.phone as string | null,
    plan: row.plan as string,
    event: row.event as string,
    revision: row.revision as number | null,
    receivedAt: row.received_at as Date | null,
  };
}
