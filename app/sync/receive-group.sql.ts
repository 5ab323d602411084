import type pg from 'pg';
import type { Change } from '../domain/change.ts';
import { arrayLiteral } from './array-literal.ts';
import { FOLD } from './pending.sql.ts';
import { DRAIN_NOW } from './wake.sql.ts';

/** A delivery of the door: it is taken once, whatever number of changes it holds. */
export interface GroupEntry {
  domain: string;
  webhookId: string;
  topic: string;
  changes: (Change & { changeId: string })[];
}

export type GroupEnding = 'taken' | 'repeated' | 'not_installed' | 'unknown_shop';

export interface GroupReceived {
  /** One for each entry, in their order. */
  endings: GroupEnding[];
  /** The shops that took something. */
  shops: { id: number; domain: string }[];
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
): Promise<GroupReceived> {
  const owners: number[] = [];
  const changes: GroupEntry['changes'] = [];
  entries.forEach((entry, index) => {
    for (const change of entry.changes) {
      owners.push(index + 1);
      changes.push(change);
    }
  });
  const { rows } = await client.query<Answer>({
    name: 'receive-group',
    text: STATEMENT,
    values: [
      arrayLiteral(entries.map((entry) => entry.domain)),
      arrayLiteral(entries.map((entry) => entry.webhookId)),
      arrayLiteral(entries.map((entry) => entry.topic)),
      arrayLiteral(owners),
      arrayLiteral(changes.map((change) => change.source)),
      arrayLiteral(changes.map((change) => change.customerId)),
      arrayLiteral(changes.map((change) => change.changeId)),
      arrayLiteral(changes.map((change) => change.kind)),
      arrayLiteral(changes.map((change) => change.event)),
      arrayLiteral(changes.map((change) => change.occurredAt.toISOString())),
      wake,
      now,
    ],
  });
  const { shops, repeated, not_installed, unknown_shop } = rows[0] as Answer;
  const endings = entries.map((): GroupEnding => 'taken');
  for (const [ending, which] of Object.entries({ repeated, not_installed, unknown_shop }))
    for (const n of which) endings[n - 1] = ending as GroupEnding;
  return { endings, shops };
}

/** Usually all were taken, so only the others are named, by their place from 1 on. */
interface Answer {
  shops: { id: number; domain: string }[];
  repeated: number[];
  not_installed: number[];
  unknown_shop: number[];
}

const STATEMENT = `
with known as (
  select n, s.id as shop_id, webhook_id, topic, s.uninstalled_at is null as installed, domain
  from unnest($1::text[], $2::text[], $3::text[]) with ordinality as t(domain, webhook_id, topic, n)
  join shops s using (domain)
), claimed as (
  insert into webhook_receipts (shop_id, webhook_id, topic, received_at)
  select shop_id, webhook_id, topic, $12::timestamptz from known where installed order by shop_id, webhook_id
  on conflict do nothing returning shop_id, webhook_id
), fresh as (
  select n, shop_id, domain from known join claimed using (shop_id, webhook_id)
), folded as (
  insert into pending_changes as p
    (shop_id, source, customer_id, change_id, kind, event, occurred_at, received_at, due_at)
  select shop_id, source, customer_id, change_id, kind, event, occurred_at, $12, $12
  from unnest($4::int[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::timestamptz[])
    as c(n, source, customer_id, change_id, kind, event, occurred_at)
  join fresh using (n)
  order by shop_id, source, customer_id
  on conflict (shop_id, source, customer_id) do update set ${FOLD}
), took as (
  select distinct shop_id as id, domain from fresh
), woken as (
  select ${DRAIN_NOW} from (select id from took where domain = any($11::text[]) order by id) s
)
select coalesce((select json_agg(took) from took), '[]') as shops,
  array(select n::int from known where installed and n not in (select n from fresh)) as repeated,
  array(select n::int from known where not installed) as not_installed,
  array(select n::int from generate_series(1, cardinality($1)) n where n not in (select n from known)) as unknown_shop,
  (select count(*) from woken) as woken`;
