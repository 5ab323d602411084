import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

export interface WaitingMessage {
  id: string;
  event: string;
  data: unknown;
  createdAt: Date;
  attempts: number;
}

/** The oldest messages that may be sent now. Index: notification_messages_waiting. */
export async function dueMessages(
  client: Queryable,
  shopId: number,
  now: Date,
  most: number,
): Promise<WaitingMessage[]> {
  const { rows } = await client.query(
    `select id, event, data, created_at, attempts from notification_messages
     where shop_id = $1 and status = 'waiting' and next_at <= $2 order by next_at, created_at limit $3`,
    [shopId, now, most],
  );
  return rows.map((row) => ({
    id: row.id as string,
    event: row.event as string,
    data: row.data as unknown,
    createdAt: row.created_at as Date,
    attempts: row.attempts as number,
  }));
}

/** When the next message of a shop is due, or null when none waits. */
export async function nextMessageAt(client: Queryable, shopId: number): Promise<Date | null> {
  const { rows } = await client.query(
    `select min(next_at) as at from notification_messages where shop_id = $1 and status = 'waiting'`,
    [shopId],
  );
  return (rows[0]?.at as Date | null) ?? null;
}

export interface Attempt {
  status: 'waiting' | 'delivered' | 'failed';
  nextAt: Date | null;
  at: Date;
  httpStatus: number | null;
  durationMs: number;
  error: string | null;
}

/** Notes an attempt on the message it was of. */
export async function noteAttempt(client: Queryable, id: string, attempt: Attempt): Promise<void> {
  await client.query(
    `update notification_messages set status = $2, attempts = attempts + 1, next_at = coalesce($3, next_at), last_at = $4,
       http_status = $5, duration_ms = $6, error = $7 where id = $1`,
    [id, attempt.status, attempt.nextAt, attempt.at, attempt.httpStatus, attempt.durationMs, attempt.error],
  );
}

/** Nobody is to be told any more: what waits is given up. */
export async function giveUpWaiting(client: Queryable, shopId: number, error: string): Promise<void> {
  await client.query(
    `update notification_messages set status = 'failed', error = $2 where shop_id = $1 and status = 'waiting'`,
    [shopId, error],
  );
}

export interface ReceiverState {
  failures: number;
  quietUntil: Date | null;
}

export async function readReceiver(client: Queryable, shopId: number): Promise<ReceiverState> {
  const { rows } = await client.query(
    'select failures, quiet_until from notification_receivers where shop_id = $1',
    [shopId],
  );
  return {
    failures: (rows[0]?.failures as number | undefined) ?? 0,
    quietUntil: (rows[0]?.quiet_until as Date | null | undefined) ?? null,
  };
}

export async function saveReceiver(client: Queryable, shopId: number, state: ReceiverState): Promise<void> {
  await client.query(
    `insert into notification_receivers (shop_id, failures, quiet_until) values ($1, $2, $3)
     on conflict (shop_id) do update set failures = excluded.failures, quiet_until = excluded.quiet_until`,
    [shopId, state.failures, state.quietUntil],
  );
}

/** The receiver is back: what waits for its next attempt is due now. */
export async function hurryWaiting(client: Queryable, shopId: number, now: Date): Promise<void> {
  await client.query(
    `update notification_messages set next_at = $2 where shop_id = $1 and status = 'waiting' and next_at > $2`,
    [shopId, now],
  );
}

/** Its failures are forgotten: it is tried at the next chance. false: there were none. */
export async function forgetReceiver(client: Queryable, shopId: number): Promise<boolean> {
  const { rowCount } = await client.query('delete from notification_receivers where shop_id = $1', [shopId]);
  return (rowCount ?? 0) > 0;
}
