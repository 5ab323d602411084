import { DIFFERENCES_KEPT_DAYS } from '../monitor/differences.server.ts';
import type { Ports } from '../ports.ts';
import type { ReadConfiguration } from './shop-runtime.server.ts';

/** Rows deleted by one statement: short transactions, so that nothing waits for a lock. */
const BATCH = 5_000;

/** Removes what has outlived its use: entries by the merchant's retention, receipts, reports, counters, messages, notices. */
export async function prune(ports: Ports, readConfiguration: ReadConfiguration): Promise<void> {
  const { pool, prisma } = ports.db;
  const now = ports.now();
  for (const shop of await prisma.shop.findMany({ select: { id: true, domain: true } })) {
    const { options } = await readConfiguration(shop);
    const before = new Date(now - options.retentionDays * DAY);
    // Entries are in the order of time: where the kept ones begin is looked up once, so that no statement reads past it.
    const kept = await pool.query(
      'select id from sync_entries where shop_id = $1 and at >= $2 order by id limit 1',
      [shop.id, before],
    );
    await inBatches(() =>
      pool.query(
        `delete from sync_entries where id in (select id from sync_entries
           where shop_id = $1 and at < $2 and ($3::bigint is null or id < $3) order by id limit ${BATCH} for update skip locked)`,
        [shop.id, before, kept.rows[0]?.id ?? null],
      ),
    );
  }
  await inBatches(() =>
    pool.query(
      `delete from webhook_receipts where (shop_id, webhook_id) in
         (select shop_id, webhook_id from webhook_receipts where received_at < $1 limit ${BATCH})`,
      [new Date(now - 7 * DAY)],
    ),
  );
  // A delivery that was written in the moment its shop was erased (migration 0002).
  for (const table of ['pending_changes', 'webhook_receipts'])
    await pool.query(`delete from ${table} t where not exists (select from shops s where s.id = t.shop_id)`);
  await inBatches(() =>
    pool.query(
      `delete from run_differences where (run_id, source, customer_id) in
         (select d.run_id, d.source, d.customer_id from runs r join run_differences d on d.run_id = r.id
          where r.ended_at < $1 limit ${BATCH})`,
      [new Date(now - DIFFERENCES_KEPT_DAYS * DAY)],
    ),
  );
  await pool.query(
    `delete from roll_ups where (span = 'minute' and starts_at < $1) or (span = 'hour' and starts_at < $2)`,
    [new Date(now - 3 * DAY), new Date(now - 400 * DAY)],
  );
  await inBatches(() =>
    pool.query(
      `delete from notification_messages where id in
         (select id from notification_messages where created_at < $1 and status <> 'waiting' limit ${BATCH})`,
      [new Date(now - 30 * DAY)],
    ),
  );
  await inBatches(() =>
    pool.query(
      `delete from api_answers where (shop_id, caller, key) in
         (select shop_id, caller, key from api_answers where started_at < $1 limit ${BATCH})`,
      [new Date(now - DAY)],
    ),
  );
  await pool.query('delete from api_usage where minute < $1', [new Date(now - DAY)]);
  await pool.query('delete from notices where closed_at < $1', [new Date(now - 90 * DAY)]);
  await pool.query('delete from runs where ended_at < $1', [new Date(now - 400 * DAY)]);
}

const DAY = 86_400_000;

async function inBatches(run: () => Promise<{ rowCount: number | null }>): Promise<void> {
  while (((await run()).rowCount ?? 0) === BATCH);
}
