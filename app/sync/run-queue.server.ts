import type { Prisma, Run } from '@prisma/client';
import type pg from 'pg';
import type { Ports } from '../ports.ts';
import type { RunOptions, RunView, StartRunEnding } from '../services.ts';

/** A run that has not ended. */
export const LIVE = ['queued', 'running', 'paused'];

/** So many comparisons run side by side in the whole installation: each holds an index of an account's contacts. */
const COMPARISONS = 3;

type Queryable = Pick<pg.Pool, 'query'>;

/** What decides in which queue the steps of a run wait. */
export type Queued = Pick<Run, 'id' | 'shopId' | 'kind' | 'options'>;

/**
 * Queues the next step of a run. All of a run's jobs have one key and one queue: a job that waits is moved in time, and
 * one that is added while a step runs (the store's file is ready) waits until that step has ended, because two steps of
 * one run would read the same lines.
 */
export async function queueRun(client: Queryable, run: Queued, at: number): Promise<void> {
  await client.query(
    `select graphile_worker.add_job('run', payload := $1::json, job_key := 'run:' || $2, queue_name := $3, run_at := $4, max_attempts := 1000)`,
    [JSON.stringify({ runId: run.id }), run.id, queueOf(run), new Date(at)],
  );
}

function queueOf({ id, shopId, kind, options }: Queued): string {
  const compares = kind === 'reconciliation' || (options as { dryRun?: boolean }).dryRun === true;
  return compares ? `compare:${shopId % COMPARISONS}` : `run:${id}`;
}

/** A reconciliation that is a dry run repairs nothing: it is one all the same. */
function optionsOf(kind: RunView['kind'], { dryRun, repair, scope, source }: RunOptions): Prisma.JsonObject {
  const of = source === undefined ? {} : { source };
  if (kind === 'import') return { dryRun, ...of };
  const chosen = dryRun ? [] : repair;
  return {
    dryRun: false,
    scope: scope ?? 'full',
    ...of,
    ...(chosen === undefined ? {} : { repair: [...chosen] }),
  };
}

/**
 * Makes a run and its first job, together or not at all. A shop has one live run of a kind, a dry run and an hourly
 * comparison being kinds of their own (neither stands in for the whole), and so is a run of another source: a second
 * start answers the first one's id. One that has not begun yet is brought forward and takes the options of the second.
 */
export async function startRun(
  ports: Ports,
  shopId: number,
  { kind, ...chosen }: RunOptions & { kind: RunView['kind'] },
  at: number,
): Promise<StartRunEnding> {
  const options = optionsOf(kind, chosen);
  const client = await ports.db.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    // One start of a shop at a time; what refers to the shop is not held up by this.
    const connected = await client.query(
      `select 1 from shops s join connections c on c.shop_id = s.id where s.id = $1 for no key update of s`,
      [shopId],
    );
    if (connected.rows.length === 0) {
      await client.query('rollback');
      return { kind: 'not_connected' };
    }
    const live = await client.query(
      `select id, status from runs where shop_id = $1 and kind = $2 and status = any($3)
         and coalesce((options->>'dryRun')::bool, false) = $4 and options->>'source' is not distinct from $5
         and coalesce(options->>'scope', 'full') = $6
       order by created_at limit 1`,
      [shopId, kind, LIVE, options.dryRun, chosen.source ?? null, options.scope ?? 'full'],
    );
    const id = (live.rows[0]?.id as string | undefined) ?? ports.newId();
    if (live.rows.length === 0) {
      await client.query(
        'insert into runs (id, shop_id, kind, options, created_at) values ($1, $2, $3, $4, $5)',
        [id, shopId, kind, JSON.stringify(options), new Date(ports.now())],
      );
    }
    if (live.rows[0]?.status === 'queued')
      await client.query('update runs set options = $2 where id = $1', [id, JSON.stringify(options)]);
    if (live.rows.length === 0 || live.rows[0]?.status === 'queued')
      await queueRun(client, { id, shopId, kind, options }, at);
    await client.query('commit');
    return { kind: 'started', id };
  } catch (error) {
    broken = error as Error;
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release(broken);
  }
}
