import { expect, test } from 'vitest';
import { byCause, readSelection } from './by-cause.ts';

const problem = (id: string, cause: string) => ({
  id,
  cause,
  customer: id,
  message: '',
  fix: '',
  since: '',
  attempts: 1,
});

test('problems are grouped by cause and keep their order', () => {
  const groups = byCause([problem('1', 'outage'), problem('2', 'plan_limit'), problem('3', 'outage')]);
  expect(groups.map((group) => [group.cause, group.problems.map(({ id }) => id)])).toEqual([
    ['outage', ['1', '3']],
    ['plan_limit', ['2']],
  ]);
});

test('only what a button says is replayed, never everything by accident', () => {
  const form = (fields: Record<string, string>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return readSelection(data);
  };
  expect(form({ id: 'a' })).toEqual({ ids: ['a'] });
  expect(form({ cause: 'outage' })).toEqual({ cause: 'outage' });
  expect(form({ all: 'true' })).toEqual({ all: true });
  expect(form({})).toBeNull();
  expect(form({ id: '' })).toBeNull();
});
