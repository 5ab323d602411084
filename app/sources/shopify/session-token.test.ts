import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { readSessionToken } from './session-token.ts';

const app = {
  apiKey: 'client-id',
  apiSecret: 'the-secret-of-this-app',
  now: new Date('2026-11-24T12:00:00Z'),
};
const at = app.now.getTime() / 1000;
const good = {
  iss: 'https://acme.myshopify.com/admin',
  dest: 'https://acme.myshopify.com',
  aud: 'client-id',
  sub: '42',
  exp: at + 60,
  nbf: at,
  iat: at,
  jti: 'f8912129-1af6-4cad-9ca3-76b0f7621087',
};

function sign(changes: Record<string, unknown> = {}, secret = app.apiSecret, alg = 'HS256'): Promise<string> {
  const claims = Object.fromEntries(
    Object.entries({ ...good, ...changes }).filter(([, v]) => v !== undefined),
  );
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));
}

describe('a session token is valid', () => {
  it.each<[string, Record<string, unknown>]>([
    ['when it is as Shopify makes it', {}],
    ['9 seconds after its end (clocks differ)', { exp: at - 9 }],
    ['9 seconds before its start', { nbf: at + 9 }],
  ])('%s', async (_name, changes) => {
    const reading = await readSessionToken(await sign(changes), app);
    expect(reading).toEqual({ kind: 'valid', domain: 'acme.myshopify.com', userId: '42' });
  });
});

describe('a session token is refused', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['expired', { exp: at - 11 }, 'expired'],
    ['not valid yet', { nbf: at + 11 }, 'not_yet_valid'],
    ['for another app', { aud: 'other-client-id' }, 'wrong_audience'],
    ['without an audience', { aud: undefined }, 'wrong_audience'],
    ['without an end', { exp: undefined }, 'malformed'],
    ['without a start', { nbf: undefined }, 'malformed'],
    ['without a user', { sub: undefined }, 'malformed'],
    ['for another shop than its issuer', { dest: 'https://evil.myshopify.com' }, 'wrong_shop'],
    ['issued by another shop', { iss: 'https://evil.myshopify.com/admin' }, 'wrong_shop'],
    ['without a shop', { dest: undefined }, 'wrong_shop'],
    [
      'for a host that is no store',
      { dest: 'https://evil.example', iss: 'https://evil.example/admin' },
      'wrong_shop',
    ],
    [
      'for a host that only looks like a store',
      {
        dest: 'https://acme.myshopify.com.evil.example',
        iss: 'https://acme.myshopify.com.evil.example/admin',
      },
      'wrong_shop',
    ],
    ['over plain http', { dest: 'http://acme.myshopify.com' }, 'wrong_shop'],
    ['with a port', { dest: 'https://acme.myshopify.com:8443' }, 'wrong_shop'],
    ['with a user', { dest: 'https://x@acme.myshopify.com' }, 'wrong_shop'],
    ['with a shop that is no URL', { dest: 'acme.myshopify.com' }, 'wrong_shop'],
    ['with a shop that is no text', { dest: { host: 'acme.myshopify.com' } }, 'wrong_shop'],
  ])('%s', async (_name, changes, reason) => {
    expect(await readSessionToken(await sign(changes), app)).toEqual({ kind: 'invalid', reason });
  });

  it('forged with another secret', async () => {
    const token = await sign({}, 'the-secret-of-nobody-at-all');
    expect(await readSessionToken(token, app)).toEqual({ kind: 'invalid', reason: 'bad_signature' });
  });

  it('with claims changed after signing', async () => {
    const [header, , signature] = (await sign()).split('.');
    const claims = Buffer.from(JSON.stringify({ ...good, dest: 'https://evil.myshopify.com' })).toString(
      'base64url',
    );
    const reading = await readSessionToken(`${header}.${claims}.${signature}`, app);
    expect(reading).toEqual({ kind: 'invalid', reason: 'bad_signature' });
  });

  it('unsigned, with alg none', async () => {
    const token = new UnsecuredJWT(good).encode();
    expect((await readSessionToken(token, app)).kind).toBe('invalid');
  });

  it('signed with another algorithm and the right secret', async () => {
    const secret = 'a-secret-that-is-long-enough-for-hs512-a-secret-that-is-long-enough';
    const token = await sign({}, secret, 'HS512');
    expect(await readSessionToken(token, { ...app, apiSecret: secret })).toEqual({
      kind: 'invalid',
      reason: 'bad_signature',
    });
  });

  it.each(['', 'abc', 'a.b.c', 'x'.repeat(10_000), '..'])('that is none: %j', async (token) => {
    expect(await readSessionToken(token, app)).toEqual({ kind: 'invalid', reason: 'malformed' });
  });
});
