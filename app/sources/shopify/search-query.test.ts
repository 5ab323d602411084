import { expect, test } from 'vitest';
import { searchQuery } from './search-query.ts';

test.each([
  ['', null],
  ['  ', null],
  ['anna', 'anna*'],
  ['Anna de Vries', 'anna* de* vries*'],
  ['anna.devries@zon.example', 'email:anna.devries@zon.example*'],
  ['7000000000001', '(id:7000000000001 OR 7000000000001*)'],
  // A phone as it is written: the plus would be a sign of the syntax.
  ['+31612345678', '(id:31612345678 OR 31612345678*)'],
  ['anna OR tag:vip', 'anna* or* tag* vip*'],
  ['-anna', 'anna*'],
  ['"; (', null],
  ["d'Arc", 'd* arc*'],
  ['jörg-günther', 'jörg-günther*'],
])('%s becomes %s', (words, query) => {
  expect(searchQuery(words)).toBe(query);
});
