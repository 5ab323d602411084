import { describe, expect, it, vi } from 'vitest';
import type { FaultKind } from './faults.ts';
import { byEmail, call, control, openBrevo, time } from './test-brevo.ts';
import { DEFAULT_KEY } from './world.ts';

const brevo = openBrevo();

describe('answers that are late or never come', () => {
  it.each<[FaultKind, number]>([
    ['timeout', 0],
    ['timeoutAfterApply', 1],
  ])('%s is silent until the connection breaks; contacts written: %d', async (kind, written) => {
    brevo.world.faults.add({ kind, times: 1, ms: 40 });
    const begun = performance.now();
    await expect(call('POST', '/contacts', { email: 'a@example.com' })).rejects.toThrow();
    expect(performance.now() - begun).toBeGreaterThan(35);
    expect(brevo.world.contacts().length).toBe(written);
    expect(brevo.world.calls[0]?.endedNo).not.toBeNull();
  });

  it('a caller who hangs up is noticed, and the call is over', async () => {
    brevo.world.faults.add({ kind: 'timeout', times: 1 });
    const hangUp = new AbortController();
    const headers = { 'api-key': DEFAULT_KEY };
    const asking = fetch(`${brevo.url}/v3/account`, { signal: hangUp.signal, headers });
    // However long the call takes to arrive.
    await vi.waitFor(() => expect(brevo.world.calls.length).toBe(1), 10_000);
    hangUp.abort();
    await expect(asking).rejects.toThrow();
    await vi.waitFor(() => expect(brevo.world.calls[0]?.endedAt).not.toBeNull(), 10_000);
    expect(brevo.world.calls[0]).toMatchObject({ status: null, endedAt: time.at });
  });

  it.each<[FaultKind]>([['slow'], ['slowDrip']])('%s comes late and whole', async (kind) => {
    brevo.world.faults.add({ kind, times: 1, ms: 60 });
    const begun = performance.now();
    const answer = await call('GET', '/account');
    expect(performance.now() - begun).toBeGreaterThan(55);
    expect(answer.body.companyName).toBe('Sandbox BV');
  });

  it('every answer can be late', async () => {
    brevo.world.latencyMs = 40;
    const begun = performance.now();
    await Promise.all([call('GET', '/account'), call('GET', '/account')]);
    expect(performance.now() - begun).toBeGreaterThan(35);
  });
});

describe('which calls a fault hits', () => {
  it('those that match, as often as told, with the probability told', async () => {
    // The random function of the tests says 0, so that 0.1 always hits and 0 never does.
    brevo.world.faults.add({ kind: '503', times: 2, match: (method) => method === 'POST' });
    brevo.world.faults.add({
      kind: '425',
      times: 1,
      probability: 0.1,
      match: (_, path) => path === '/account',
    });
    brevo.world.faults.add({ kind: '502', probability: 0 });
    const statuses = [];
    for (const [method, path] of [
      ['GET', '/contacts'],
      ['POST', '/contacts'],
      ['GET', '/account'],
      ['GET', '/account'],
      ['POST', '/contacts'],
      ['POST', '/contacts'],
    ] as const)
      statuses.push(
        (await fetch(`${brevo.url}/v3${path}`, { method, headers: { 'api-key': DEFAULT_KEY } })).status,
      );
    expect(statuses).toEqual([200, 503, 425, 200, 503, 400]);
  });

  it('are told over HTTP too, with switches and limits', async () => {
    const faults = [{ kind: '429', times: 1, method: 'POST', path: '^/contacts$' }];
    const limits = { contactsPerSecond: 2 };
    const switches = { duplicateCode: 'invalid_parameter' };
    expect(await control('POST', '/__sandbox/faults', { faults, limits, switches })).toMatchObject({
      faults: ['429'],
      limits: { contactsPerSecond: 2, otherPerHour: 100 },
      switches: { duplicateCode: 'invalid_parameter', echoes: true },
    });
    const limited = await call('POST', '/contacts', { email: 'a@example.com' });
    expect(limited.headers.get('x-sib-ratelimit-reset')).toBe('1');
    expect(limited.headers.get('sib-request-id')).not.toBeNull();
    expect((await call('POST', '/contacts', { email: 'a@example.com' })).status).toBe(201);
    expect(await control('POST', '/__sandbox/faults', { faults: [{ kind: 'flood' }] })).toEqual({
      message: 'There is no fault flood',
    });
  });
});

describe('the log of calls', () => {
  it('says what was sent, what came, and what ran at the same time', async () => {
    brevo.world.latencyMs = 20;
    await Promise.all([call('POST', '/contacts', { email: 'a@example.com' }), call('GET', '/account')]);
    await call('GET', byEmail('a@example.com'));
    const [one, two, three] = brevo.world.calls;
    const byMethod = [one, two].toSorted((a, b) => (a?.method ?? '').localeCompare(b?.method ?? ''));
    expect(byMethod).toMatchObject([
      { method: 'GET', path: '/account', status: 200, body: null, key: DEFAULT_KEY, at: time.at },
      {
        method: 'POST',
        path: '/contacts',
        status: 201,
        body: { email: 'a@example.com' },
        startedAt: time.at,
      },
    ]);
    expect(two?.startedNo).toBeLessThan(one?.endedNo ?? 0);
    expect(three?.startedNo).toBeGreaterThan(Math.max(one?.endedNo ?? 0, two?.endedNo ?? 0));
  });

  it('keeps the newest, and gives the request id that the caller saw', async () => {
    brevo.world.log.keep = 3;
    let id: string | null = '';
    for (let i = 0; i < 10; i += 1)
      id = (await call('GET', `/contacts?offset=${i}`)).headers.get('sib-request-id');
    expect(brevo.world.calls.length).toBeLessThanOrEqual(6);
    expect(brevo.world.calls.at(-1)).toMatchObject({ path: '/contacts?offset=9', requestId: id });
    brevo.world.log.keep = 20_000;
  });

  it('drops the oldest large bodies when they add up', () => {
    const { log } = brevo.world;
    const calls = [1, 2, 3].map((n) =>
      log.begin({ method: 'POST', path: '/contacts/import', key: '', requestId: `${n}` }, time.at),
    );
    for (const call of calls) log.sent(call, { jsonBody: [] }, 30 * 1024 * 1024);
    expect(calls.map((call) => call.body)).toEqual(['dropped', { jsonBody: [] }, { jsonBody: [] }]);
  });
});
