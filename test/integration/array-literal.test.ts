import { afterAll, beforeAll, expect, test } from 'vitest';
import { arrayLiteral } from '../../app/sync/array-literal.ts';
import { openTestDatabase } from '../support/database.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>['database'];
beforeAll(async () => {
  ({ database } = await openTestDatabase(1));
});
afterAll(() => database.close());

test.each([
  [[]],
  [['customers/update', '7000000000001', 'a.b:c@d+e-f_g']],
  [['', ' ', 'NULL', 'null', 'Null ', 'nullable']],
  [['{a,b}', '"', '\\', '\\"', "it's", 'a\nb', 'tab\t', '{}', '{{', ',']],
  [['Zoë', '日本', '😀', '\u00a0', '$1', '--', ';']],
])('PostgreSQL reads %j as it was meant', async (values) => {
  const { rows } = await database.pool.query('select $1::text[] as got', [arrayLiteral(values)]);
  expect(rows[0].got).toEqual(values);
});

test('numbers', async () => {
  const { rows } = await database.pool.query('select $1::int[] as got', [arrayLiteral([1, -2, 300])]);
  expect(rows[0].got).toEqual([1, -2, 300]);
});
