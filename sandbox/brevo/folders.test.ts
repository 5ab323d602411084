import { describe, expect, it } from 'vitest';
import { call, openBrevo } from './test-brevo.ts';

const brevo = openBrevo();

describe('folders and lists', () => {
  it('a folder has its lists, counts their members once, and takes them along', async () => {
    const folderId = (await call('POST', '/contacts/folders', { name: 'Shop' })).body.id;
    const listIds = [];
    for (const name of ['One', 'Two'])
      listIds.push((await call('POST', '/contacts/lists', { name, folderId })).body.id as number);
    brevo.world.seedContact({ email: 'a@example.com', listIds: [2, ...listIds] });
    const { body } = await call('GET', `/contacts/folders/${folderId}/lists`);
    expect((body.lists as { name: string }[]).map((list) => list.name)).toEqual(['Two', 'One']);
    expect((await call('GET', `/contacts/folders/${folderId}`)).body).toMatchObject({ uniqueSubscribers: 1 });
    expect((await call('PUT', `/contacts/folders/${folderId}`, { name: 'Store' })).status).toBe(204);
    expect((await call('GET', '/contacts/folders')).body).toMatchObject({
      count: 2,
      folders: [{ name: 'Store' }, { id: 1 }],
    });
    expect((await call('DELETE', `/contacts/folders/${folderId}`)).status).toBe(204);
    expect(brevo.world.contacts()).toMatchObject([{ listIds: [2] }]);
    expect((await call('GET', `/contacts/folders/${folderId}/lists`)).status).toBe(404);
  });

  it('a list is renamed, moved and deleted; its contacts stay', async () => {
    const folderId = (await call('POST', '/contacts/folders', { name: 'Shop' })).body.id;
    brevo.world.seedContact({ email: 'a@example.com', listIds: [2] });
    await call('PUT', '/contacts/lists/2', { name: 'News' });
    await call('PUT', '/contacts/lists/2', { folderId });
    expect((await call('GET', '/contacts/lists/2')).body).toMatchObject({
      name: 'News',
      folderId,
      uniqueSubscribers: 1,
      dynamicList: false,
    });
    expect((await call('PUT', '/contacts/lists/2', { folderId: 77 })).status).toBe(404);
    await call('DELETE', '/contacts/lists/2');
    expect(brevo.world.contacts()).toMatchObject([{ listIds: [] }]);
    expect((await call('PUT', '/contacts/lists', { name: 'X', folderId: 1 })).status).toBe(405);
  });

  it.each([
    ['none', {}],
    ['two', { emails: ['a@example.com'], ids: [1] }],
  ])('adding takes exactly one kind of identifier, not %s', async (_, body) => {
    expect(await call('POST', '/contacts/lists/2/contacts/add', body)).toMatchObject({
      status: 400,
      body: { code: 'invalid_parameter' },
    });
  });
});

describe('categories of attributes', () => {
  const enumeration = [
    { value: 1, label: 'Gold' },
    { value: 'S', label: 'Silver' },
  ];
  const shown = async (name: string) =>
    ((await call('GET', '/contacts/attributes')).body.attributes as { name: string }[]).find(
      (attribute) => attribute.name === name,
    );

  it('shows options by valueStr, and value 0 for what is no number', async () => {
    await call('POST', '/contacts/attributes/category/TIER', { enumeration });
    expect(await shown('TIER')).toEqual({
      name: 'TIER',
      category: 'category',
      enumeration: [
        { value: 1, valueStr: '1', label: 'Gold' },
        { value: 0, valueStr: 'S', label: 'Silver' },
      ],
    });
    await call('POST', '/contacts', { email: 'a@example.com', attributes: { TIER: 'Silver' } });
    expect(brevo.world.contacts()[0]?.attributes).toEqual({ TIER: 'S' });
  });

  it('keeps the formula of a calculated one', async () => {
    const path = '/contacts/attributes/calculated/BLOCKED';
    await call('POST', path, { value: 'COUNT[BLACKLISTED,BLACKLISTED,<,NOW()]' });
    await call('PUT', path, { value: 'COUNT[]' });
    expect(await shown('BLOCKED')).toMatchObject({ category: 'calculated', calculatedValue: 'COUNT[]' });
  });

  it('adds and deletes options of a multiple choice', async () => {
    const type = 'multiple-choice';
    await call('POST', '/contacts/attributes/normal/TAGS', { type, multiCategoryOptions: ['a', 'b'] });
    expect(
      (await call('PUT', '/contacts/attributes/normal/TAGS', { multiCategoryOptions: ['b', 'c'] })).status,
    ).toBe(204);
    expect((await call('DELETE', `/contacts/attributes/${type}/TAGS/a`)).status).toBe(204);
    expect(await shown('TAGS')).toMatchObject({ multiCategoryOptions: ['b', 'c'] });
    expect((await call('DELETE', `/contacts/attributes/${type}/TAGS/a`)).status).toBe(404);
  });

  it('takes the values along when it is deleted', async () => {
    brevo.world.seedContact({ email: 'a@example.com', attributes: { FIRSTNAME: 'A', LASTNAME: 'B' } });
    expect((await call('DELETE', '/contacts/attributes/normal/FIRSTNAME')).status).toBe(204);
    expect(brevo.world.contacts()[0]?.attributes).toEqual({ LASTNAME: 'B' });
  });

  it.each<[string, string, string, unknown, number]>([
    ['an unknown category', 'POST', 'odd/X', { type: 'text' }, 400],
    ['an unknown type', 'POST', 'normal/X', { type: 'datetime' }, 400],
    ['the wrong category', 'DELETE', 'category/FIRSTNAME', undefined, 404],
    ['a stranger', 'PUT', 'normal/X', { value: '1' }, 404],
    ['a bad name', 'POST', 'normal/1X', { type: 'text' }, 400],
    [
      'an option of 201 letters',
      'POST',
      'category/X',
      { enumeration: [{ value: 1, label: 'x'.repeat(201) }] },
      400,
    ],
  ])('refuses %s', async (_, method, path, body, status) => {
    expect((await call(method, `/contacts/attributes/${path}`, body)).status).toBe(status);
  });
});
