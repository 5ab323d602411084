import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../settings/configuration.ts';
import { shippedConfiguration } from '../../settings/defaults.ts';
import { configurationOf, type Draft, draftOf, isChanged, isFixed, takeStep } from './draft.ts';
import { faultsOf } from './faults.ts';

const SHIPPED: Configuration = {
  ...shippedConfiguration(null),
  fieldMapping: {
    email: 'email',
    firstName: { attribute: 'FIRSTNAME', transform: 'upper', whenEmpty: 'keep' },
    tags: 'TAGS',
  },
};
const start = () => draftOf(SHIPPED);
const sources = ({ rows }: Draft) => rows.map(({ source }) => source);

describe('a draft', () => {
  it('is what it was made from until something changes', () => {
    expect(configurationOf(start())).toEqual(SHIPPED);
    expect(isChanged(start(), SHIPPED)).toBe(false);
    const changed = takeStep(start(), { kind: 'change', key: 'row-2', change: { transform: 'count' } });
    expect(isChanged(changed, SHIPPED)).toBe(true);
    const back = takeStep(changed, { kind: 'change', key: 'row-2', change: { transform: 'auto' } });
    expect(isChanged(back, SHIPPED)).toBe(false);
  });

  it('is changed by a row that was only begun, and by another order', () => {
    expect(isChanged(takeStep(start(), { kind: 'add', source: '', attribute: '' }), SHIPPED)).toBe(true);
    const moved = takeStep(start(), { kind: 'move', key: 'row-2', to: 0 });
    expect(sources(moved)).toEqual(['tags', 'email', 'firstName']);
    expect(isChanged(moved, SHIPPED)).toBe(true);
    expect(sources(takeStep(moved, { kind: 'move', key: 'row-2', to: 99 }))).toEqual([
      'email',
      'firstName',
      'tags',
    ]);
  });

  it('takes a removed row back to its place', () => {
    const draft = start();
    const row = draft.rows[1];
    if (!row) throw new Error('no row');
    const removed = takeStep(draft, { kind: 'remove', key: row.key });
    expect(sources(removed)).toEqual(['email', 'tags']);
    expect(takeStep(removed, { kind: 'put_back', row, at: 1 }).rows).toEqual(draft.rows);
  });

  it('never gives a key twice, also after it was reset', () => {
    const added = takeStep(start(), { kind: 'add', source: 'note', attribute: 'NOTE' });
    const reset = takeStep(added, { kind: 'reset', configuration: SHIPPED });
    const keys = [...added.rows, ...reset.rows].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("keeps the contact's key and its consent", () => {
    expect(
      start()
        .rows.filter(isFixed)
        .map(({ source }) => source),
    ).toEqual(['email']);
  });
});

describe('the faults of a draft', () => {
  const told = (draft: Draft) =>
    [...faultsOf(draft.rows)].map(([key, faults]) => [key, faults.map(({ part, code }) => [part, code])]);

  it('are those the server finds, at their row and part', () => {
    let draft = start();
    const change = (key: string, what: object) => {
      draft = takeStep(draft, { kind: 'change', key, change: what });
    };
    change('row-1', { attribute: 'TAGS' });
    change('row-2', { transform: 'constant' });
    expect(told(draft)).toEqual([['row-2', [['value', 'no_value']]]]);
    change('row-2', { transform: 'joined', options: { separator: 'far too long a separator' } });
    change('row-1', { attribute: '9LIVES', options: { country: 'XX' } });
    expect(told(draft)).toEqual([
      [
        'row-1',
        [
          ['country', 'bad_country'],
          ['attribute', 'attribute_name'],
        ],
      ],
      ['row-2', [['separator', 'other']]],
    ]);
    change('row-1', { attribute: 'TAGS', options: {} });
    change('row-2', { options: {} });
    const [[key, [fault] = []] = []] = [...faultsOf(draft.rows)];
    expect([key, fault]).toMatchObject([
      'row-2',
      { part: 'attribute', code: 'attribute_taken', names: { name: 'TAGS', other: 'firstName' } },
    ]);
  });

  it('tell of rows that only a table can have', () => {
    let draft = takeStep(start(), { kind: 'add', source: '', attribute: '' });
    draft = takeStep(draft, { kind: 'add', source: 'tags', attribute: 'MORE_TAGS' });
    expect(told(draft)).toEqual([
      [
        'row-3',
        [
          ['source', 'no_field'],
          ['attribute', 'no_attribute'],
        ],
      ],
      ['row-4', [['source', 'field_twice']]],
    ]);
  });
});
