import { describe, expect, test } from 'vitest';
import { explain } from './causes.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { figures } from './status.server.ts';

describe('figures', () => {
  const row = (outcome: string, count: number, bucket = 10, latencySum = count * 100) => ({
    outcome,
    bucket,
    count,
    latencySum,
  });

  test('of an empty window are null', () => {
    const empty = { successRate: null, errorRate: null, averageLatencyMs: null, p95LatencyMs: null };
    expect(figures([])).toEqual(empty);
    expect(figures([row('skipped', 5)])).toEqual(empty);
  });

  test('skipped customers are no attempts, retries are no endings', () => {
    const rows = [
      row('succeeded', 6),
      row('unchanged', 2),
      row('failed', 2),
      row('retrying', 10),
      row('skipped', 100),
    ];
    expect(figures(rows)).toMatchObject({ successRate: 0.8, errorRate: 0.6, averageLatencyMs: 100 });
  });

  test('latencies are those of what was delivered', () => {
    const rows = [row('succeeded', 10, 5, 20), row('failed', 1000, 60, 1e9)];
    expect(figures(rows)).toMatchObject({ averageLatencyMs: 2, p95LatencyMs: 3 });
    expect(figures([row('failed', 3)])).toMatchObject({
      successRate: 0,
      errorRate: 1,
      averageLatencyMs: null,
    });
  });
});

describe('cursors', () => {
  const key = '2026-11-24T10:00:00.000Z|0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10';

  test('give back their key, each kind its own', () => {
    expect(readCursor(writeCursor('48211'), 'entry')).toBe('48211');
    expect(readCursor(writeCursor(key), 'problem')).toBe(key);
    expect(readCursor(writeCursor(key), 'entry')).toBeNull();
    expect(readCursor(writeCursor('48211'), 'problem')).toBeNull();
  });

  test.each([
    '',
    'x',
    '!!!',
    'a'.repeat(500),
    writeCursor('-1'),
    writeCursor('1; drop'),
    writeCursor('9'.repeat(30)),
  ])('%j is none', (text) => {
    expect(readCursor(text, 'entry')).toBeNull();
  });
});

describe('explain', () => {
  test('every cause has a sentence and a fix, an unknown one too', () => {
    for (const cause of ['invalid_email', 'wrong_key', 'list_missing', 'toString', 'never heard of']) {
      expect(explain(cause)).toEqual({
        message: expect.stringMatching(/\.$/),
        fix: expect.stringMatching(/\.$/),
      });
    }
    expect(explain('never heard of')).toEqual(explain('unexpected'));
  });

  test("the vendor's own words stand behind ours", () => {
    expect(explain('rejected_by_brevo', 'Invalid value for SIZE').message).toMatch(
      /\(Invalid value for SIZE\)$/,
    );
  });
});
