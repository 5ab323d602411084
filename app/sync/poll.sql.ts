import type pg from 'pg';
import type { Source } from '../domain/customer.ts';
import type { PollTrouble } from '../ports.ts';

type Queryable = Pick<pg.Pool, 'query'>;

/** The connections of installed shops; there are few, and most of them push. */
export async function polledConnections(client: Queryable): Promise<{ shopId: number; source: Source }[]> {
  const { rows } = await client.query(
    `select c.shop_id, c.source from source_connections c join shops s on s.id = c.shop_id where s.uninstalled_at is null`,
  );
  return rows.map((row) => ({ shopId: row.shop_id as number, source: row.source as Source }));
}

/** One job for each connection, in a queue of its own: a poll that takes longer than a minute is not joined by another. */
export async function queuePoll(client: Queryable, shopId: number, source: Source): Promise<void> {
  await client.query(
    `select graphile_worker.add_job('poll', payload := $1::json, job_key := $2, queue_name := $2, max_attempts := 1)`,
    [JSON.stringify({ shopId, source }), `poll:${shopId}:${source}`],
  );
}

/** Where a poll stands; null when the source is not connected (any more). Index: the primary key. */
export async function readPoll(
  client: Queryable,
  shopId: number,
  source: Source,
): Promise<{ domain: string; cursor: Record<string, unknown> } | null> {
  const { rows } = await client.query(
    `select s.domain, c.cursor from source_connections c join shops s on s.id = c.shop_id
     where c.shop_id = $1 and c.source = $2 and s.uninstalled_at is null`,
    [shopId, source],
  );
  return rows[0] ?? null;
}

/** Notes how far a poll came and how the source is; `heard`: it told of a change. */
export async function notePoll(
  client: Queryable,
  shopId: number,
  source: Source,
  news: { cursor: Record<string, unknown>; heard?: boolean } | { trouble: PollTrouble },
  now: Date,
): Promise<void> {
  if ('trouble' in news) {
    const { access, message } = news.trouble;
    await client.query(
      `update source_connections set health = $3, health_message = $4, checked_at = $5 where shop_id = $1 and source = $2`,
      [shopId, source, access ? 'unreachable' : 'unauthorized', message, now],
    );
    return;
  }
  await client.query(
    `update source_connections set cursor = $3, health = 'ok', health_message = null, checked_at = $4,
       received_at = case when $5 then $4 else received_at end
     where shop_id = $1 and source = $2`,
    [shopId, source, JSON.stringify(news.cursor), now, news.heard ?? false],
  );
}
