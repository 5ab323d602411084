import { beforeEach, describe, expect, it } from 'vitest';
import { call, control, openBrevo } from './test-brevo.ts';

const brevo = openBrevo();

describe('the page', () => {
  beforeEach(() => {
    for (const name of ['ada', 'bea', 'cleo'])
      brevo.world.seedContact({
        email: `${name}@example.com`,
        attributes: { FIRSTNAME: name },
        listIds: [2],
      });
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
    expect(brevo.world.faults.active).toEqual(['503']);
    expect(await control('POST', '/__sandbox/faults', { kinds: [], latencyMs: 5 })).toMatchObject({
      faults: [],
      latencyMs: 5,
    });
  });

  it('edits as a person would: an empty value clears, a phone stays unique', async () => {
    const edit = (email: string, attributes: Record<string, string>) =>
      brevo.world.act({ kind: 'edit', email, attributes });
    edit('ada@example.com', { SMS: '+31 612345678'.replace(' ', ''), FIRSTNAME: '' });
    expect(brevo.world.contactByEmail('ada@example.com')?.attributes).toEqual({ SMS: '31612345678' });
    expect(() => edit('bea@example.com', { SMS: '31612345678' })).toThrow(/already associated/);
    expect((await call('POST', '/contacts', { attributes: { SMS: '31612345678' } })).status).toBe(400);
  });
});
