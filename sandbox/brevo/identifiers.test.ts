import { beforeEach, describe, expect, it } from 'vitest';
import { byEmail, call, openBrevo, taken } from './test-brevo.ts';

const brevo = openBrevo();

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
    const before = brevo.world.contacts();
    expect(await call('POST', '/contacts', body)).toMatchObject({
      status: 400,
      body: taken('create', words, names),
    });
    expect(brevo.world.contacts()).toEqual(before);
  });

  it.each<[string, Record<string, unknown>, string, string[]]>([
    ['an address', { attributes: { EMAIL: 'held@example.com' } }, 'email is', ['email']],
    ['a phone', { attributes: { SMS: '+31612345678' } }, 'SMS is', ['SMS']],
    ['an ext_id', { ext_id: '7' }, 'EXT_ID is', ['EXT_ID']],
  ])('on update of %s, and nothing of the call is written', async (_, body, words, names) => {
    const before = brevo.world.contacts();
    const attributes = { FIRSTNAME: 'Changed', ...(body.attributes as object) };
    const whole = { ...body, attributes, listIds: [2], emailBlacklisted: true };
    expect(await call('PUT', byEmail('mine@example.com'), whole)).toMatchObject({
      status: 400,
      body: taken('update', words, names),
    });
    expect(brevo.world.contacts()).toEqual(before);
  });

  it('says update when an upsert had found its contact', async () => {
    const body = { email: 'mine@example.com', updateEnabled: true, attributes: { SMS: '31612345678' } };
    expect((await call('POST', '/contacts', body)).body).toEqual(taken('update', 'SMS is', ['SMS']));
  });

  it('finds an upsert by ext_id before e-mail', async () => {
    await call('POST', '/contacts', { email: 'new@example.com', ext_id: '7', updateEnabled: true });
    expect(brevo.world.contactByExtId('7')?.email).toBe('new@example.com');
    expect(brevo.world.contactByEmail('held@example.com')).toBeUndefined();
  });

  it('may answer with the code of May 2026', async () => {
    brevo.world.switches.duplicateCode = 'invalid_parameter';
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
