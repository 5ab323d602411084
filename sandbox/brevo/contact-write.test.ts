import { beforeEach, describe, expect, it } from 'vitest';
import { byEmail, call, openBrevo, time } from './test-brevo.ts';

const brevo = openBrevo();

describe('creating a contact', () => {
  it('answers 201 with an id, and 204 with nothing when it updated one', async () => {
    expect(await call('POST', '/contacts', { email: 'A@Example.com' })).toMatchObject({
      status: 201,
      body: { id: 1 },
    });
    const updated = await call('POST', '/contacts', {
      email: 'a@example.COM',
      updateEnabled: true,
      attributes: { FIRSTNAME: 'Ada' },
    });
    expect([updated.status, updated.text]).toEqual([204, '']);
    expect(updated.headers.get('sib-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(brevo.world.contacts()).toMatchObject([
      { email: 'a@example.com', attributes: { FIRSTNAME: 'Ada' } },
    ]);
  });

  it.each([
    ['no identifier', {}, 'missing_parameter', 'Please provide Email or SMS attribute value to create user'],
    ['a bad address', { email: 'a b@example.com' }, 'invalid_parameter', 'Invalid email address'],
    [
      'a bad phone',
      { email: 'x@example.com', attributes: { SMS: '+311' } },
      'invalid_parameter',
      'Invalid phone number',
    ],
    [
      'a list that is no array',
      { email: 'x@example.com', listIds: 2 },
      'invalid_parameter',
      'listIds should be type array',
    ],
    [
      'an unknown list',
      { email: 'x@example.com', listIds: [99] },
      'invalid_parameter',
      'List ids are invalid',
    ],
  ])('refuses %s and writes nothing', async (_, body, code, message) => {
    expect(await call('POST', '/contacts', body)).toMatchObject({ status: 400, body: { code, message } });
    expect(brevo.world.contacts()).toEqual([]);
  });

  it('takes phones in three spellings, and reads them back as digits', async () => {
    const spellings = ['31612345671', '+31612345672', '0031612345673'];
    for (const SMS of spellings) await call('POST', '/contacts', { attributes: { SMS } });
    expect(brevo.world.contacts().map((c) => c.attributes.SMS)).toEqual([
      '31612345671',
      '31612345672',
      '31612345673',
    ]);
  });

  it('drops unknown attributes and values of the wrong type, and still succeeds', async () => {
    await call('POST', '/contacts/attributes/normal/BORN', { type: 'date' });
    await call('POST', '/contacts/attributes/normal/SCORE', { type: 'float' });
    await call('POST', '/contacts/attributes/normal/VIP', { type: 'boolean' });
    const attributes = {
      FIRSTNAME: 'Bo',
      NOPE: 'x',
      BORN: '24-11-2026',
      SCORE: 'three',
      VIP: 'yes',
      'DOUBLE_OPT-IN': 9,
    };
    expect((await call('POST', '/contacts', { email: 'b@example.com', attributes })).status).toBe(201);
    expect(brevo.world.contactByEmail('b@example.com')?.attributes).toEqual({ FIRSTNAME: 'Bo' });
  });

  it('keeps 0 and false, which are not nothing', async () => {
    await call('POST', '/contacts/attributes/normal/SCORE', { type: 'float' });
    await call('POST', '/contacts/attributes/normal/VIP', { type: 'boolean' });
    await call('POST', '/contacts', { email: 'b@example.com', attributes: { SCORE: 0, VIP: false } });
    expect(brevo.world.contactByEmail('b@example.com')?.attributes).toEqual({ SCORE: 0, VIP: false });
  });
});

describe('changing a contact', () => {
  beforeEach(async () => {
    brevo.world.seedContact({
      email: 'a@example.com',
      extId: '42',
      attributes: { FIRSTNAME: 'Ada', LASTNAME: 'L', SMS: '31612345678' },
      listIds: [2],
      emailBlacklisted: true,
    });
  });

  it('is partial, and clears with an empty text but not with null', async () => {
    await call('PUT', byEmail('a@example.com'), { attributes: { FIRSTNAME: null, LASTNAME: '', SMS: '' } });
    expect(brevo.world.contactByEmail('a@example.com')).toMatchObject({
      attributes: { FIRSTNAME: 'Ada' },
      emailBlacklisted: true,
      listIds: [2],
    });
    brevo.world.switches.nullClears = true;
    await call('PUT', byEmail('a@example.com'), { attributes: { FIRSTNAME: null } });
    expect(brevo.world.contactByEmail('a@example.com')?.attributes).toEqual({});
  });

  it.each<[string, Record<string, unknown>, boolean]>([
    ['alone lifts the block', {}, false],
    ['with the flag in the same call keeps it', { emailBlacklisted: true }, true],
  ])('a new address %s', async (_, more, blocked) => {
    await call('PUT', byEmail('a@example.com'), { attributes: { EMAIL: 'b@example.com' }, ...more });
    expect(brevo.world.contactByEmail('b@example.com')?.emailBlacklisted).toBe(blocked);
    expect(brevo.world.contactByEmail('a@example.com')).toBeUndefined();
  });

  it('the same address again changes nothing of the block', async () => {
    await call('PUT', byEmail('a@example.com'), { attributes: { EMAIL: 'A@example.com' } });
    expect(brevo.world.contactByEmail('a@example.com')?.emailBlacklisted).toBe(true);
  });

  it('joins lists, never leaves by omission, and leaves when asked', async () => {
    const list = (await call('POST', '/contacts/lists', { name: 'Two', folderId: 1 })).body.id as number;
    await call('PUT', byEmail('a@example.com'), { listIds: [list] });
    expect(brevo.world.contactByEmail('a@example.com')?.listIds).toEqual([2, list]);
    await call('PUT', byEmail('a@example.com'), { unlinkListIds: [2] });
    expect(brevo.world.contactByEmail('a@example.com')?.listIds).toEqual([list]);
  });

  it.each([
    ['email_id', 'a@example.com'],
    ['ext_id', '42'],
    ['phone_id', '+31612345678'],
    ['contact_id', '1'],
  ])('is found by %s', async (type, value) => {
    const answer = await call('GET', `/contacts/${encodeURIComponent(value)}?identifierType=${type}`);
    expect(answer.body).toMatchObject({
      id: 1,
      email: 'a@example.com',
      attributes: { EXT_ID: '42', SMS: '31612345678' },
    });
    expect(answer.body.modifiedAt).toMatch(/\+01:00$/);
    expect(Date.parse(answer.body.modifiedAt as string)).toBe(time.at);
  });

  it('takes a bare number for a contact id, not for an ext_id', async () => {
    expect((await call('PUT', '/contacts/42', { attributes: { FIRSTNAME: 'X' } })).status).toBe(404);
    expect((await call('PUT', '/contacts/1', { attributes: { FIRSTNAME: 'X' } })).status).toBe(204);
  });

  it.each(['GET', 'PUT', 'DELETE'])('%s of a stranger is 404', async (method) => {
    expect(
      await call(method, byEmail('no+one@example.com'), method === 'PUT' ? {} : undefined),
    ).toMatchObject({
      status: 404,
      body: { code: 'document_not_found', message: 'Contact does not exist' },
    });
  });

  it('deletes, and forgets the block with the contact', async () => {
    expect((await call('DELETE', byEmail('a@example.com'))).status).toBe(204);
    await call('POST', '/contacts', { email: 'a@example.com', ext_id: '42' });
    expect(brevo.world.contactByEmail('a@example.com')).toMatchObject({ id: 2, emailBlacklisted: false });
  });
});
