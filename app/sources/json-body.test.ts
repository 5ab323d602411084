import { expect, test } from 'vitest';
import { readJsonObject } from './json-body.ts';

const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

test.each([
  ['64 levels', nested(64)],
  ['many brackets side by side', `{"a":[${Array(500).fill('{}').join(',')}]}`],
  ['brackets in a text', JSON.stringify({ a: '[{"\\'.repeat(500) })],
])('%s are read', (_, text) =>
  expect(readJsonObject(text)).toEqual({ kind: 'read', payload: JSON.parse(text) }),
);

test.each([
  ['65 levels', nested(65), /nested too deeply/],
  ['an endless opening', '[{'.repeat(100_000), /nested too deeply/],
  ['a list', '[]', /not a JSON object/],
  ['nothing', 'null', /not a JSON object/],
  ['a word', 'hello', /not valid JSON/],
])('%s is refused', (_, text, reason) =>
  expect(readJsonObject(text)).toEqual({ kind: 'unreadable', reason: expect.stringMatching(reason) }),
);
