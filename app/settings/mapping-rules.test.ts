import { expect, test } from 'vitest';
import { targetSchema } from './configuration-schema.ts';
import { mappingOf, TARGET_KEYS } from './mapping-rules.ts';

test('a target is written in the order of its schema, and as short as it can be', () => {
  expect(TARGET_KEYS).toEqual(Object.keys(targetSchema.shape));
  expect(
    mappingOf([
      { source: 'note', attribute: 'NOTE', transform: 'auto', options: {} },
      {
        source: 'tags',
        attribute: 'TAGS',
        transform: 'joined',
        options: { whenEmpty: 'keep', separator: ';' },
      },
    ]),
  ).toEqual({
    note: 'NOTE',
    tags: { attribute: 'TAGS', transform: 'joined', separator: ';', whenEmpty: 'keep' },
  });
});
