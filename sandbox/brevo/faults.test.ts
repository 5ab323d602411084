import { beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from './faults.ts';
import { GENERAL_LIMITS } from './limiter.ts';
import { call, openBrevo, time } from './test-brevo.ts';
import { DEFAULT_KEY } from './world.ts';

const brevo = openBrevo();

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
    if (fault) brevo.world.faults.add({ kind: fault });
    const answer = await call('GET', '/account', undefined, headers as { 'api-key': string });
    expect(answer).toMatchObject({ status: 401, body });
    expect(answer.headers.get('x-sib-ratelimit-limit')).toBeNull();
  });

  it('names the address that it does not know', async () => {
    brevo.world.faults.add({ kind: 'ipBlock' });
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
    brevo.world.faults.add({ kind, times: 1 });
    const response = await fetch(`${brevo.url}/v3/contacts`, {
      method: 'POST',
      headers: { 'api-key': DEFAULT_KEY },
      body: JSON.stringify({ email: 'a@example.com' }),
    });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(text);
    expect(brevo.world.contacts()).toEqual([]);
    expect((await call('GET', '/contacts')).status).toBe(200);
  });

  it.each<[Fault['kind'], number]>([
    ['reset', 0],
    ['resetAfterApply', 1],
  ])('%s loses the answer; contacts written: %d', async (kind, written) => {
    brevo.world.faults.add({ kind, times: 1 });
    await expect(call('POST', '/contacts', { email: 'a@example.com' })).rejects.toThrow();
    expect(brevo.world.contacts().length).toBe(written);
  });

  it('answers broken JSON when told to', async () => {
    brevo.world.faults.add({ kind: 'malformedJson', times: 1 });
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
    brevo.world.limits = GENERAL_LIMITS;
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
    time.at += 1_000;
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
    brevo.world.addAccount({ key: 'other' });
    for (let i = 0; i < 11; i += 1) await call('GET', '/contacts?limit=1');
    expect((await call('GET', '/contacts?limit=1', undefined, { 'api-key': 'other' })).status).toBe(200);
  });

  it('counts the refused ones out of the hour of 36,000 too', async () => {
    brevo.world.limits = { ...GENERAL_LIMITS, contactsPerSecond: 1_000, contactsPerHour: 3 };
    for (let i = 0; i < 3; i += 1) await call('GET', '/contacts?limit=1');
    expect((await call('GET', '/contacts?limit=1')).headers.get('x-sib-ratelimit-reset')).toBe('3600');
  });
});
