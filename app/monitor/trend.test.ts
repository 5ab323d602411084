import { describe, expect, it } from 'vitest';
import { binsOf, readWindow, SHAPES, WINDOWS } from './trend.ts';

describe('the windows of the home screen', () => {
  const now = Date.parse('2026-11-24T12:34:56.789Z');

  it.each(WINDOWS)('%s is whole: its bins touch, and the last one holds now', (name) => {
    const bins = binsOf(name, now);
    const { seconds, bin } = SHAPES[name];
    expect(bins.length).toBe(seconds / bin);
    for (const [index, at] of bins.slice(1).entries()) expect(at - bins[index]!).toBe(bin * 1000);
    expect(bins.at(-1)).toBeLessThanOrEqual(now);
    expect(bins.at(-1)! + bin * 1000).toBeGreaterThan(now);
  });

  it('begins at whole minutes or hours, as the counters do', () => {
    expect(new Date(binsOf('1h', now)[0]!).toISOString()).toBe('2026-11-24T11:35:00.000Z');
    expect(new Date(binsOf('7d', now)[0]!).toISOString()).toBe('2026-11-17T13:00:00.000Z');
    expect(binsOf('24h', Date.parse('2026-11-24T12:00:00Z')).at(-1)).toBe(Date.parse('2026-11-24T12:00:00Z'));
  });

  it('is a day when the address says nothing sensible', () => {
    expect(readWindow('30d')).toBe('30d');
    expect(readWindow('a year')).toBe('24h');
    expect(readWindow(null)).toBe('24h');
  });
});
