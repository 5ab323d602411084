import { beforeEach, describe, expect, it } from 'vitest';
import { call, finished, openBrevo, time } from './test-brevo.ts';

const brevo = openBrevo();

describe('imports', () => {
  beforeEach(() => {
    brevo.world.switches.importMs = 10;
  });
  const start = (body: Record<string, unknown>) =>
    call('POST', '/contacts/import', { listIds: [2], disableNotification: true, ...body });

  it('answers at once and works later', async () => {
    const answer = await start({ jsonBody: [{ email: 'a@example.com', attributes: { FIRSTNAME: 'A' } }] });
    expect(answer).toMatchObject({ status: 202, body: { processId: 1 } });
    expect(brevo.world.contacts()).toEqual([]);
    time.at += 5_000;
    expect(await finished(1)).toMatchObject({
      name: 'IMPORTUSER',
      info: { import: { invalid_emails: null } },
    });
    expect(brevo.world.contactByEmail('a@example.com')).toMatchObject({ listIds: [2], modifiedAt: time.at });
  });

  it.each([
    ['no destination', { listIds: [], jsonBody: [] }],
    ['nothing to import', {}],
    ['an unknown list', { listIds: [77], jsonBody: [] }],
  ])('refuses %s', async (_, body) => {
    expect((await start(body)).status).toBe(400);
  });

  it('collapses contacts that a row links: ext_id stays before e-mail before phone', async () => {
    brevo.world.seedContact({ email: 'old@example.com', extId: '1' });
    brevo.world.seedContact({ email: 'new@example.com', attributes: { LASTNAME: 'Gone' } });
    brevo.world.seedContact({ attributes: { SMS: '31612345678' } });
    const attributes = { EXT_ID: '1', SMS: '31612345678', FIRSTNAME: 'One' };
    const { body } = await start({ jsonBody: [{ email: 'new@example.com', attributes }] });
    const done = await finished(body.processId);
    expect(brevo.world.contacts()).toMatchObject([
      { id: 1, email: 'new@example.com', extId: '1', attributes: { FIRSTNAME: 'One', SMS: '31612345678' } },
    ]);
    const report = (done.info as { import: Record<string, string> }).import.duplicate_contact_id as string;
    expect(await (await fetch(report)).text()).toBe('2\n3');
  });

  it.each([
    [false, { FIRSTNAME: 'A' }],
    [true, {}],
  ])('empty values erase only when told to (%s)', async (emptyContactsAttributes, left) => {
    brevo.world.seedContact({
      email: 'a@example.com',
      attributes: { FIRSTNAME: 'A' },
      emailBlacklisted: true,
    });
    const row = { email: 'a@example.com', attributes: { FIRSTNAME: '' } };
    await finished((await start({ jsonBody: [row], emptyContactsAttributes })).body.processId);
    expect(brevo.world.contactByEmail('a@example.com')).toMatchObject({ emailBlacklisted: true });
    expect(brevo.world.contactByEmail('a@example.com')?.attributes).toEqual(left);
  });

  it('reports rows that are wrong, and blocks every row of a blocking import', async () => {
    const rows = [{ email: 'no address' }, { email: 'a@example.com' }];
    const done = await finished((await start({ jsonBody: rows, emailBlacklist: true })).body.processId);
    expect((done.info as { import: Record<string, string> }).import.invalid_emails).toMatch(/\.csv$/);
    expect(brevo.world.contacts()).toMatchObject([{ email: 'a@example.com', emailBlacklisted: true }]);
  });

  it('may lose booleans, fail, or get stuck, as told', async () => {
    await call('POST', '/contacts/attributes/normal/VIP', { type: 'boolean' });
    brevo.world.switches.importDropsBooleans = true;
    const rows = [{ email: 'a@example.com', attributes: { VIP: true } }];
    await finished((await start({ jsonBody: rows })).body.processId);
    expect(brevo.world.contactByEmail('a@example.com')?.attributes).toEqual({});
    brevo.world.switches.importFails = true;
    expect((await finished((await start({ jsonBody: rows })).body.processId)).status).toBe('failed');
    brevo.world.switches.importStuck = true;
    const stuck = (await start({ jsonBody: rows })).body.processId;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await call('GET', `/processes/${stuck}`)).body.status).toBe('queued');
  });
});
