import { beforeEach, describe, expect, it } from 'vitest';
import { call, openBrevo } from './test-brevo.ts';

const brevo = openBrevo();

describe('lists', () => {
  beforeEach(() => {
    for (const name of ['a', 'b', 'c'])
      brevo.world.seedContact({ email: `${name}@example.com`, extId: `x-${name}` });
    brevo.world.account().contacts.find('email', 'a@example.com')?.listIds.add(2);
  });
  const add = (body: unknown, list = 2) => call('POST', `/contacts/lists/${list}/contacts/add`, body);

  it('adds some and says which failed', async () => {
    const answer = await add({ emails: ['a@example.com', 'b@example.com', 'z@example.com'] });
    expect(answer).toMatchObject({
      status: 201,
      body: { contacts: { success: ['b@example.com'], failure: ['a@example.com', 'z@example.com'] } },
    });
  });

  it('refuses when all failed', async () => {
    expect(await add({ extIds: ['x-a'] })).toMatchObject({
      status: 400,
      body: { code: 'invalid_parameter', message: 'Contact already in list and/or does not exist' },
    });
  });

  it('knows its limits', async () => {
    expect((await add({ emails: ['a@example.com'] }, 99)).status).toBe(404);
    expect((await add({ ids: Array.from({ length: 151 }, (_, i) => i) })).status).toBe(400);
  });

  it('removes one, and all', async () => {
    const path = '/contacts/lists/2/contacts/remove';
    await add({ ids: [2, 3] });
    expect((await call('POST', path, { ids: [2] })).body).toEqual({
      contacts: { success: [2], failure: [] },
    });
    expect((await call('POST', path, { all: true })).body).toMatchObject({ contacts: { total: 2 } });
    expect(brevo.world.contacts().flatMap((c) => c.listIds)).toEqual([]);
  });

  it('needs a name and a folder that exists, and shows the newest first, ten at a time', async () => {
    expect((await call('POST', '/contacts/lists', { folderId: 1 })).body.message).toBe(
      'List name is missing',
    );
    expect(await call('POST', '/contacts/lists', { name: 'X', folderId: 9 })).toMatchObject({
      status: 404,
      body: { code: 'document_not_found', message: 'Folder ID does not exist' },
    });
    for (let i = 0; i < 12; i += 1) await call('POST', '/contacts/lists', { name: `L${i}`, folderId: 1 });
    const { body } = await call('GET', '/contacts/lists');
    expect([(body.lists as unknown[]).length, body.count]).toEqual([10, 13]);
    expect((body.lists as unknown[])[0]).toMatchObject({
      name: 'L11',
      uniqueSubscribers: 0,
      totalSubscribers: 0,
    });
  });
});

describe('attributes', () => {
  it('has the names of the language of the signup', async () => {
    brevo.world.addAccount({ key: 'fr', language: 'fr' });
    const { body } = await call('GET', '/contacts/attributes', undefined, { 'api-key': 'fr' });
    const names = (body.attributes as { name: string }[]).map((a) => a.name);
    expect(names).toEqual(expect.arrayContaining(['PRENOM', 'NOM', 'SMS']));
    expect(names).not.toContain('FIRSTNAME');
    brevo.world.reset();
    expect(brevo.world.account('fr').attributes[0]?.name).toBe('PRENOM');
  });

  it('creates one with an empty answer, and refuses the same again', async () => {
    const path = '/contacts/attributes/normal/TIER';
    expect(await call('POST', path, { type: 'text' })).toMatchObject({ status: 201, text: '' });
    expect(await call('POST', path, { type: 'text' })).toMatchObject({
      status: 400,
      body: { code: 'invalid_parameter', message: 'Attribute name must be unique' },
    });
    expect((await call('POST', '/contacts/attributes/normal/X', {})).body).toEqual({
      code: 'missing_parameter',
      message: 'No inputs in the body',
    });
  });
});
