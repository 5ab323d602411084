import { expect, test } from 'vitest';
import { type MappedContact, withoutPhones } from './mapping.ts';

const MAPPED: MappedContact = {
  email: 'ada@example.com',
  invalidEmail: false,
  attributes: { FIRSTNAME: 'Ada', SMS: '+31612345678', WHATSAPP: '+31612345678' },
  warnings: [
    { code: 'invalid_phone', field: 'phone', attribute: 'LANDLINE_NUMBER' },
    { code: 'not_a_date', field: 'note', attribute: 'BORN' },
  ],
};

test('without phones every phone is cleared, and nothing is said of them', () => {
  expect(withoutPhones(MAPPED)).toEqual({
    ...MAPPED,
    attributes: { FIRSTNAME: 'Ada', SMS: null, WHATSAPP: null },
    warnings: [{ code: 'not_a_date', field: 'note', attribute: 'BORN' }],
  });
});

test('who is known by the phone alone keeps it', () => {
  const alone = { ...MAPPED, email: null };
  expect(withoutPhones(alone)).toBe(alone);
});
