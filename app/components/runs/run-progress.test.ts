import { describe, expect, it } from 'vitest';
import type { RunView } from '../../services.ts';
import { progressOf, rateOf, timeLeft } from './run-progress.ts';

const run = (changes: Partial<RunView>): RunView => ({
  id: '1',
  kind: 'import',
  dryRun: false,
  repair: null,
  source: null,
  scope: null,
  status: 'running',
  phase: 'reading',
  counts: {},
  report: {},
  error: null,
  createdAt: '',
  startedAt: null,
  endedAt: null,
  ...changes,
});

describe('how far a run is', () => {
  it.each([
    ['an import that waits for the file', run({}), { done: null, total: null }],
    [
      'an import that reads',
      run({ counts: { total: 100, read: 80, succeeded: 5 } }),
      { done: 5, total: 100 },
    ],
    [
      'an import that delivers, one change folded into a webhook',
      run({ phase: 'delivering', counts: { total: 100, succeeded: 40, failed: 1, remaining: 58 } }),
      { done: 42, total: 100 },
    ],
    [
      'a store that grew while it was read',
      run({ phase: 'delivering', counts: { total: 10, succeeded: 12, remaining: 0 } }),
      { done: 10, total: 10 },
    ],
    [
      'a dry run that reads Brevo',
      run({ dryRun: true, phase: 'indexing', counts: { total: 9 } }),
      { done: null, total: 9 },
    ],
    [
      'a dry run that compares',
      run({ dryRun: true, phase: 'comparing', counts: { total: 9, read: 4 } }),
      { done: 4, total: 9 },
    ],
    [
      'a comparison that repairs',
      run({ kind: 'reconciliation', phase: 'repairing', counts: { total: 900, differed: 8, remaining: 3 } }),
      { done: 5, total: 8 },
    ],
  ])('%s', (_, view, progress) => {
    expect(progressOf(view)).toEqual(progress);
  });

  it('has a rate and a time left once something moved', () => {
    expect(rateOf([])).toBeNull();
    expect(rateOf([{ at: 0, done: 5 }])).toBeNull();
    const rate = rateOf([
      { at: 0, done: 5 },
      { at: 3_000, done: 20 },
      { at: 10_000, done: 105 },
    ]);
    expect(rate).toBe(10);
    expect(timeLeft({ done: 105, total: 405 }, rate)).toBe(30_000);
    expect(timeLeft({ done: null, total: 405 }, rate)).toBeNull();
    expect(timeLeft({ done: 1, total: 405 }, null)).toBeNull();
  });
});
