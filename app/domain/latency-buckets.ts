/**
 * Latencies are counted in buckets whose bounds grow by a quarter each: a percentile read from the counts is off by
 * at most that quarter, and a minute of traffic is a handful of rows however many deliveries it held. Bucket 0 ends at
 * 1 ms, bucket n holds what lies above RATIO^(n-1) and up to RATIO^n ms; the last one is open (30 hours, longer than
 * the longest batch interval).
 */
const RATIO = 1.25;
export const LAST_BUCKET = 83;

/** The bucket of a latency in milliseconds. */
export function bucketOf(ms: number): number {
  if (!(ms > 1)) return 0;
  // The correction keeps exact bounds (RATIO^n itself) in the bucket they close in spite of rounding.
  return Math.min(LAST_BUCKET, Math.ceil(Math.log(ms) / Math.log(RATIO) - 1e-9));
}

/** How many deliveries fell into a bucket. */
interface BucketCount {
  bucket: number;
  count: number;
}

/**
 * The latency in milliseconds below which `share` (0 to 1) of the deliveries lie, interpolated within its bucket;
 * null when nothing was counted. Rows of the same bucket may come several times and in any order.
 */
export function percentile(counts: readonly BucketCount[], share: number): number | null {
  const byBucket = new Map<number, number>();
  let total = 0;
  for (const { bucket, count } of counts) {
    byBucket.set(bucket, (byBucket.get(bucket) ?? 0) + count);
    total += count;
  }
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  let upper = 0;
  for (const bucket of [...byBucket.keys()].sort((a, b) => a - b)) {
    const count = byBucket.get(bucket) as number;
    if (count === 0) continue;
    const lower = bucket === 0 ? 0 : RATIO ** (bucket - 1);
    upper = RATIO ** bucket;
    if (below + count >= rank) return Math.round(lower + (upper - lower) * ((rank - below) / count));
    below += count;
  }
  return Math.round(upper);
}
