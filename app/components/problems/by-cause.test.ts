import { expect, test } from 'vitest';
import { CAUSES, explain } from '../../monitor/causes.ts';
import en from '../i18n/en.json' with { type: 'json' };
import nl from '../i18n/nl.json' with { type: 'json' };
import { readSelection, vendorWords } from './by-cause.ts';

test("Brevo's own words are what stands behind our sentence", () => {
  const { message: own } = explain('rejected_by_brevo');
  expect(vendorWords(explain('rejected_by_brevo', 'SIZE is not (a) date').message, own)).toBe(
    'SIZE is not (a) date',
  );
  expect(vendorWords(own, own)).toBeNull();
  expect(vendorWords('Something else', own)).toBeNull();
});

test('every cause has its sentence and its fix in both languages', () => {
  for (const texts of [en, nl])
    for (const cause of CAUSES) {
      expect([cause, (texts.reason as Record<string, string>)[cause]]).toEqual([cause, expect.any(String)]);
      expect([cause, (texts.fix as Record<string, string>)[cause]]).toEqual([cause, expect.any(String)]);
    }
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
