import type pg from 'pg';
import type { ShopRef } from '../services.ts';
import { figures } from './status.server.ts';
import { binsOf, SHAPES, type TrendBin, type WindowName } from './trend.ts';

/**
 * Outcomes and latencies over time, from the counters alone. Index: the primary key of roll_ups begins with shop, span
 * and time; a window is at most 720 hours of it.
 */
export async function readTrend(
  client: Pick<pg.Pool, 'query'>,
  shop: ShopRef,
  name: WindowName,
  now: Date,
): Promise<TrendBin[]> {
  const bins = binsOf(name, now.getTime());
  const { bin, span } = SHAPES[name];
  const { rows } = await client.query({
    name: 'trend',
    text: `select date_bin(make_interval(secs => $4), starts_at, $3) as at, outcome, bucket,
             sum(count)::int as count, sum(latency_sum)::float8 as "latencySum"
           from roll_ups where shop_id = $1 and span = $2 and starts_at >= $3 group by 1, 2, 3`,
    values: [shop.id, span, new Date(bins[0] as number), bin],
  });
  const byBin = Map.groupBy(rows as Row[], (row) => row.at.getTime());
  return bins.map((at) => {
    const found = byBin.get(at) ?? [];
    const count = (outcome: string) =>
      found.filter((row) => row.outcome === outcome).reduce((sum, row) => sum + row.count, 0);
    const { averageLatencyMs, p95LatencyMs } = figures(found);
    return {
      at: new Date(at).toISOString(),
      succeeded: count('succeeded'),
      unchanged: count('unchanged'),
      skipped: count('skipped'),
      retrying: count('retrying'),
      failed: count('failed'),
      averageLatencyMs,
      p95LatencyMs,
    };
  });
}

interface Row {
  at: Date;
  outcome: string;
  bucket: number;
  count: number;
  latencySum: number;
}
