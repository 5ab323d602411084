import type pg from 'pg';

/** Rows a statement, so that progress is seen and nothing is held twice. */
const CHUNK = 500_000;

/**
 * Fills the database of a shop with what a large one has after a year: links, entries over 90 days, minute and hour
 * counts, problems, a queue. Answers the size of the database in bytes.
 */
export async function fillDatabase(
  client: pg.Client,
  domain: string,
  { entries, customers }: { entries: number; customers: number },
): Promise<number> {
  const { rows } = await client.query<{ id: number }>('select id from shops where domain = $1', [domain]);
  const shopId = rows[0]?.id;
  await client.query('set synchronous_commit = off');
  for (let from = 0; from < customers; from += CHUNK) {
    await client.query(
      `insert into contact_links (shop_id, source, customer_id, state, brevo_id, email, content_hash, filled, ext_id_sent, applied_at, synced_at)
       select $1, 'shopify', (7000000000000 + i)::text, 'synced', i, 'c' || i || '@example.com', md5(i::text),
         array['FIRSTNAME', 'LASTNAME'], true, now(), now()
       from generate_series($2::int, $3::int) i`,
      [shopId, from, Math.min(from + CHUNK, customers) - 1],
    );
  }
  for (let from = 0; from < entries; from += CHUNK) {
    await client.query(
      `insert into sync_entries (shop_id, at, source, customer_id, event, action, outcome, attempt, latency_ms, http_status, code)
       select $1, now() - interval '90 days' * (1 - i::float / $4), 'shopify', (7000000000000 + i % $5)::text, 'customer_updated',
         'update', case when i % 997 = 0 then 'failed' when i % 11 = 0 then 'unchanged' else 'succeeded' end, 1, 20 + i % 300, 204, null
       from generate_series($2::int, $3::int) i`,
      [shopId, from, Math.min(from + CHUNK, entries) - 1, entries, customers],
    );
  }
  for (const [span, step, length] of [
    ['minute', '1 minute', '3 days'],
    ['hour', '1 hour', '365 days'],
  ]) {
    await client.query(
      `insert into roll_ups (shop_id, span, starts_at, outcome, bucket, count, latency_sum)
       select $1, $2, date_trunc($2, t), outcome, bucket, 40, 40 * 150
       from generate_series(now() - $4::interval, now() - $3::interval, $3::interval) t,
         unnest(array['succeeded', 'unchanged', 'failed']) outcome, generate_series(3, 8) bucket
       on conflict do nothing`,
      [shopId, span, step, length],
    );
  }
  await client.query(
    `insert into problems (id, shop_id, source, customer_id, cause, message, event, attempts)
     select gen_random_uuid(), $1, 'shopify', (7000000000000 + i)::text, case when i % 3 = 0 then 'attribute_missing' else 'rejected_by_brevo' end,
       'Invalid attribute', 'customer_updated', 1 from generate_series(1, 10000) i`,
    [shopId],
  );
  // Due in a day, so that no drain changes what is measured.
  await client.query(
    `insert into pending_changes (shop_id, source, customer_id, change_id, kind, event, occurred_at, due_at)
     select $1, 'shopify', (8000000000000 + i)::text, gen_random_uuid(), 'upsert', 'customer_updated', now(), now() + interval '1 day'
     from generate_series(1, 10000) i`,
    [shopId],
  );
  await client.query('vacuum analyze');
  const size = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
  return Number(size.rows[0]?.bytes);
}
