import { describe, expect, it } from 'vitest';
import { duration, percent, relativeTime } from './format.ts';

const now = '2026-11-24T12:00:00Z';

describe('relative times', () => {
  it.each([
    ['2026-11-24T12:00:00Z', 'en', 'now'],
    ['2026-11-24T12:00:09Z', 'en', 'now'],
    ['2026-11-24T11:59:30Z', 'en', '30 seconds ago'],
    ['2026-11-24T11:58:01Z', 'en', '1 minute ago'],
    ['2026-11-24T11:58:00Z', 'nl', '2 minuten geleden'],
    ['2026-11-24T09:00:00Z', 'nl', '3 uur geleden'],
    ['2026-11-23T12:00:00Z', 'en', 'yesterday'],
    ['2026-11-23T12:00:00Z', 'nl', 'gisteren'],
    ['2026-10-26T12:00:00Z', 'en', '29 days ago'],
    ['2026-09-01T12:00:00Z', 'nl', '1 sep 2026'],
    ['2025-06-01T12:00:00Z', 'en', 'Jun 1, 2025'],
  ])('%s in %s', (at, locale, text) => {
    expect(relativeTime(at, now, locale)).toBe(text);
  });
});

it.each([
  ['2026-11-24T14:59:00Z', 'en', 'in 2 hours'],
  ['2026-11-24T11:59:00Z', 'nl', 'nu'],
])('%s lies ahead in %s', (at, locale, text) => {
  expect(relativeTime(at, now, locale, true)).toBe(text);
});

describe('rates', () => {
  it.each([
    [1, '100%'],
    [0.9999, '99.9%'],
    [0.0001, '0.1%'],
    [0, '0%'],
    [0.9873, '98.7%'],
  ])('%d', (rate, text) => {
    expect(percent(rate, 'en')).toBe(text);
  });
});

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [840, '840 ms'],
    [1234, '1.2 sec'],
    [90_000, '1.5 min'],
  ])('%d ms', (ms, text) => {
    expect(duration(ms, 'en')).toBe(text);
  });
});
