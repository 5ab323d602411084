import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

/**
 * Wakes the drains of shops through graphile-worker, inside the caller's transaction: the job exists exactly when the
 * change does. One waiting job per shop (job key); one that runs already is left alone and a new one is queued, so
 * what arrives during a drain causes another. A wake-up for later has a key of its own, so that it never postpones
 * one for now.
 */
export async function wakeDrains(client: Queryable, shopIds: Iterable<number>, at?: Date): Promise<void> {
  const ids = [...shopIds];
  if (ids.length === 0) return;
  await client.query(
    `select graphile_worker.add_job('drain', payload := json_build_object('shopId', id), job_key := case when $2::timestamptz is null then 'drain:' else 'drain-later:' end || id,
       run_at := $2::timestamptz, max_attempts := 1000) from unnest($1::int[]) as id order by id`,
    [ids, at ?? null],
  );
}

/** Wakes inside the transaction; what it answers is called once the transaction is committed. */
export type Wake = (client: Queryable, shopIds: Iterable<number>) => Promise<(() => void) | undefined>;

/** Within this time of the last wake-up of a shop, the next ones are made together, a moment later. */
const TOGETHER_MS = 15;

/**
 * For the door, where a burst would have each transaction wait for the other's lock on the one job of a shop: the
 * first change of a shop wakes it in its own transaction; those that follow within a moment share one wake-up after
 * it. A process that dies in that moment leaves changes without a job, which every start and the minute's sweep find.
 */
export function createBurstWake(pool: pg.Pool, now: () => number, onError: (error: unknown) => void): Wake {
  const wokenAt = new Map<number, number>();
  const later = new Set<number>();
  const wakeLater = (id: number) => {
    if (later.has(id)) return;
    later.add(id);
    setTimeout(() => {
      later.delete(id);
      wokenAt.set(id, now());
      wakeDrains(pool, [id]).catch(onError);
    }, TOGETHER_MS);
  };
  return async (client, shopIds) => {
    const at = now();
    const [due, recent]: [number[], number[]] = [[], []];
    for (const id of shopIds) (at - (wokenAt.get(id) ?? 0) >= TOGETHER_MS ? due : recent).push(id);
    for (const id of due) wokenAt.set(id, at);
    await wakeDrains(client, due);
    // Counted from the commit on: a wake-up that comes before it would find nothing.
    return () => recent.forEach(wakeLater);
  };
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
