import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

/**
 * Rows that are a run's alone: queued by it and never folded with a change from elsewhere, because any fold raises the
 * revision. Only such rows may be held or taken back; a webhook's change in the same row would be lost with it.
 */
export const RUNS_OWN = (events: string) => `(event = any(${events}) and revision = 1)`;

/**
 * Takes back what a cancelled run queued and nobody has claimed. Index: the primary key begins with the shop; a
 * shop's queue is bounded.
 */
export async function takeBack(client: Queryable, shopId: number, event: string): Promise<number> {
  const { rowCount } = await client.query(
    `delete from pending_changes where shop_id = $1 and claimed_by is null and ${RUNS_OWN('$2::text[]')}`,
    [shopId, [event]],
  );
  return rowCount ?? 0;
}

export interface RunKey {
  id: string;
  shopId: number;
  kind: string;
}

/** The row's lock puts two controls of one run one after the other. Answers the status found, null for no such run. */
export async function lockRun(
  client: Queryable,
  { id, shopId, kind }: RunKey,
): Promise<{ status: string; started: boolean; options: unknown } | null> {
  const { rows } = await client.query(
    'select status, started_at is not null as started, options from runs where id = $1 and shop_id = $2 and kind = $3 for update',
    [id, shopId, kind],
  );
  return (rows[0] as { status: string; started: boolean; options: unknown } | undefined) ?? null;
}
