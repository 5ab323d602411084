import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from './faults.ts';
import { GENERAL_LIMITS } from './limiter.ts';
import { type RunningBrevo, startBrevo } from './server.ts';
import { type BrevoWorld, DEFAULT_KEY } from './world.ts';

let brevo: RunningBrevo;
let world: BrevoWorld;
const START = Date.parse('2026-11-24T10:00:00Z');
let clock = START;

beforeAll(async () => {
  brevo = await startBrevo({ now: () => clock, random: () => 0 });
  world = brevo.world;
});
afterAll(() => brevo.close());
beforeEach(() => {
  clock = START;
  world.reset();
  world.limits = 'off';
});

async function call(method: string, path: string, body?: unknown, headers = { 'api-key': DEFAULT_KEY }) {
  const response = await fetch(`${brevo.url}/v3${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

const byEmail = (email: string) => `/contacts/${encodeURIComponent(email)}?identifierType=email_id`;
const taken = (path: string, words: string, names: string[]) => ({
  code: 'duplicate_parameter',
  message: `Unable to ${path} contact, ${words} already associated with another Contact`,
  metadata: { duplicate_identifiers: names },
});

describe('keys', () => {
  const cases: [string, Record<string, string>, Fault['kind'] | null, unknown][] = [
    ['without a header', {}, null, { code: 'unauthorized', message: 'authentication not found in headers' }],
    [
      'with an unknown key',
      { 'api-key': 'xkeysib-no' },
      null,
      { code: 'unauthorized', message: 'Key not found' },
    ],
    [
      'with a disabled key',
      { 'api-key': DEFAULT_KEY },
      'disabledKey',
      { code: 'unauthorized', message: 'API Key is not enabled' },
    ],
  ];
  it.each(cases)('refuses a call %s', async (_, headers, fault, body) => {
    if (fault) world.faults.add({ kind: fault });
    const answer = await call('GET', '/account', undefined, headers as { 'api-key': string });
    expect(answer).toMatchObject({ status: 401, body });
    expect(answer.headers.get('x-sib-ratelimit-limit')).toBeNull();
  });

  it('names the address that it does not know', async () => {
    world.faults.add({ kind: 'ipBlock' });
    const { status, body } = await call('GET', '/account');
    expect([status, body.code]).toEqual([401, 'unauthorized']);
    expect(body.message).toMatch(/unrecognised IP address \d+/);
  });
});

describe('faults', () => {
  it.each<[Fault['kind'], number, RegExp]>([
    ['429', 429, /^\{"message":"Too many requests"\}$/],
    ['425', 425, /account_in_process/],
    ['500html', 500, /^<html>/],
    ['502', 502, /^<html>/],
    ['503', 503, /^upstream/],
  ])('%s answers as the vendor does and writes nothing', async (kind, status, text) => {
    world.faults.add({ kind, times: 1 });
    const response = await fetch(`${brevo.url}/v3/contacts`, {
      method: 'POST',
      headers: { 'api-key': DEFAULT_KEY },
      body: JSON.stringify({ email: 'a@example.com' }),
    });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(text);
    expect(world.contacts()).toEqual([]);
    expect((await call('GET', '/contacts')).status).toBe(200);
  });

  it.each<[Fault['kind'], number]>([
    ['reset', 0],
    ['resetAfterApply', 1],
  ])('%s loses the answer; contacts written: %d', async (kind, written) => {
    world.faults.add({ kind, times: 1 });
    await expect(call('POST', '/contacts', { email: 'a@example.com' })).rejects.toThrow();
    expect(world.contacts().length).toBe(written);
  });

  it('answers broken JSON when told to', async () => {
    world.faults.add({ kind: 'malformedJson', times: 1 });
    await expect(call('GET', '/account')).rejects.toThrow(SyntaxError);
  });

  it('refuses a body that is not JSON', async () => {
    expect(await call('POST', '/contacts', '{"email":')).toMatchObject({
      status: 400,
      body: { code: 'bad_request' },
    });
  });
});

describe('limits', () => {
  beforeEach(() => {
    world.limits = GENERAL_LIMITS;
  });

  it('counts down, refuses the eleventh call of a second, and says in seconds when to come back', async () => {
    const answers = [];
    for (let i = 0; i < 11; i += 1) answers.push(await call('GET', '/contacts?limit=1'));
    expect(answers.map((a) => Number(a.headers.get('x-sib-ratelimit-remaining')))).toEqual([
      9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0,
    ]);
    const last = answers.at(-1);
    expect(last).toMatchObject({ status: 429, body: { message: 'Too many requests' } });
    expect(last?.headers.get('x-sib-ratelimit-limit')).toBe('10');
    expect(last?.headers.get('x-sib-ratelimit-reset')).toBe('1');
    expect(last?.headers.get('retry-after')).toBeNull();
    clock += 1_000;
    expect((await call('GET', '/contacts?limit=1')).status).toBe(200);
  });

  it('has 100 an hour for everything but contacts', async () => {
    for (let i = 0; i < 100; i += 1) expect((await call('GET', '/account')).status).toBe(200);
    const refused = await call('GET', '/account');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-sib-ratelimit-reset')).toBe('3600');
    expect((await call('GET', '/contacts')).status).toBe(200);
  });

  it('gives every account its own', async () => {
    world.addAccount({ key: 'other' });
    for (let i = 0; i < 11; i += 1) await call('GET', '/contacts?limit=1');
    expect((await call('GET', '/contacts?limit=1', undefined, { 'api-key': 'other' })).status).toBe(200);
  });

  it('counts the refused ones out of the hour of 36,000 too', async () => {
    world.limits = { ...GENERAL_LIMITS, contactsPerSecond: 1_000, contactsPerHour: 3 };
    for (let i = 0; i < 3; i += 1) await call('GET', '/contacts?limit=1');
    expect((await call('GET', '/contacts?limit=1')).headers.get('x-sib-ratelimit-reset')).toBe('3600');
  });
});

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
    expect(world.contacts()).toMatchObject([{ email: 'a@example.com', attributes: { FIRSTNAME: 'Ada' } }]);
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
    expect(world.contacts()).toEqual([]);
  });

  it('takes phones in three spellings, and reads them back as digits', async () => {
    const spellings = ['31612345671', '+31612345672', '0031612345673'];
    for (const SMS of spellings) await call('POST', '/contacts', { attributes: { SMS } });
    expect(world.contacts().map((c) => c.attributes.SMS)).toEqual([
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
    expect(world.contactByEmail('b@example.com')?.attributes).toEqual({ FIRSTNAME: 'Bo' });
  });

  it('keeps 0 and false, which are not nothing', async () => {
    await call('POST', '/contacts/attributes/normal/SCORE', { type: 'float' });
    await call('POST', '/contacts/attributes/normal/VIP', { type: 'boolean' });
    await call('POST', '/contacts', { email: 'b@example.com', attributes: { SCORE: 0, VIP: false } });
    expect(world.contactByEmail('b@example.com')?.attributes).toEqual({ SCORE: 0, VIP: false });
  });
});

describe('identifiers are unique', () => {
  const held = {
    email: 'held@example.com',
    ext_id: '7',
    attributes: { SMS: '+31612345678', WHATSAPP: '+31612345679' },
  };
  beforeEach(async () => {
    await call('POST', '/contacts', held);
    await call('POST', '/contacts', { email: 'mine@example.com', attributes: { FIRSTNAME: 'Mine' } });
  });

  it.each<[string, Record<string, unknown>, string, string[]]>([
    ['e-mail, whatever its case', { email: 'HELD@example.com' }, 'email is', ['email']],
    [
      'SMS, however it is written',
      { email: 'n@example.com', attributes: { SMS: '0031612345678' } },
      'SMS is',
      ['SMS'],
    ],
    [
      'WHATSAPP',
      { email: 'n@example.com', attributes: { WHATSAPP: '31612345679' } },
      'WHATSAPP is',
      ['WHATSAPP'],
    ],
    ['ext_id', { email: 'n@example.com', ext_id: '7' }, 'EXT_ID is', ['EXT_ID']],
    [
      'two at once',
      { email: 'n@example.com', ext_id: '7', attributes: { SMS: '31612345678' } },
      'SMS or EXT_ID are',
      ['SMS', 'EXT_ID'],
    ],
  ])('on create: %s', async (_, body, words, names) => {
    const before = world.contacts();
    expect(await call('POST', '/contacts', body)).toMatchObject({
      status: 400,
      body: taken('create', words, names),
    });
    expect(world.contacts()).toEqual(before);
  });

  it.each<[string, Record<string, unknown>, string, string[]]>([
    ['an address', { attributes: { EMAIL: 'held@example.com' } }, 'email is', ['email']],
    ['a phone', { attributes: { SMS: '+31612345678' } }, 'SMS is', ['SMS']],
    ['an ext_id', { ext_id: '7' }, 'EXT_ID is', ['EXT_ID']],
  ])('on update of %s, and nothing of the call is written', async (_, body, words, names) => {
    const before = world.contacts();
    const attributes = { FIRSTNAME: 'Changed', ...(body.attributes as object) };
    const whole = { ...body, attributes, listIds: [2], emailBlacklisted: true };
    expect(await call('PUT', byEmail('mine@example.com'), whole)).toMatchObject({
      status: 400,
      body: taken('update', words, names),
    });
    expect(world.contacts()).toEqual(before);
  });

  it('says update when an upsert had found its contact', async () => {
    const body = { email: 'mine@example.com', updateEnabled: true, attributes: { SMS: '31612345678' } };
    expect((await call('POST', '/contacts', body)).body).toEqual(taken('update', 'SMS is', ['SMS']));
  });

  it('finds an upsert by ext_id before e-mail', async () => {
    await call('POST', '/contacts', { email: 'new@example.com', ext_id: '7', updateEnabled: true });
    expect(world.contactByExtId('7')?.email).toBe('new@example.com');
    expect(world.contactByEmail('held@example.com')).toBeUndefined();
  });

  it('may answer with the code of May 2026', async () => {
    world.switches.duplicateCode = 'invalid_parameter';
    expect((await call('POST', '/contacts', { email: 'held@example.com' })).body).toMatchObject({
      code: 'invalid_parameter',
      metadata: { duplicate_identifiers: ['email'] },
    });
  });

  it('frees what a contact gave up', async () => {
    await call('PUT', byEmail('held@example.com'), { ext_id: '', attributes: { SMS: '' } });
    expect(
      (await call('PUT', byEmail('mine@example.com'), { ext_id: '7', attributes: { SMS: '31612345678' } }))
        .status,
    ).toBe(204);
  });
});

describe('changing a contact', () => {
  beforeEach(async () => {
    world.seedContact({
      email: 'a@example.com',
      extId: '42',
      attributes: { FIRSTNAME: 'Ada', LASTNAME: 'L', SMS: '31612345678' },
      listIds: [2],
      emailBlacklisted: true,
    });
  });

  it('is partial, and clears with an empty text but not with null', async () => {
    await call('PUT', byEmail('a@example.com'), { attributes: { FIRSTNAME: null, LASTNAME: '', SMS: '' } });
    expect(world.contactByEmail('a@example.com')).toMatchObject({
      attributes: { FIRSTNAME: 'Ada' },
      emailBlacklisted: true,
      listIds: [2],
    });
    world.switches.nullClears = true;
    await call('PUT', byEmail('a@example.com'), { attributes: { FIRSTNAME: null } });
    expect(world.contactByEmail('a@example.com')?.attributes).toEqual({});
  });

  it.each<[string, Record<string, unknown>, boolean]>([
    ['alone lifts the block', {}, false],
    ['with the flag in the same call keeps it', { emailBlacklisted: true }, true],
  ])('a new address %s', async (_, more, blocked) => {
    await call('PUT', byEmail('a@example.com'), { attributes: { EMAIL: 'b@example.com' }, ...more });
    expect(world.contactByEmail('b@example.com')?.emailBlacklisted).toBe(blocked);
    expect(world.contactByEmail('a@example.com')).toBeUndefined();
  });

  it('the same address again changes nothing of the block', async () => {
    await call('PUT', byEmail('a@example.com'), { attributes: { EMAIL: 'A@example.com' } });
    expect(world.contactByEmail('a@example.com')?.emailBlacklisted).toBe(true);
  });

  it('joins lists, never leaves by omission, and leaves when asked', async () => {
    const list = (await call('POST', '/contacts/lists', { name: 'Two', folderId: 1 })).body.id as number;
    await call('PUT', byEmail('a@example.com'), { listIds: [list] });
    expect(world.contactByEmail('a@example.com')?.listIds).toEqual([2, list]);
    await call('PUT', byEmail('a@example.com'), { unlinkListIds: [2] });
    expect(world.contactByEmail('a@example.com')?.listIds).toEqual([list]);
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
    expect(Date.parse(answer.body.modifiedAt as string)).toBe(clock);
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
    expect(world.contactByEmail('a@example.com')).toMatchObject({ id: 2, emailBlacklisted: false });
  });
});

describe('reading contacts', () => {
  beforeEach(() => {
    for (let i = 1; i <= 60; i += 1) {
      const seed = {
        email: `c${i}@example.com`,
        listIds: i % 2 === 0 ? [2] : [],
        modifiedAt: clock - (60 - i) * 1_000,
      };
      world.seedContact(seed);
    }
  });
  const ids = (body: Record<string, unknown>) =>
    (body.contacts as { id: number }[]).map((contact) => contact.id);

  it('gives 50 of them, the newest first, and says how many there are', async () => {
    const { body } = await call('GET', '/contacts');
    expect([ids(body).length, ids(body)[0], body.count]).toEqual([50, 60, 60]);
  });

  it('pages without gaps or repeats in both directions', async () => {
    for (const sort of ['asc', 'desc']) {
      const all = [];
      for (let offset = 0; offset < 60; offset += 25)
        all.push(...ids((await call('GET', `/contacts?limit=25&offset=${offset}&sort=${sort}`)).body));
      const up = Array.from({ length: 60 }, (_, i) => i + 1);
      expect(all).toEqual(sort === 'asc' ? up : up.reverse());
    }
  });

  it('filters by time, inclusive, by list and by id', async () => {
    const since = new Date(clock - 1_000).toISOString();
    expect(ids((await call('GET', `/contacts?modifiedSince=${since}`)).body)).toEqual([60, 59]);
    expect((await call('GET', '/contacts?listIds=2')).body.count).toBe(30);
    expect(ids((await call('GET', '/contacts?ids=3&ids=5')).body)).toEqual([5, 3]);
  });

  it.each([
    '/contacts?limit=1001',
    '/contacts?limit=0',
    '/contacts/lists?limit=51',
    '/contacts/lists/2/contacts?limit=501',
    '/contacts/folders?limit=51',
    '/processes?limit=51',
  ])('refuses %s', async (path) => {
    expect(await call('GET', path)).toMatchObject({ status: 400, body: { code: 'out_of_range' } });
  });
});

describe('lists', () => {
  beforeEach(() => {
    for (const name of ['a', 'b', 'c'])
      world.seedContact({ email: `${name}@example.com`, extId: `x-${name}` });
    world.account().contacts.find('email', 'a@example.com')?.listIds.add(2);
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
    expect(world.contacts().flatMap((c) => c.listIds)).toEqual([]);
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
    world.addAccount({ key: 'fr', language: 'fr' });
    const { body } = await call('GET', '/contacts/attributes', undefined, { 'api-key': 'fr' });
    const names = (body.attributes as { name: string }[]).map((a) => a.name);
    expect(names).toEqual(expect.arrayContaining(['PRENOM', 'NOM', 'SMS']));
    expect(names).not.toContain('FIRSTNAME');
    world.reset();
    expect(world.account('fr').attributes[0]?.name).toBe('PRENOM');
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

describe('imports', () => {
  beforeEach(() => {
    world.switches.importMs = 10;
  });
  const start = (body: Record<string, unknown>) =>
    call('POST', '/contacts/import', { listIds: [2], disableNotification: true, ...body });
  async function finished(id: unknown) {
    for (;;) {
      const { body } = await call('GET', `/processes/${id}`);
      if (body.status === 'completed' || body.status === 'failed') return body;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('answers at once and works later', async () => {
    const answer = await start({ jsonBody: [{ email: 'a@example.com', attributes: { FIRSTNAME: 'A' } }] });
    expect(answer).toMatchObject({ status: 202, body: { processId: 1 } });
    expect(world.contacts()).toEqual([]);
    clock += 5_000;
    expect(await finished(1)).toMatchObject({
      name: 'IMPORTUSER',
      info: { import: { invalid_emails: null } },
    });
    expect(world.contactByEmail('a@example.com')).toMatchObject({ listIds: [2], modifiedAt: clock });
  });

  it.each([
    ['no destination', { listIds: [], jsonBody: [] }],
    ['nothing to import', {}],
    ['an unknown list', { listIds: [77], jsonBody: [] }],
  ])('refuses %s', async (_, body) => {
    expect((await start(body)).status).toBe(400);
  });

  it('collapses contacts that a row links: ext_id stays before e-mail before phone', async () => {
    world.seedContact({ email: 'old@example.com', extId: '1' });
    world.seedContact({ email: 'new@example.com', attributes: { LASTNAME: 'Gone' } });
    world.seedContact({ attributes: { SMS: '31612345678' } });
    const attributes = { EXT_ID: '1', SMS: '31612345678', FIRSTNAME: 'One' };
    const { body } = await start({ jsonBody: [{ email: 'new@example.com', attributes }] });
    const done = await finished(body.processId);
    expect(world.contacts()).toMatchObject([
      { id: 1, email: 'new@example.com', extId: '1', attributes: { FIRSTNAME: 'One', SMS: '31612345678' } },
    ]);
    const report = (done.info as { import: Record<string, string> }).import.duplicate_contact_id as string;
    expect(await (await fetch(report)).text()).toBe('2\n3');
  });

  it.each([
    [false, { FIRSTNAME: 'A' }],
    [true, {}],
  ])('empty values erase only when told to (%s)', async (emptyContactsAttributes, left) => {
    world.seedContact({ email: 'a@example.com', attributes: { FIRSTNAME: 'A' }, emailBlacklisted: true });
    const row = { email: 'a@example.com', attributes: { FIRSTNAME: '' } };
    await finished((await start({ jsonBody: [row], emptyContactsAttributes })).body.processId);
    expect(world.contactByEmail('a@example.com')).toMatchObject({ emailBlacklisted: true });
    expect(world.contactByEmail('a@example.com')?.attributes).toEqual(left);
  });

  it('reports rows that are wrong, and blocks every row of a blocking import', async () => {
    const rows = [{ email: 'no address' }, { email: 'a@example.com' }];
    const done = await finished((await start({ jsonBody: rows, emailBlacklist: true })).body.processId);
    expect((done.info as { import: Record<string, string> }).import.invalid_emails).toMatch(/\.csv$/);
    expect(world.contacts()).toMatchObject([{ email: 'a@example.com', emailBlacklisted: true }]);
  });

  it('may lose booleans, fail, or get stuck, as told', async () => {
    await call('POST', '/contacts/attributes/normal/VIP', { type: 'boolean' });
    world.switches.importDropsBooleans = true;
    const rows = [{ email: 'a@example.com', attributes: { VIP: true } }];
    await finished((await start({ jsonBody: rows })).body.processId);
    expect(world.contactByEmail('a@example.com')?.attributes).toEqual({});
    world.switches.importFails = true;
    expect((await finished((await start({ jsonBody: rows })).body.processId)).status).toBe('failed');
    world.switches.importStuck = true;
    const stuck = (await start({ jsonBody: rows })).body.processId;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await call('GET', `/processes/${stuck}`)).body.status).toBe('queued');
  });
});

describe('webhooks', () => {
  /** What arrived, and the statuses to answer next. */
  const got: { headers: Record<string, unknown>; body: unknown }[] = [];
  let answers: (number | 'silence')[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    const answer = answers.shift() ?? 200;
    if (answer === 'silence') request.socket.destroy();
    else response.writeHead(answer).end();
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    world.sender.retryMs = [1, 1, 1, 1];
  });
  afterAll(() => receiver.close());
  beforeEach(() => {
    world.seedContact({ email: 'a@example.com' });
  });
  afterEach(() => {
    got.length = 0;
    answers = [];
    world.sender.log.length = 0;
  });
  const subscribe = (more: Record<string, unknown> = {}) =>
    call('POST', '/webhooks', {
      url,
      type: 'marketing',
      events: ['unsubscribed', 'contactUpdated'],
      ...more,
    });

  it('refuses to list none', async () => {
    expect(await call('GET', '/webhooks?type=marketing')).toMatchObject({
      status: 400,
      body: { code: 'document_not_found' },
    });
    expect((await subscribe()).status).toBe(201);
    expect((await call('GET', '/webhooks?type=marketing')).body.webhooks).toHaveLength(1);
  });

  it('tells of an unsubscribe with the headers and the token it was given', async () => {
    await subscribe({ auth: { type: 'bearer', token: 't0' }, headers: [{ key: 'x-mine', value: 'yes' }] });
    world.act({ kind: 'unsubscribe', email: 'a@example.com' });
    await world.sender.settled();
    expect(got).toMatchObject([
      {
        headers: { authorization: 'Bearer t0', 'x-mine': 'yes' },
        body: {
          id: 1,
          event: 'unsubscribe',
          email: 'a@example.com',
          list_id: [],
          ts: Math.floor(clock / 1_000),
        },
      },
    ]);
  });

  it('sends an array when batched', async () => {
    await subscribe({ batched: true });
    world.act({ kind: 'unsubscribe', email: 'a@example.com' });
    await world.sender.settled();
    expect(got[0]?.body).toMatchObject([{ event: 'unsubscribe' }]);
  });

  it.each<[string, (number | 'silence')[], number]>([
    ['a success ends it', [200], 1],
    ['a refusal ends it at once', [401, 200], 1],
    ['a fault of the server ends it at once', [500, 200], 1],
    ['429 is tried again', [429, 429, 204], 3],
    ['silence is tried again', ['silence', 200], 2],
    ['five tries are all', [429, 429, 429, 429, 429, 200], 5],
  ])('%s', async (_, statuses, tries) => {
    answers = [...statuses];
    await subscribe();
    world.act({ kind: 'unsubscribe', email: 'a@example.com' });
    await world.sender.settled();
    expect(got.length).toBe(tries);
    expect(world.sender.log.map((l) => l.attempt)).toEqual(Array.from({ length: tries }, (_, i) => i + 1));
  });

  it('echoes what the API wrote, unless it changed nothing or echoes are off', async () => {
    await subscribe();
    const write = () => call('PUT', byEmail('a@example.com'), { attributes: { FIRSTNAME: 'Ada' } });
    await write();
    await write();
    await world.sender.settled();
    expect(got.map((g) => g.body)).toMatchObject([
      { event: 'contact_updated', content: [{ email: 'a@example.com', attributes: { FIRSTNAME: 'Ada' } }] },
    ]);
    world.switches.echoes = false;
    await call('PUT', byEmail('a@example.com'), { attributes: { FIRSTNAME: 'Bea' } });
    await world.sender.settled();
    expect(got.length).toBe(1);
  });
});

describe('the page', () => {
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${brevo.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };
  beforeEach(() => {
    for (const name of ['ada', 'bea', 'cleo'])
      world.seedContact({ email: `${name}@example.com`, attributes: { FIRSTNAME: name }, listIds: [2] });
  });

  it.each([
    ['/', 'text/html'],
    ['/page.js', 'text/javascript'],
    ['/page.css', 'text/css'],
  ])('serves %s', async (path, type) => {
    const response = await fetch(brevo.url + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
  });

  it('shows contacts newest first, finds them, and counts the members of lists', async () => {
    const names = async (query: string) =>
      ((await control('GET', `/__sandbox/contacts?${query}`)).contacts as { email: string }[]).map(
        (c) => c.email,
      );
    expect(await names('limit=2')).toEqual(['cleo@example.com', 'bea@example.com']);
    expect(await names('limit=2&offset=2')).toEqual(['ada@example.com']);
    expect(await names('search=BEA')).toEqual(['bea@example.com']);
    expect(await names('id=1')).toEqual(['ada@example.com']);
    expect(await control('GET', '/__sandbox/state')).toMatchObject({
      contacts: 3,
      lists: [{ id: 2, members: 3 }],
    });
  });

  it('switches faults on and off', async () => {
    await control('POST', '/__sandbox/faults', { kinds: ['503'] });
    expect(world.faults.active).toEqual(['503']);
    expect(await control('POST', '/__sandbox/faults', { kinds: [], latencyMs: 5 })).toMatchObject({
      faults: [],
      latencyMs: 5,
    });
  });

  it('edits as a person would: an empty value clears, a phone stays unique', async () => {
    const edit = (email: string, attributes: Record<string, string>) =>
      world.act({ kind: 'edit', email, attributes });
    edit('ada@example.com', { SMS: '+31 612345678'.replace(' ', ''), FIRSTNAME: '' });
    expect(world.contactByEmail('ada@example.com')?.attributes).toEqual({ SMS: '31612345678' });
    expect(() => edit('bea@example.com', { SMS: '31612345678' })).toThrow(/already associated/);
    expect((await call('POST', '/contacts', { attributes: { SMS: '31612345678' } })).status).toBe(400);
  });
});
