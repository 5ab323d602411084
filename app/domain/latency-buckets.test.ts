import { describe, expect, test } from 'vitest';
import { bucketOf, LAST_BUCKET, percentile } from './latency-buckets.ts';

describe('bucketOf', () => {
  test.each([
    [Number.NaN, 0],
    [-5, 0],
    [0, 0],
    [1, 0],
    [1.25, 1],
    [1.26, 2],
    [1.25 ** 30, 30],
    [1.25 ** 30 + 1, 31],
    [1e12, LAST_BUCKET],
  ])('%d ms is in bucket %d', (ms, bucket) => {
    expect(bucketOf(ms)).toBe(bucket);
  });

  test('never falls while the latency grows, and holds a day in a bucket of its own', () => {
    let last = 0;
    for (let ms = 0; ms < 100_000; ms += 7) {
      expect(bucketOf(ms)).toBeGreaterThanOrEqual(last);
      last = bucketOf(ms);
    }
    expect(bucketOf(24 * 3600 * 1000)).toBeLessThan(LAST_BUCKET);
  });
});

describe('percentile', () => {
  test('of nothing is null', () => {
    expect(percentile([], 0.95)).toBeNull();
    expect(percentile([{ bucket: 3, count: 0 }], 0.95)).toBeNull();
  });

  test('is within a quarter of the true value, in any order and with repeated buckets', () => {
    const latencies = Array.from({ length: 2000 }, (_, i) => 5 + ((i * 7919) % 2000) * 3);
    const counts = latencies.map((ms) => ({ bucket: bucketOf(ms), count: 1 })).reverse();
    const sorted = latencies.toSorted((a, b) => a - b);
    for (const share of [0.5, 0.9, 0.95, 0.99]) {
      const exact = sorted[Math.ceil(share * sorted.length) - 1] as number;
      const read = percentile(counts, share) as number;
      expect(read / exact).toBeGreaterThan(0.8);
      expect(read / exact).toBeLessThan(1.25);
    }
  });

  test('interpolates within a bucket', () => {
    const counts = [{ bucket: bucketOf(1000), count: 100 }];
    expect(percentile(counts, 0.1)).toBeLessThan(percentile(counts, 0.9) as number);
  });
});
