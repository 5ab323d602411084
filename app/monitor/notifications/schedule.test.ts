import { expect, test } from 'vitest';
import { nextAttemptIn, quietFor } from './schedule.ts';

test('a message is tried ten times over three to four days, and then given up', () => {
  const waits = Array.from({ length: 9 }, (_, i) => nextAttemptIn(i + 1, 0) ?? Number.NaN);
  expect(waits[0]).toBe(5_000);
  expect([...waits].sort((a, b) => a - b)).toEqual(waits);
  const days = waits.reduce((sum, wait) => sum + wait, 0) / 86_400_000;
  expect(days).toBeGreaterThan(3);
  expect(days).toBeLessThan(4);
  expect(nextAttemptIn(10, 0)).toBeNull();
  expect(nextAttemptIn(1_001, 0)).toBeNull();
  expect(nextAttemptIn(1, 1)).toBe(6_000);
});

test('a receiver is left alone ever longer, at most five minutes, and as long as it asks within an hour', () => {
  expect([1, 2, 3, 4].map((n) => quietFor(n, null))).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(quietFor(50, null)).toBe(300_000);
  expect(quietFor(1, 60_000)).toBe(60_000);
  expect(quietFor(1, 10 ** 9)).toBe(3_600_000);
});
