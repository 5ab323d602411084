import { beforeEach, describe, expect, it } from 'vitest';
import { call, openBrevo, time } from './test-brevo.ts';

const brevo = openBrevo();
const ids = (body: Record<string, unknown>) => (body.contacts as { id: number }[]).map(({ id }) => id);

describe('filters of contacts', () => {
  beforeEach(async () => {
    await call('POST', '/contacts/attributes/category/GENDER', {
      enumeration: [
        { value: 1, label: 'MALE' },
        { value: 2, label: 'FEMALE' },
      ],
    });
    await call('POST', '/contacts/attributes/normal/TAGS', {
      type: 'multiple-choice',
      multiCategoryOptions: ['USA', 'INDIA'],
    });
    await call('POST', '/contacts', {
      email: 'a@example.com',
      attributes: { FIRSTNAME: 'Antoine', GENDER: 1 },
    });
    time.at += 60_000;
    await call('POST', '/contacts', {
      email: 'b@example.com',
      ext_id: '7',
      attributes: { GENDER: 'FEMALE' },
    });
    await call('POST', '/contacts', { email: 'c@example.com', attributes: { TAGS: ['USA', 'INDIA'] } });
  });

  it.each([
    ['filter=equals(FIRSTNAME,"Antoine")', [1]],
    ['filter=equals(GENDER, "1")', [1]],
    ['filter=equals(GENDER, "FEMALE")', [2]],
    ['filter=equals(TAGS,"USA, INDIA")', [3]],
    ['filter=equals(EXT_ID,"7")', [2]],
    ['createdSince=2026-11-24T10:01:00.000Z', [3, 2]],
    // An offset whose plus nobody encoded.
    ['modifiedSince=2026-11-24T11:01:00.000+01:00&sort=asc', [2, 3]],
    ['segmentId=3', []],
    ['ids=1&ids=3&offset=1', [1]],
  ])('%s', async (query, wanted) => {
    const [name = '', ...value] = query.split('=');
    const encoded = name === 'filter' ? `filter=${encodeURIComponent(value.join('='))}` : query;
    expect(ids((await call('GET', `/contacts?${encoded}`)).body)).toEqual(wanted);
  });

  it.each([
    'filter=FIRSTNAME',
    'filter=equals(NOPE,"1")',
    'listIds=2&segmentId=3',
    'modifiedSince=yesterday',
    `ids=${Array.from({ length: 21 }, (_, i) => i).join('&ids=')}`,
    'offset=-1',
    'limit=ten',
    'sort=up',
  ])('refuses %s', async (query) => {
    expect((await call('GET', `/contacts?${query}`)).status).toBe(400);
  });
});

describe('members of a list', () => {
  it('come the newest first, filtered and paged', async () => {
    for (const name of ['a', 'b', 'c']) {
      brevo.world.seedContact({ email: `${name}@example.com`, listIds: [2], modifiedAt: time.at });
      time.at += 1_000;
    }
    brevo.world.seedContact({ email: 'off@example.com' });
    const read = async (query: string) =>
      ids((await call('GET', `/contacts/lists/2/contacts?${query}`)).body);
    expect(await read('')).toEqual([3, 2, 1]);
    expect(await read('sort=asc&limit=1&offset=1')).toEqual([2]);
    expect(await read('modifiedSince=2026-11-24T10:00:01.000Z')).toEqual([3, 2]);
  });
});
