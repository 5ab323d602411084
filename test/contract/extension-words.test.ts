import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// The customer block cannot import from the app, so it carries the sentences a second time: they are the same words.
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
const keys = (words: object, at = ''): string[] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null ? keys(value, `${at}${name}.`) : [`${at}${name}`],
  );

describe.each([
  ['en', 'en.default.json'],
  ['nl', 'nl.json'],
])('the words of the customer block in %s', (language, file) => {
  const block = read(`extensions/customer-block/locales/${file}`);
  const app = read(`app/components/i18n/${language}.json`);

  it.each(['why', 'reason', 'fix'])(
    'are those of the app for %s (copy the group from app/components/i18n)',
    (group) => {
      const { problem: _, ...words } = app[group] as Record<string, string>;
      expect(block[group]).toEqual(group === 'why' ? words : app[group]);
    },
  );

  it('are complete', () => {
    expect(keys(block).sort()).toEqual(
      keys(read('extensions/customer-block/locales/en.default.json')).sort(),
    );
  });
});
