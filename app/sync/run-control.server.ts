import type { Ports } from '../ports.ts';
import type { ControlRunEnding, RunView } from '../services.ts';
import { lockRun, type RunKey, takeBack } from './run-control.sql.ts';
import { RUN_EVENTS } from './run-event.ts';
import { queueRun } from './run-queue.server.ts';
import { wakeDrains } from './wake.sql.ts';

export type Control = 'pause' | 'resume' | 'cancel';

/** In which states a run can be controlled; anything else is refused with the state it is in. */
const FROM: Record<Control, readonly RunView['status'][]> = {
  pause: ['queued', 'running'],
  resume: ['paused'],
  cancel: ['queued', 'running', 'paused'],
};

/**
 * Changes the state of a run by hand.
 *
 *   pause    the step at work ends at its next look (isStopped); customers that the run queued wait with it
 *   resume   goes on where it was; what waited goes out
 *   cancel   ends it; what it queued and nobody has begun is taken back. What was delivered stays.
 *
 * State, queue and jobs change together. A step that is at work meanwhile may queue one more batch: `afterStep` takes
 * that back too.
 */
export async function controlRun(ports: Ports, key: RunKey, control: Control): Promise<ControlRunEnding> {
  const client = await ports.db.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const run = await lockRun(client, key);
    const status = run?.status as RunView['status'] | undefined;
    if (!run || !status || !FROM[control].includes(status)) {
      await client.query('rollback');
      return status ? { kind: 'not_allowed', status } : { kind: 'unknown' };
    }
    const now = new Date(ports.now());
    if (control === 'pause') {
      await client.query(`update runs set status = 'paused' where id = $1`, [key.id]);
    } else if (control === 'resume') {
      await client.query('update runs set status = $2 where id = $1', [
        key.id,
        run.started ? 'running' : 'queued',
      ]);
      await queueRun(client, { ...key, options: run.options as object }, ports.now());
      await wakeDrains(client, [key.shopId]);
    } else {
      const taken = isDry(run.options) ? 0 : await takeBack(client, key.shopId, eventOf(key));
      await client.query(
        `update runs set status = 'cancelled', phase = 'cancelled', ended_at = $2, report = report - 'waiting',
           counts = counts || jsonb_build_object('takenBack', $3::int) where id = $1`,
        [key.id, now, taken],
      );
      // What an import has under way in Brevo comes to its end, and what was prepared is deleted (import-tail.server.ts).
      await queueRun(client, { ...key, options: run.options as object }, ports.now());
    }
    await client.query('commit');
    return { kind: 'done' };
  } catch (error) {
    broken = error as Error;
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release(broken);
  }
}

/** After a step of a run that was cancelled while it worked: what it queued since then is taken back as well. */
export async function afterStep(ports: Ports, key: RunKey & { options: unknown }): Promise<void> {
  if (isDry(key.options)) return;
  const { rows } = await ports.db.pool.query(
    `select status = 'cancelled' and not exists (
       select 1 from runs other where other.shop_id = r.shop_id and other.kind = r.kind and other.id <> r.id
         and other.status in ('queued', 'running', 'paused')) as over
     from runs r where id = $1`,
    [key.id],
  );
  if (rows[0]?.over === true) await takeBack(ports.db.pool, key.shopId, eventOf(key));
}

function eventOf({ kind }: RunKey): string {
  return RUN_EVENTS[kind as RunView['kind']];
}

function isDry(options: unknown): boolean {
  return (options as { dryRun?: boolean } | null)?.dryRun === true;
}
