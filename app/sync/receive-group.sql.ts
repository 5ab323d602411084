import type pg from 'pg';
import type { Change } from '../domain/change.ts';
import { FOLD } from './pending.sql.ts';
import { DRAIN_NOW } from './wake.sql.ts';

/** A delivery of the door: it is taken once, whatever number of changes it holds. */
export interface GroupEntry {
  domain: string;
  webhookId: string;
  topic: string;
  changes: (Change & { changeId: string })[];
}

export interface GroupEnding {
  kind: 'taken' | 'repeated' | 'not_installed' | 'unknown_shop';
  shopId: number | null;
}

/**
 * What `receive` does, for the deliveries that make up a burst, in one statement: each round trip more would wait for
 * its turn among the requests that keep the event loop busy, and that wait, not PostgreSQL, bounds the door. It
 * claims the delivery ids, folds the changes of those that are new into what waits, and wakes the drains of `wake`.
 *
 * No two entries of a group may have the same delivery id or change the same customer: `insert ... on conflict` may
 * touch a row once. Only installed shops are written for; the others are told apart for the caller. Rows are taken
 * in the order of their keys, so that two groups never wait for each other. Indexes: shops_domain_key and the primary
 * keys of webhook_receipts and pending_changes.
 */
export async function receiveGroup(
  client: Pick<pg.Pool, 'query'>,
  entries: GroupEntry[],
  wake: string[],
  now: Date,
): Promise<GroupEnding[]> {
  const changes = entries.flatMap((entry, n) => entry.changes.map((change) => ({ n, change })));
  const { rows } = await client.query<{ n: number; shop_id: number; installed: boolean; fresh: boolean }>({
    name: 'receive-group',
    text: STATEMENT,
    values: [
      entries.map((_, n) => n),
      entries.map((entry) => entry.domain),
      entries.map((entry) => entry.webhookId),
      entries.map((entry) => entry.topic),
      changes.map(({ n }) => n),
      changes.map(({ change }) => change.source),
      changes.map(({ change }) => change.customerId),
      changes.map(({ change }) => change.changeId),
      changes.map(({ change }) => change.kind),
      changes.map(({ change }) => change.event),
      changes.map(({ change }) => change.occurredAt),
      wake,
      now,
    ],
  });
  const endings = entries.map((): GroupEnding => ({ kind: 'unknown_shop', shopId: null }));
  for (const { n, shop_id: shopId, installed, fresh } of rows) {
    endings[n] = { kind: installed ? (fresh ? 'taken' : 'repeated') : 'not_installed', shopId };
  }
  return endings;
}

const STATEMENT = `
with known as (
  select n, s.id as shop_id, webhook_id, topic, s.uninstalled_at is null as installed, domain
  from unnest($1::int[], $2::text[], $3::text[], $4::text[]) as t(n, domain, webhook_id, topic)
  join shops s using (domain)
), claimed as (
  insert into webhook_receipts (shop_id, webhook_id, topic, received_at)
  select shop_id, webhook_id, topic, $13::timestamptz from known where installed order by shop_id, webhook_id
  on conflict do nothing returning shop_id, webhook_id
), fresh as (
  select n, shop_id, domain from known join claimed using (shop_id, webhook_id)
), folded as (
  insert into pending_changes as p
    (shop_id, source, customer_id, change_id, kind, event, occurred_at, received_at, due_at)
  select shop_id, source, customer_id, change_id, kind, event, occurred_at, $13, $13
  from unnest($5::int[], $6::text[], $7::text[], $8::uuid[], $9::text[], $10::text[], $11::timestamptz[])
    as c(n, source, customer_id, change_id, kind, event, occurred_at)
  join fresh using (n)
  order by shop_id, source, customer_id
  on conflict (shop_id, source, customer_id) do update set ${FOLD}
), woken as (
  select ${DRAIN_NOW} from (select distinct shop_id as id from fresh where domain = any($12::text[]) order by id) s
)
select n, shop_id, installed, exists (select from fresh where fresh.n = known.n) as fresh,
  (select count(*) from woken) as woken
from known`;
