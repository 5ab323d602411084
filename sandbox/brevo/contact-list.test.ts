import { beforeEach, describe, expect, it } from 'vitest';
import { call, openBrevo, time } from './test-brevo.ts';

const brevo = openBrevo();

describe('reading contacts', () => {
  beforeEach(() => {
    for (let i = 1; i <= 60; i += 1) {
      const seed = {
        email: `c${i}@example.com`,
        listIds: i % 2 === 0 ? [2] : [],
        modifiedAt: time.at - (60 - i) * 1_000,
      };
      brevo.world.seedContact(seed);
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

  it('shows those that came after a read, and not those that went', async () => {
    await call('GET', '/contacts');
    await call('POST', '/contacts', { email: 'late@example.com' });
    expect(ids((await call('GET', '/contacts?limit=2')).body)).toEqual([61, 60]);
    await call('DELETE', '/contacts/60?identifierType=contact_id');
    expect(ids((await call('GET', '/contacts?limit=2')).body)).toEqual([61, 59]);
  });

  it('filters by time, inclusive, by list and by id', async () => {
    const since = new Date(time.at - 1_000).toISOString();
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
