import { beforeEach, describe, expect, it } from 'vitest';
import { Shop } from './shop.ts';
import { Tokens } from './tokens.ts';

const START = Date.parse('2026-11-24T10:00:00Z');
const DOMAIN = 'a-store.myshopify.com';
const TYPE = 'urn:shopify:params:oauth:token-type:';
let clock: number;
let tokens: Tokens;
let shop: Shop;

beforeEach(() => {
  clock = START;
  tokens = new Tokens({ apiKey: 'key', apiSecret: 'secret', now: () => clock });
  shop = new Shop(
    DOMAIN,
    () => clock,
    () => {},
  );
  shop.scopes = ['read_customers', 'write_customers'];
});

async function exchange(change: Record<string, unknown> = {}) {
  const { status, body } = await tokens.answer(shop, {
    client_id: 'key',
    client_secret: 'secret',
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: await tokens.idToken(DOMAIN),
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: `${TYPE}offline-access-token`,
    expiring: '1',
    ...change,
  });
  return { status, body: body as Record<string, unknown> };
}

describe('the token endpoint', () => {
  it.each([
    ['without a signature', { alg: 'none' }],
    ['signed in another way', { alg: 'HS512' }],
    ['not good yet', { nbf: START / 1_000 + 60 }],
  ] as const)('refuses an id token that is %s', async (_, bad) => {
    const answer = await exchange({ subject_token: await tokens.idToken(DOMAIN, bad) });
    expect(answer).toEqual({ status: 400, body: { error: 'invalid_subject_token' } });
    expect(shop.installed).toBe(false);
  });

  it('gives a token without end when none is asked for, and makes it a pair once', async () => {
    const old = (await exchange({ expiring: '0' })).body;
    expect(Object.keys(old)).toEqual(['access_token', 'scope']);
    clock += 365 * 86_400_000;
    expect(tokens.valid(DOMAIN, String(old.access_token))).toBe(true);
    const migration = {
      subject_token: old.access_token,
      subject_token_type: `${TYPE}offline-access-token`,
    };
    const pair = await exchange(migration);
    expect(pair.body).toMatchObject({ expires_in: 3_600, refresh_token: expect.any(String) });
    expect(tokens.valid(DOMAIN, String(old.access_token))).toBe(false);
    expect((await exchange(migration)).status).toBe(400);
  });

  it('gives a user a token of a day, with who it is and nothing to refresh it', async () => {
    const { body } = await exchange({ requested_token_type: `${TYPE}online-access-token` });
    expect(body).toMatchObject({
      expires_in: 86_400,
      associated_user_scope: 'read_customers,write_customers',
      associated_user: { id: 77001, account_owner: true, email_verified: true, collaborator: false },
    });
    expect(body).not.toHaveProperty('refresh_token');
  });
});
