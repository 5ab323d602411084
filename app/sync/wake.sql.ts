import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

/**
 * Queues the drain of the shop whose `id` is in scope, for now. One waiting job per shop (job key), which keeps its
 * place when it is woken again.
 */
export const DRAIN_NOW = `graphile_worker.add_job('drain', payload := json_build_object('shopId', id),
  job_key := 'drain:' || id, job_key_mode := 'preserve_run_at', max_attempts := 1000)`;

/** The same for `$2`, under a key of its own, so that it never postpones one for now. */
const DRAIN_LATER = `graphile_worker.add_job('drain', payload := json_build_object('shopId', id),
  job_key := 'drain-later:' || id, run_at := $2::timestamptz, max_attempts := 1000)`;

/** The same for a shop that had a slice and has more: it comes after those that wait for their first. */
const DRAIN_MORE = `graphile_worker.add_job('drain', payload := json_build_object('shopId', id),
  job_key := 'drain-more:' || id, job_key_mode := 'preserve_run_at', priority := 10, max_attempts := 1000)`;

const EACH = 'from unnest($1::int[]) as id order by id';

/**
 * Wakes the drains of shops through graphile-worker, inside the caller's transaction: the job exists exactly when the
 * change does. A drain that runs already is left alone and a new one is queued, so what arrives during it causes
 * another.
 */
export async function wakeDrains(client: Queryable, shopIds: Iterable<number>, at?: Date): Promise<void> {
  const ids = [...shopIds];
  if (ids.length === 0) return;
  if (at) await client.query(`select ${DRAIN_LATER} ${EACH}`, [ids, at]);
  else await client.query(`select ${DRAIN_NOW} ${EACH}`, [ids]);
}

/** The same for shops whose turn is over and who have more. */
export async function wakeForMore(client: Queryable, shopIds: Iterable<number>): Promise<void> {
  const ids = [...shopIds];
  if (ids.length > 0) await client.query(`select ${DRAIN_MORE} ${EACH}`, [ids]);
}

/** Within this time of the last wake-up of a shop, the next ones are made together, a moment later. */
const TOGETHER_MS = 15;

/**
 * For the door, where a burst would have each transaction wait for the other's lock on the one job of a shop: the
 * first change of a shop wakes it in its own transaction; those that follow within a moment share one wake-up after
 * it. A process that dies in that moment leaves changes without a job, which every start and the minute's sweep find.
 */
export interface BurstWake {
  /** Of these shops, by domain, those to be woken in the transaction that is about to run. */
  due(domains: Iterable<string>): string[];
  /** Called once it is committed, because a wake-up that comes before would find nothing. */
  later(shops: { id: number; domain: string }[]): void;
}

export function createBurstWake(
  pool: pg.Pool,
  now: () => number,
  onError: (error: unknown) => void,
): BurstWake {
  const wokenAt = new Map<string, number>();
  let waiting = new Map<string, number>();
  function wakeWaiting(): void {
    const shops = waiting;
    waiting = new Map();
    for (const domain of shops.keys()) wokenAt.set(domain, now());
    wakeDrains(pool, shops.values()).catch(onError);
  }
  return {
    due(domains) {
      const at = now();
      const due = [...domains].filter((domain) => at - (wokenAt.get(domain) ?? 0) >= TOGETHER_MS);
      for (const domain of due) wokenAt.set(domain, at);
      return due;
    },
    later(shops) {
      if (waiting.size === 0 && shops.length > 0) setTimeout(wakeWaiting, TOGETHER_MS);
      for (const { id, domain } of shops) waiting.set(domain, id);
    },
  };
}

/**
 * Shops of one Brevo account that could be drained now. What a paused shop has does not count, nor what rests until the
 * account is probed again. Index: connections (account), pending_changes (shop_id, due_at).
 */
export async function dueShopsOfAccount(client: Queryable, account: string, now: Date): Promise<number[]> {
  const { rows } = await client.query({
    name: 'due-of-account',
    text: `select s.id from connections c join shops s on s.id = c.shop_id left join settings t on t.shop_id = s.id
     where c.account = $1 and s.uninstalled_at is null and t.enabled is not false and t.paused is not true
       and (c.health = 'ok' or c.probe_at is null or c.probe_at <= $2)
       and exists (select 1 from pending_changes p where p.shop_id = s.id and p.due_at <= $2)`,
    values: [account, now],
  });
  return rows.map((row) => row.id as number);
}

/** Whether other shops are connected to the account too. */
export async function isShared(client: Queryable, account: string): Promise<boolean> {
  const { rows } = await client.query(
    `select count(*) > 1 as shared from connections c join shops s on s.id = c.shop_id
     where c.account = $1 and s.uninstalled_at is null`,
    [account],
  );
  return rows[0]?.shared === true;
}

/** Shops with changes that are due and no job that would look at them soon: what a lost wake-up would leave behind. */
export async function shopsWithDueChanges(client: Queryable, now: Date): Promise<number[]> {
  const { rows } = await client.query(
    `select s.id from shops s join connections c on c.shop_id = s.id
     where s.uninstalled_at is null
       and exists (select 1 from pending_changes p where p.shop_id = s.id and p.due_at <= $1)`,
    [now],
  );
  return rows.map((row) => row.id as number);
}
