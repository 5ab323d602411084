import { describe, expect, it } from 'vitest';
import { applyBody, differencesOf, stateOf } from './contact-state.ts';
import type { RemoteContact } from './remote.ts';

const CONTACT: RemoteContact = {
  id: 7,
  email: 'ada@example.com',
  extId: '100',
  emailBlacklisted: true,
  smsBlacklisted: false,
  listIds: [5, 2],
  leftListIds: [],
  attributes: { FIRSTNAME: 'Ada', SMS: '31612345678', EXT_ID: '100', EMPTY: '', TOTAL: 3 },
  modifiedAt: null,
  createdAt: null,
};

describe('what Brevo makes of a body', () => {
  it('fills, clears, and keeps phones as digits', () => {
    const after = applyBody(CONTACT, { attributes: { FIRSTNAME: '', SMS: '+31 6 87654321', CITY: 'Delft' } });
    expect(after.attributes).toMatchObject({ SMS: '31687654321', CITY: 'Delft', TOTAL: 3 });
    expect(after.attributes).not.toHaveProperty('FIRSTNAME');
  });

  it('joins and leaves lists, and gives up the ext_id', () => {
    const after = applyBody(CONTACT, { listIds: [2, 9], unlinkListIds: [5], ext_id: '' });
    expect(after).toMatchObject({ listIds: [2, 9], extId: null });
  });

  it('lifts a block with a changed address, unless the body says it again', () => {
    const moved = { attributes: { EMAIL: 'ada@example.org' } };
    expect(applyBody(CONTACT, moved)).toMatchObject({ email: 'ada@example.org', emailBlacklisted: false });
    expect(applyBody(CONTACT, { ...moved, emailBlacklisted: true })).toMatchObject({
      emailBlacklisted: true,
    });
    const same = { attributes: { EMAIL: 'ada@example.com' } };
    expect(applyBody(CONTACT, same)).toMatchObject({ emailBlacklisted: true });
  });
});

describe('two states', () => {
  it('differ by name, and not where Brevo only writes a value in another way', () => {
    const before = stateOf(CONTACT);
    expect(before).toMatchObject({ listIds: [2, 5], attributes: { FIRSTNAME: 'Ada', TOTAL: 3 } });
    expect(before.attributes).not.toHaveProperty('EMPTY');
    expect(differencesOf(before, { ...before, listIds: [5, 2] })).toEqual([]);
    const written = { ...before, attributes: { ...before.attributes, TOTAL: '3' } };
    expect(differencesOf(before, written)).toEqual([]);
    const { FIRSTNAME: _, ...rest } = before.attributes;
    const after = { ...before, smsBlacklisted: true, listIds: [], attributes: { ...rest, CITY: 'Delft' } };
    expect(differencesOf(before, after)).toEqual([
      'smsBlacklisted',
      'lists',
      'attributes.CITY',
      'attributes.FIRSTNAME',
    ]);
  });

  it('of which one is not there differ in everything the other has', () => {
    const names = differencesOf(null, stateOf(CONTACT));
    expect(names).toEqual([
      'email',
      'extId',
      'emailBlacklisted',
      'lists',
      'attributes.FIRSTNAME',
      'attributes.SMS',
      'attributes.TOTAL',
    ]);
    expect(differencesOf(null, null)).toEqual([]);
  });
});
