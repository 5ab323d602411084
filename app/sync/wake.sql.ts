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
