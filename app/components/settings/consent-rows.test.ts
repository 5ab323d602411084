import { expect, test } from 'vitest';
import { consentRows } from './consent-rows.ts';

const contacts = (policy: Parameters<typeof consentRows>[0]) =>
  Object.fromEntries(consentRows(policy).map(({ name, contact }) => [name, contact]));
const told = (policy: Parameters<typeof consentRows>[0]) =>
  consentRows(policy)
    .filter(({ store }) => store === 'unsubscribed')
    .map(({ name }) => name);

test.each([
  ['off_list', 'off_list'],
  ['keep_out', 'none'],
  ['block', 'blocked'],
] as const)('who never consented, by the choice %s: %s; the others do not depend on it', (choice, effect) => {
  expect(contacts({ neverConsented: choice, consentPolicy: 'both' })).toEqual({
    yes: 'on_list',
    yes_before_no: 'stays_out',
    yes_after_no: 'unblocked',
    no: 'blocked',
    pending: effect,
    never: effect,
  });
});

test("the store hears of Brevo's no unless the store rules", () => {
  expect(told({ neverConsented: 'off_list', consentPolicy: 'both' })).toEqual(['yes_before_no']);
  expect(told({ neverConsented: 'off_list', consentPolicy: 'brevo' })).toEqual(['yes_before_no']);
  expect(told({ neverConsented: 'off_list', consentPolicy: 'source' })).toEqual([]);
});
