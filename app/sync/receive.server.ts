import type pg from 'pg';
import { type Change, fold } from '../domain/change.ts';
import type { ShopEvent } from '../domain/shop-event.ts';
import type { Ports } from '../ports.ts';
import { customerKey } from './link.sql.ts';
import { type OptOutOfAddress, rememberOptOuts } from './opt-out.sql.ts';
import { type AcceptedChange, upsertPending } from './pending.sql.ts';
import { wakeDrains } from './wake.sql.ts';

/** One delivery on its way in: usually one change, for a merge two. With a receipt it is taken once, without always. */
export interface Incoming {
  shopId: number;
  changes: Change[];
  /** What it says of addresses, remembered before anybody can act on the changes. */
  optOuts?: OptOutOfAddress[];
  receipt?: Receipt;
}

export interface Receipt {
  webhookId: string;
  topic: string;
}

/** An event of the shop itself, worked on by a job of its own (worker.server.ts). */
export interface ShopJob {
  shopId: number;
  domain: string;
  event: ShopEvent;
  receipt: Receipt;
}

export interface Received {
  /** The id of the delivery's first change, in order; null for a delivery that was accepted before or has none. */
  changeIds: (string | null)[];
  /** Whether each job was taken. */
  jobs: boolean[];
}

/**
 * The one door to the queue: claims delivery ids, remembers opt-outs, folds changes of one customer, upserts the pending
 * changes and wakes the drains, in one transaction. When it returns, all of it is durable; when it throws, none of it
 * is, and the sender's retry is welcome.
 */
export async function receive(ports: Ports, incoming: Incoming[], jobs: ShopJob[] = []): Promise<Received> {
  if (incoming.length === 0 && jobs.length === 0) return { changeIds: [], jobs: [] };
  const now = new Date(ports.now());
  const client = await ports.db.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const fresh = await claimReceipts(client, [...incoming, ...jobs], now);
    const optOuts = incoming.flatMap(({ shopId, optOuts: said = [] }, index) =>
      fresh[index] ? said.map((optOut) => ({ ...optOut, shopId })) : [],
    );
    await rememberOptOuts(client, optOuts);
    const accepted = new Map<string, AcceptedChange>();
    const changeIds = incoming.map((entry, index) => (fresh[index] ? accept(accepted, entry, ports) : null));
    const taken = jobs.map((_, index) => fresh[incoming.length + index] === true);
    await upsertPending(client, [...accepted.values()], now);
    await wakeDrains(client, new Set([...accepted.values()].map((c) => c.shopId)));
    await addShopJobs(
      client,
      jobs.filter((_, index) => taken[index]),
    );
    await client.query('commit');
    return { changeIds, jobs: taken };
  } catch (error) {
    broken = error as Error;
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release(broken);
  }
}

function accept(accepted: Map<string, AcceptedChange>, entry: Incoming, ports: Ports): string | null {
  let first: string | null = null;
  for (const next of entry.changes) {
    const key = `${entry.shopId}:${customerKey(next)}`;
    const before = accepted.get(key);
    const change = before ? fold(before, next) : next;
    const changeId = before?.changeId ?? ports.newId();
    accepted.set(key, { ...change, shopId: entry.shopId, changeId });
    first ??= changeId;
  }
  return first;
}

/** Which of the deliveries are new. Two of the same id in one group: the first is. Index: the receipts' primary key. */
async function claimReceipts(
  client: pg.PoolClient,
  all: { shopId: number; receipt?: Receipt }[],
  now: Date,
): Promise<boolean[]> {
  const named = all.filter((entry) => entry.receipt);
  if (named.length === 0) return all.map(() => true);
  const { rows } = await client.query<{ shop_id: number; webhook_id: string }>({
    name: 'claim-receipts',
    text: `insert into webhook_receipts (shop_id, webhook_id, topic, received_at)
     select distinct on (shop_id, webhook_id) shop_id, webhook_id, topic, $4::timestamptz
     from unnest($1::int[], $2::text[], $3::text[]) as t(shop_id, webhook_id, topic)
     order by shop_id, webhook_id
     on conflict do nothing returning shop_id, webhook_id`,
    values: [
      named.map((entry) => entry.shopId),
      named.map((entry) => entry.receipt?.webhookId),
      named.map((entry) => entry.receipt?.topic),
      now,
    ],
  });
  const fresh = new Set(rows.map((row) => `${row.shop_id}:${row.webhook_id}`));
  return all.map((entry) => !entry.receipt || fresh.delete(`${entry.shopId}:${entry.receipt.webhookId}`));
}

async function addShopJobs(client: pg.PoolClient, jobs: ShopJob[]): Promise<void> {
  for (const { shopId, domain, event } of jobs) {
    await client.query(
      `select graphile_worker.add_job('shop_event', payload := $1::json, max_attempts := 25)`,
      [JSON.stringify({ shopId, domain, event })],
    );
  }
}
