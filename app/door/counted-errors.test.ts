import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLog } from '../log.server.ts';
import { countedErrors } from './counted-errors.ts';

const lines: { count?: number; err: { message: string } }[] = [];
const log = createLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) });

beforeEach(() => {
  vi.useFakeTimers();
  lines.length = 0;
});
afterEach(() => vi.useRealTimers());

const told = () => lines.map(({ count, err }) => [err.message, count]);

it('logs the first error at once, the others by their number, and nothing when there are none', () => {
  const error = countedErrors(log, 'not taken');
  for (let n = 1; n <= 1_000; n += 1) error(new Error(`no ${n}`));
  expect(told()).toEqual([['no 1', undefined]]);
  vi.advanceTimersByTime(5_000);
  expect(told()).toEqual([
    ['no 1', undefined],
    ['no 1000', 999],
  ]);
  error(new Error('one more'));
  vi.advanceTimersByTime(5_000);
  expect(told().at(-1)).toEqual(['one more', 1]);
  vi.advanceTimersByTime(60_000);
  expect(lines.length).toBe(3);
  // The next outage is told at once again.
  error(new Error('another day'));
  expect(told().at(-1)).toEqual(['another day', undefined]);
});
