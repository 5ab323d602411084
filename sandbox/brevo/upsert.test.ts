import { beforeEach, describe, expect, it } from 'vitest';
import { byEmail, call, openBrevo, taken, time } from './test-brevo.ts';

const brevo = openBrevo();
const upsert = (body: Record<string, unknown>) => call('POST', '/contacts', { updateEnabled: true, ...body });

describe('an upsert whose identifiers name two contacts', () => {
  beforeEach(() => {
    brevo.world.seedContact({ email: 'a@example.com', extId: '1', attributes: { FIRSTNAME: 'A' } });
    brevo.world.seedContact({ email: 'b@example.com', extId: '2', listIds: [2] });
  });

  it('is refused for the ext_id, and writes nothing', async () => {
    const before = brevo.world.contacts();
    const answer = await upsert({ email: 'a@example.com', ext_id: '2', attributes: { FIRSTNAME: 'X' } });
    expect(answer).toMatchObject({ status: 400, body: taken('update', 'EXT_ID is', ['EXT_ID']) });
    expect(brevo.world.contacts()).toEqual(before);
  });

  it('merges into the last modified when forced, and says which on request', async () => {
    time.at += 1_000;
    await call('PUT', byEmail('b@example.com'), { attributes: { LASTNAME: 'B' } });
    const body = { email: 'a@example.com', ext_id: '2', forceMerge: true, getId: true };
    expect(await upsert(body)).toMatchObject({ body: { id: 2 } });
    expect(brevo.world.contacts()).toMatchObject([
      {
        id: 2,
        email: 'a@example.com',
        extId: '2',
        attributes: { FIRSTNAME: 'A', LASTNAME: 'B' },
        listIds: [2],
      },
    ]);
    expect(brevo.world.contactByEmail('b@example.com')).toBeUndefined();
  });
});

describe('the target of an upsert', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['ext_id', { ext_id: '1', email: 'new@example.com' }, 'new@example.com'],
    ['e-mail', { email: 'A@EXAMPLE.com', ext_id: 'fresh' }, 'a@example.com'],
    ['SMS, where nothing else is given', { attributes: { SMS: '+31612345678' } }, 'a@example.com'],
  ])('is found by %s', async (_, body, email) => {
    brevo.world.seedContact({ email: 'a@example.com', extId: '1', attributes: { SMS: '31612345678' } });
    expect((await upsert(body)).status).toBe(204);
    expect(brevo.world.contacts()).toMatchObject([{ id: 1, email }]);
  });

  it('is nobody when a new address comes with a phone that somebody holds', async () => {
    brevo.world.seedContact({ email: 'a@example.com', attributes: { SMS: '31612345678' } });
    const answer = await upsert({ email: 'b@example.com', attributes: { SMS: '31612345678' } });
    expect(answer.body).toEqual(taken('create', 'SMS is', ['SMS']));
  });

  it('takes the address in attributes.EMAIL, which lifts the block', async () => {
    brevo.world.seedContact({ email: 'a@example.com', emailBlacklisted: true });
    await upsert({ email: 'a@example.com', attributes: { EMAIL: 'new@example.com' } });
    expect(brevo.world.contacts()).toMatchObject([{ email: 'new@example.com', emailBlacklisted: false }]);
  });
});

describe('switches of what nobody knows', () => {
  it('refuses an unknown attribute where told to, and writes nothing', async () => {
    brevo.world.switches.unknownAttributeRefused = true;
    const body = { email: 'a@example.com', attributes: { FIRSTNAME: 'A', NOPE: 1 } };
    expect(await upsert(body)).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } });
    expect(brevo.world.contacts()).toEqual([]);
  });

  it('takes an unknown list for nothing where told to', async () => {
    brevo.world.switches.unknownListRefused = false;
    expect((await upsert({ email: 'a@example.com', listIds: [99, 2] })).status).toBe(201);
    expect(brevo.world.contacts()).toMatchObject([{ listIds: [2] }]);
  });

  it('lets null clear phone and ext_id too', async () => {
    brevo.world.switches.nullClears = true;
    brevo.world.seedContact({ email: 'a@example.com', extId: '1', attributes: { SMS: '31612345678' } });
    await call('PUT', byEmail('a@example.com'), { ext_id: null, attributes: { SMS: null } });
    expect(brevo.world.contacts()).toMatchObject([{ extId: null, attributes: {} }]);
  });
});

describe('the rest of the contact calls', () => {
  it('wants an id attribute beside a transactional one', async () => {
    await call('POST', '/contacts/attributes/transactional/ORDER_ID', { type: 'id' });
    await call('POST', '/contacts/attributes/transactional/PRICE', { type: 'float' });
    const body = { email: 'a@example.com', attributes: { PRICE: 3 } };
    expect((await upsert(body)).body.message).toBe('Transactional attribute as primary Key is missing');
    expect((await upsert({ ...body, attributes: { PRICE: 3, ORDER_ID: '1' } })).status).toBe(201);
  });

  it("does not delete the account's own address", async () => {
    brevo.world.seedContact({ email: 'owner@sandbox.example' });
    expect(await call('DELETE', byEmail('owner@sandbox.example'))).toMatchObject({
      status: 405,
      body: { code: 'method_not_allowed' },
    });
  });

  it.each([
    ['an unknown identifierType', 'GET', '/contacts/1?identifierType=shopify_id', 400],
    ['a wrongly encoded address', 'GET', '/contacts/%E0%A4%A', 400],
    ['another method', 'PATCH', '/contacts/1', 405],
    ['another method', 'POST', '/account', 405],
    ['another path', 'GET', '/nothing', 404],
  ])('%s: %s %s is %d', async (_, method, path, status) => {
    const answer = await call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('sib-request-id')).not.toBeNull();
  });

  it('keeps no day that does not exist, and no options that are unknown', async () => {
    await call('POST', '/contacts/attributes/normal/BORN', { type: 'date' });
    await call('POST', '/contacts/attributes/normal/TAGS', {
      type: 'multiple-choice',
      multiCategoryOptions: ['red', 'blue'],
    });
    const set = (attributes: Record<string, unknown>) => upsert({ email: 'a@example.com', attributes });
    await set({ BORN: '2026-02-30', TAGS: ['green'] });
    expect(brevo.world.contacts()[0]?.attributes).toEqual({});
    await set({ BORN: '2026-02-28', TAGS: ['green', 'red'] });
    expect(brevo.world.contacts()[0]?.attributes).toEqual({ BORN: '2026-02-28', TAGS: ['red'] });
    await set({ BORN: '', TAGS: '' });
    expect(brevo.world.contacts()[0]?.attributes).toEqual({});
  });
});

describe('the deprecated batch', () => {
  beforeEach(() => {
    for (const name of ['a', 'b']) brevo.world.seedContact({ email: `${name}@example.com` });
  });
  const contacts = [
    { email: 'a@example.com', attributes: { FIRSTNAME: 'A' } },
    { id: 2, attributes: { FIRSTNAME: 'B' }, listIds: [2] },
  ];

  it('is gone', async () => {
    expect((await call('POST', '/contacts/batch', { contacts })).status).toBe(410);
  });

  it('updates all or nothing where it still answers', async () => {
    brevo.world.switches.batchGone = false;
    const more = [...contacts, { email: 'z@example.com' }];
    expect(await call('POST', '/contacts/batch', { contacts: more })).toMatchObject({
      status: 404,
      body: { code: 'document_not_found', message: 'No contact found for indexes 2' },
    });
    expect(brevo.world.contacts()).toMatchObject([{ attributes: {} }, { attributes: {} }]);
    expect((await call('POST', '/contacts/batch', { contacts })).status).toBe(204);
    expect(brevo.world.contacts()).toMatchObject([
      { attributes: { FIRSTNAME: 'A' } },
      { attributes: { FIRSTNAME: 'B' }, listIds: [2] },
    ]);
  });
});
