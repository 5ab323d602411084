import { describe, expect, it } from 'vitest';
import { type Change, fold } from './change.ts';

const at = (second: number) => new Date(1_760_000_000_000 + second * 1_000);

function change(kind: Change['kind'], second: number, more: Partial<Change> = {}): Change {
  const event = { upsert: 'customer_updated', delete: 'customer_deleted', redact: 'customer_redacted' }[kind];
  return { source: 'shopify', customerId: '1', kind, event, occurredAt: at(second), ...more };
}

describe('folding two changes of one customer', () => {
  // What waits (kind at second), what arrives, and which kind is left.
  it.each([
    ['upsert', 1, 'upsert', 2, 'upsert'],
    ['upsert', 2, 'upsert', 1, 'upsert'],
    ['upsert', 1, 'delete', 2, 'delete'],
    ['upsert', 1, 'delete', 1, 'delete'],
    ['upsert', 2, 'delete', 1, 'upsert'],
    ['delete', 2, 'upsert', 1, 'delete'],
    ['delete', 1, 'upsert', 1, 'delete'],
    ['delete', 1, 'upsert', 2, 'upsert'],
    ['delete', 1, 'delete', 2, 'delete'],
    ['redact', 1, 'upsert', 2, 'redact'],
    ['redact', 1, 'delete', 2, 'redact'],
    ['redact', 2, 'upsert', 1, 'redact'],
    ['upsert', 2, 'redact', 1, 'redact'],
    ['delete', 2, 'redact', 1, 'redact'],
    ['redact', 1, 'redact', 2, 'redact'],
  ] as const)('%s at %i, then %s at %i: %s', (first, firstAt, second, secondAt, kind) => {
    expect(fold(change(first, firstAt), change(second, secondAt))).toMatchObject({
      kind,
      occurredAt: at(Math.max(firstAt, secondAt)),
    });
  });

  it('forces when either forces', () => {
    expect(fold(change('upsert', 1, { force: true }), change('upsert', 2)).force).toBe(true);
    expect(fold(change('upsert', 1), change('upsert', 2, { force: true })).force).toBe(true);
    expect(fold(change('upsert', 1), change('upsert', 2)).force).toBe(false);
  });

  it('keeps the word "created" over an update, in whatever order they come', () => {
    const created = change('upsert', 1, { event: 'customer_created' });
    const updated = change('upsert', 2);
    expect(fold(created, updated).event).toBe('customer_created');
    expect(fold(updated, created).event).toBe('customer_created');
    expect(fold(created, change('upsert', 2, { event: 'customer_merged' })).event).toBe('customer_merged');
    expect(fold(created, change('delete', 2)).event).toBe('customer_deleted');
  });

  it('keeps data that came with an event when somebody only asks for another look, with the time of the data', () => {
    const look = change('upsert', 5, { force: true });
    const event = change('upsert', 3, { payload: 'three' });
    for (const both of [fold(look, event), fold(event, look)])
      expect(both).toMatchObject({ payload: 'three', occurredAt: at(3), force: true });
  });

  it('never lets a look stand in the way of a delete, and yields to a customer who is made anew', () => {
    const look = change('upsert', 5, { force: true });
    const gone = change('delete', 2);
    for (const both of [fold(look, gone), fold(gone, look)])
      expect(both).toMatchObject({ kind: 'delete', occurredAt: at(2) });
    expect(fold(fold(gone, look), change('upsert', 3, { payload: 'three' }))).toMatchObject({
      kind: 'upsert',
      payload: 'three',
    });
  });

  it('keeps the data of the newer one', () => {
    const first = change('upsert', 1, { payload: 'one' });
    const second = change('upsert', 2, { payload: 'two' });
    expect(fold(first, second).payload).toBe('two');
    expect(fold(second, first).payload).toBe('two');
    expect(fold(second, change('delete', 3)).payload).toBeUndefined();
  });
});
