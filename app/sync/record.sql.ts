import type pg from 'pg';
import type { Source } from '../domain/customer.ts';
import { copyRows } from './copy.sql.ts';
import type { EntryPart, Settlement } from './settlement.ts';
import type { Step } from './steps.server.ts';

type Queryable = Pick<pg.Pool, 'query'>;

export interface EntryRow extends EntryPart {
  shopId: number;
  at: Date;
  source: Source;
  customerId: string;
  event: string;
  attempt: number;
  latencyMs: number;
  /** With debug on: the calls, redacted. */
  detail?: Step[] | null;
}

/** The log lines of a group, in one statement. */
export async function insertEntries(client: Queryable, entries: EntryRow[]): Promise<void> {
  if (entries.length === 0) return;
  await client.query(
    `insert into sync_entries (shop_id, at, source, customer_id, event, action, outcome, attempt, latency_ms, http_status, code, message, request_id, detail)
     select * from unnest($1::int[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[], $10::int[], $11::text[], $12::text[], $13::text[], $14::jsonb[])`,
    [
      entries.map((e) => e.shopId),
      entries.map((e) => e.at),
      entries.map((e) => e.source),
      entries.map((e) => e.customerId),
      entries.map((e) => e.event),
      entries.map((e) => e.action),
      entries.map((e) => e.outcome),
      entries.map((e) => e.attempt),
      entries.map((e) => e.latencyMs),
      entries.map((e) => e.httpStatus),
      entries.map((e) => e.code),
      entries.map((e) => e.message),
      entries.map((e) => e.requestId),
      entries.map((e) => (e.detail ? JSON.stringify(e.detail) : null)),
    ],
  );
}

/** Thousands of lines at once, through COPY. */
export function copyEntries(client: pg.PoolClient, entries: EntryRow[]): Promise<void> {
  return copyRows(
    client,
    'sync_entries',
    [
      ...['shop_id', 'at', 'source', 'customer_id', 'event', 'action', 'outcome'],
      ...['attempt', 'latency_ms', 'http_status', 'code', 'message', 'request_id'],
    ],
    entries.map((e) => [
      ...[e.shopId, e.at, e.source, e.customerId, e.event, e.action, e.outcome],
      ...[e.attempt, e.latencyMs, e.httpStatus, e.code, e.message, e.requestId],
    ]),
  );
}

interface Counted {
  shopId: number;
  at: Date;
  outcome: string;
  latencyMs: number;
}

/** Adds to the counters of the minute and of the hour; screens and the API read these, never the log itself. */
export async function addRollUps(
  client: Queryable,
  counted: Counted[],
  bucketOf: (ms: number) => number,
): Promise<void> {
  if (counted.length === 0) return;
  await client.query(
    `insert into roll_ups as r (shop_id, span, starts_at, outcome, bucket, count, latency_sum)
     select shop_id, span, date_trunc(span, at), outcome, bucket, count(*), sum(latency)
     from unnest($1::int[], $2::timestamptz[], $3::text[], $4::smallint[], $5::bigint[]) as t(shop_id, at, outcome, bucket, latency),
       unnest(array['minute', 'hour']) as span
     group by 1, 2, 3, 4, 5
     order by 1, 2, 3, 4, 5
     on conflict (shop_id, span, starts_at, outcome, bucket) do update set
       count = r.count + excluded.count, latency_sum = r.latency_sum + excluded.latency_sum`,
    [
      counted.map((c) => c.shopId),
      counted.map((c) => c.at),
      counted.map((c) => c.outcome),
      counted.map((c) => bucketOf(c.latencyMs)),
      counted.map((c) => c.latencyMs),
    ],
  );
}

/** One open problem per customer: a second failure of the same customer replaces the first but keeps its beginning. */
export async function saveProblems(
  client: Queryable,
  failed: Settlement[],
  now: Date,
  redact: (text: string) => string,
): Promise<void> {
  for (const { row, next } of failed) {
    if (next.kind !== 'problem') continue;
    await client.query(
      `insert into problems as p (id, shop_id, source, customer_id, cause, message, event, attempts, since, payload, kind, occurred_at)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (shop_id, source, customer_id) do update set cause = excluded.cause, message = excluded.message,
         event = excluded.event, attempts = p.attempts + excluded.attempts, payload = excluded.payload, kind = excluded.kind,
         occurred_at = excluded.occurred_at`,
      [
        row.shopId,
        row.source,
        row.customerId,
        next.cause,
        redact(next.message),
        row.event,
        row.attempt + 1,
        now,
        row.payload,
        row.kind,
        row.occurredAt,
      ],
    );
  }
}

/** The customer is right again: its problem is over. */
export async function removeProblems(
  client: Queryable,
  rows: { shopId: number; source: Source; customerId: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `delete from problems where (shop_id, source, customer_id) in (select * from unnest($1::int[], $2::text[], $3::text[]))`,
    [rows.map((r) => r.shopId), rows.map((r) => r.source), rows.map((r) => r.customerId)],
  );
}
