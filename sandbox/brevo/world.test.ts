import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningBrevo, startBrevo } from './server.ts';
import { byEmail, call, control, openBrevo } from './test-brevo.ts';

const brevo = openBrevo();

describe('what a person does', () => {
  beforeEach(() => {
    brevo.world.seedContact({ email: 'a@example.com', extId: '1', listIds: [2], emailBlacklisted: true });
    brevo.world.seedContact({ attributes: { SMS: '31612345678' } });
  });

  it('reaches contacts without an address by their id', async () => {
    await control('POST', '/__sandbox/act', { kind: 'edit', id: 2, attributes: { FIRSTNAME: 'Bo' } });
    expect(brevo.world.contacts()[1]?.attributes).toEqual({ FIRSTNAME: 'Bo', SMS: '31612345678' });
    brevo.world.act({ kind: 'delete', id: 2 });
    expect(brevo.world.contacts().length).toBe(1);
  });

  it('a new address lifts the block; a taken one changes nothing at all', () => {
    brevo.world.seedContact({ email: 'held@example.com' });
    const edit = (EMAIL: string) =>
      brevo.world.act({ kind: 'edit', id: 1, attributes: { FIRSTNAME: 'Ada', EMAIL } });
    expect(() => edit('held@example.com')).toThrow(/already associated/);
    expect(() => edit('no address')).toThrow('Invalid email address');
    expect(brevo.world.contacts()[0]).toMatchObject({ attributes: {}, emailBlacklisted: true });
    edit('new@example.com');
    expect(brevo.world.contacts()[0]).toMatchObject({
      email: 'new@example.com',
      attributes: { FIRSTNAME: 'Ada' },
      emailBlacklisted: false,
    });
  });

  it('types into a form, and gets the type of the attribute', async () => {
    await call('POST', '/contacts/attributes/normal/SPENT', { type: 'float' });
    await call('POST', '/contacts/attributes/normal/VIP', { type: 'boolean' });
    brevo.world.act({ kind: 'edit', id: 1, attributes: { SPENT: '12.5', VIP: 'false', EXT_ID: '' } });
    expect(brevo.world.contacts()[0]).toMatchObject({ extId: null, attributes: { SPENT: 12.5, VIP: false } });
  });

  it('unblocks, takes off a list, leaves one', async () => {
    brevo.world.act({ kind: 'unblock', email: 'a@example.com' });
    brevo.world.act({ kind: 'takeOffList', email: 'a@example.com', listId: 2 });
    expect(brevo.world.contacts()[0]).toMatchObject({ emailBlacklisted: false, listIds: [] });
    brevo.world.act({ kind: 'leaveList', email: 'a@example.com', listId: 2 });
    const read = async () => (await call('GET', byEmail('a@example.com'))).body.listUnsubscribed;
    expect(await read()).toEqual([2]);
    await call('PUT', byEmail('a@example.com'), { listIds: [2] });
    expect(await read()).toBeUndefined();
  });

  it('is told why not, and which account is unknown', async () => {
    expect(await control('POST', '/__sandbox/act', { kind: 'delete', email: 'z@example.com' })).toEqual({
      message: 'No contact z@example.com',
    });
    expect((await fetch(`${brevo.url}/__sandbox/state?key=nobody`)).status).toBe(404);
  });
});

describe('a world of its own', () => {
  let own: RunningBrevo;
  afterEach(() => own.close());

  it('begins as told, and after a reset again', async () => {
    own = await startBrevo({
      keys: ['one', 'two'],
      language: 'de',
      limits: 'off',
      switches: { echoes: false },
      keepCalls: 5,
      seed: (world) => world.seedContact({ email: 'foreign@example.com' }, 'two'),
    });
    const { world } = own;
    const check = () => {
      expect([...world.accounts.keys()]).toEqual(['one', 'two']);
      expect(world.account().attributes[0]?.name).toBe('VORNAME');
      expect([world.limits, world.switches.echoes, world.log.keep]).toEqual(['off', false, 5]);
      expect([world.contacts('one').length, world.contacts('two').length]).toEqual([0, 1]);
    };
    check();
    world.seedContact({ email: 'more@example.com' });
    Object.assign(world, { limits: { contactsPerSecond: 1, contactsPerHour: 1, otherPerHour: 1 } });
    world.switches.echoes = true;
    world.reset();
    check();
  });

  it('closes although a call is being kept silent', async () => {
    own = await startBrevo();
    own.world.faults.add({ kind: 'timeout' });
    const asking = fetch(`${own.url}/v3/account`).catch(() => 'cut');
    while (own.world.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await own.close();
    expect(await asking).toBe('cut');
    own = await startBrevo();
  });
});
