import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { NotificationEvent } from '../../settings/configuration.ts';
import type { Subscription } from './subscription.ts';

// Statements that put messages into the queue, each inside the transaction of what it tells: a message exists exactly
// when what it tells does.

type Queryable = Pick<pg.Pool, 'query'>;

/** One customer's sync as messages tell it: an entry of the log, without any address. */
export interface SyncTold {
  at: string;
  source: string;
  customer: string;
  event: string;
  action: string;
  outcome: string;
  attempt: number;
  latencyMs: number;
  code: string | null;
  message: string | null;
}

/** So many syncs stand in a message one by one; `count` and `outcomes` are of all of them. */
const MOST_SYNCS = 100;
const MINUTE_MS = 60_000;
/** The window of a batch counts as delivered when nothing of it was recorded for so long. */
const BATCH_LOOK_MS = 5_000;

/** Deliveries run side by side in the whole installation: a slow receiver holds up a few others, and never a drain. */
const QUEUES = 4;

/** The wake-up of a shop's messages, as SQL: `$shop` is an expression, `$at` a timestamp or null for now. */
function wakeSql(shop: string, at: string): string {
  return `graphile_worker.add_job('notify', payload := json_build_object('shopId', ${shop}),
    job_key := case when ${at} is null then 'notify:' else 'notify-later:' end || ${shop},
    queue_name := 'notify:' || (${shop} % ${QUEUES}), run_at := ${at}, max_attempts := 1000)`;
}

/** Wakes the delivery of a shop's messages, now or for a later time (a key of its own, so that it postpones nothing). */
export async function wakeNotifications(client: Queryable, shopId: number, at?: Date): Promise<void> {
  await client.query(`select ${wakeSql('$1::int', '$2::timestamptz')}`, [shopId, at ?? null]);
}

/** Queues messages that are whole. */
export async function insertMessages(
  client: Queryable,
  shopId: number,
  messages: { event: string; data: unknown }[],
  now: Date,
): Promise<string[]> {
  if (messages.length === 0) return [];
  const ids = messages.map(() => randomUUID());
  await client.query(
    `insert into notification_messages (id, shop_id, event, data, created_at, next_at)
     select id, $2, event, data, $5, $5 from unnest($1::uuid[], $3::text[], $4::jsonb[]) as t(id, event, data)`,
    [ids, shopId, messages.map((m) => m.event), messages.map((m) => JSON.stringify(m.data)), now],
  );
  await wakeNotifications(client, shopId);
  return ids;
}

/** Tells a group of recorded syncs of one shop, one by one or gathered, as the shop wants it. */
export async function tellSyncs(
  client: Queryable,
  shopId: number,
  subscription: Subscription,
  syncs: SyncTold[],
  now: Date,
): Promise<void> {
  const kinds: [NotificationEvent, boolean, SyncTold[]][] = [
    ['sync_completed', subscription.syncCompleted, syncs.filter((s) => s.outcome === 'succeeded')],
    ['sync_failed', subscription.syncFailed, syncs.filter((s) => s.outcome === 'failed')],
  ];
  for (const [event, wanted, told] of kinds) {
    if (!wanted || told.length === 0) continue;
    if (!subscription.perMinute) {
      const messages = told.map((sync) => ({ event, data: syncsData([sync], sync.at, sync.at) }));
      await insertMessages(client, shopId, messages, now);
      continue;
    }
    const toldAt = await gather(client, shopId, event, told, now);
    const due = new Date(Math.max(now.getTime(), (toldAt?.getTime() ?? 0) + MINUTE_MS));
    await client.query(
      `select graphile_worker.add_job('notification_summary', payload := json_build_object('shopId', $1::int, 'event', $2::text),
         job_key := 'notify-summary:' || $1 || ':' || $2, job_key_mode := 'preserve_run_at', run_at := $3, max_attempts := 1000)`,
      [shopId, event, due],
    );
  }
  if (!subscription.batchCompleted) return;
  await gather(
    client,
    shopId,
    'batch_completed',
    syncs.filter((s) => s.outcome !== 'retrying'),
    now,
  );
  await lookAtBatch(client, shopId, new Date(now.getTime() + BATCH_LOOK_MS));
}

/** Looks soon whether the batch is through; every further record puts that off. */
export async function lookAtBatch(client: Queryable, shopId: number, at: Date): Promise<void> {
  await client.query(
    `select graphile_worker.add_job('notification_batch', payload := json_build_object('shopId', $1::int),
       job_key := 'notify-batch:' || $1, run_at := $2, max_attempts := 1000)`,
    [shopId, at],
  );
}

/** Adds to what the next message of an event will tell; answers when the last one was made. */
async function gather(
  client: Queryable,
  shopId: number,
  event: NotificationEvent,
  syncs: SyncTold[],
  now: Date,
): Promise<Date | null> {
  if (syncs.length === 0) return null;
  const { rows } = await client.query(
    `insert into notification_summaries as s (shop_id, event, since, count, outcomes, syncs) values ($1, $2, $3, $4, $5, $6)
     on conflict (shop_id, event) do update set
       since = coalesce(s.since, excluded.since), count = s.count + excluded.count,
       outcomes = (select jsonb_object_agg(key, total) from
         (select key, sum(value::int) as total from
           (select * from jsonb_each_text(s.outcomes) union all select * from jsonb_each_text(excluded.outcomes)) both_of group by key) added),
       syncs = case when jsonb_array_length(s.syncs) < ${MOST_SYNCS} then s.syncs || excluded.syncs else s.syncs end
     returning told_at`,
    [
      shopId,
      event,
      now,
      syncs.length,
      JSON.stringify(outcomesOf(syncs)),
      JSON.stringify(event === 'batch_completed' ? [] : syncs.slice(0, MOST_SYNCS)),
    ],
  );
  return (rows[0]?.told_at as Date | null) ?? null;
}

/** The `data` of sync_completed and sync_failed: one shape, whether one sync is told or a minute of them. */
export function syncsData(
  syncs: SyncTold[],
  from: string,
  to: string,
  count = syncs.length,
  outcomes: Record<string, number> = outcomesOf(syncs),
) {
  return { from, to, count, outcomes, syncs: syncs.slice(0, MOST_SYNCS) };
}

function outcomesOf(syncs: SyncTold[]): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { outcome } of syncs) counted[outcome] = (counted[outcome] ?? 0) + 1;
  return counted;
}

const ISO = (column: string) => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * A statement that changes one row and tells it, when the shop wants to hear of it: both or neither. Answers one row:
 * whether it is a change that is worth telling.
 */
function told(change: string, row: string, event: NotificationEvent, data: string, at: string): string {
  return `with ${row} as (${change}),
    told as (
      insert into notification_messages (id, shop_id, event, data, created_at, next_at)
      select gen_random_uuid(), r.shop_id, '${event}', ${data}, ${at}, ${at}
      from ${row} r join settings t on t.shop_id = r.shop_id
      where t.notifications->>'webhookUrl' is not null and t.notifications->'events' ? '${event}'
        and coalesce(r.tell, true)
      returning shop_id)
    select coalesce((select bool_or(r.tell) from ${row} r), false) as changed,
      (select count(${wakeSql('shop_id', 'null::timestamptz')}) from told) as woken`;
}

const NOTICE = (closedAt: string) =>
  `jsonb_build_object('id', r.id, 'kind', r.kind, 'params', r.params, 'openedAt', ${ISO('r.opened_at')}, 'closedAt', ${closedAt})`;

/** Opens a notice, once: an open one of its kind only takes the new particulars and is not told again. Index: notices_open. */
export const OPEN_NOTICE = told(
  `insert into notices (id, shop_id, kind, params, opened_at) values (gen_random_uuid(), $1, $2, $3, $4)
   on conflict (shop_id, kind) where closed_at is null do update set params = excluded.params
   returning *, xmax = 0 and kind <> 'notifications_failing' as tell`,
  'opened',
  'notice_opened',
  NOTICE('null'),
  '$4::timestamptz',
);

export const CLOSE_NOTICE = told(
  `update notices set closed_at = $3 where shop_id = $1 and kind = $2 and closed_at is null returning *, true as tell`,
  'closed',
  'notice_closed',
  NOTICE(ISO('r.closed_at')),
  '$3::timestamptz',
);

/** Ends a run that is live (`$6`), and tells it as a batch unless it was only a dry run. */
export const END_RUN = told(
  `update runs set status = $2, phase = $2, report = $3, error = $4, ended_at = $5 where id = $1 and status = any($6)
   returning *, status <> 'cancelled' and coalesce((options->>'dryRun')::bool, false) = false as tell`,
  'ended',
  'batch_completed',
  `jsonb_build_object('kind', r.kind, 'status', r.status, 'from', ${ISO('coalesce(r.started_at, r.created_at)')},
     'to', ${ISO('r.ended_at')}, 'counts', r.counts, 'runId', r.id)`,
  '$5::timestamptz',
);
