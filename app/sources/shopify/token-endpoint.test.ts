import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTokenEndpoint } from './token-endpoint.server.ts';

const endpoint = createTokenEndpoint({ apiKey: 'client-id', apiSecret: 'client-secret' });

function answerWith(make: () => Response | Promise<Response>) {
  const asked = vi.fn(async (_url: string, _init: RequestInit) => make());
  vi.stubGlobal('fetch', asked);
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe('the token endpoint', () => {
  it('exchanges a session token for an expiring offline token', async () => {
    const asked = answerWith(() =>
      Response.json({
        access_token: 'a',
        scope: 'read_customers',
        expires_in: 3600,
        refresh_token: 'r',
        refresh_token_expires_in: 7776000,
      }),
    );
    const ending = await endpoint.exchange('acme.myshopify.com', 'id-token');
    expect(ending).toMatchObject({
      kind: 'granted',
      pair: { accessToken: 'a', refreshToken: 'r', scope: 'read_customers' },
    });
    const [url, init] = asked.mock.calls[0]!;
    expect(url).toBe('https://acme.myshopify.com/admin/oauth/access_token');
    expect(JSON.parse(String(init.body))).toEqual({
      client_id: 'client-id',
      client_secret: 'client-secret',
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'id-token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
      expiring: '1',
    });
  });

  it('counts the time to live from before the request', async () => {
    answerWith(() => Response.json({ access_token: 'a', expires_in: 60 }));
    const before = Date.now();
    const ending = await endpoint.refresh('acme.myshopify.com', 'r');
    const expires = ending.kind === 'granted' ? ending.pair.expires!.getTime() : 0;
    expect(expires - before).toBeGreaterThanOrEqual(60_000);
    expect(expires - before).toBeLessThan(61_000);
  });

  it.each<[number, unknown, object]>([
    [400, { error: 'invalid_subject_token' }, { kind: 'refused', code: 'invalid_subject_token' }],
    [401, { error: 'invalid_client' }, { kind: 'refused', code: 'invalid_client' }],
    [404, '', { kind: 'refused', code: 'http_404' }],
    [402, '', { kind: 'unreachable', message: 'HTTP 402' }],
    [429, '', { kind: 'unreachable', message: 'HTTP 429' }],
    [503, '<html>', { kind: 'unreachable', message: 'HTTP 503' }],
    [200, {}, { kind: 'unreachable', message: 'The answer holds no access token' }],
  ])('HTTP %i with %j', async (status, body, expected) => {
    answerWith(() => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));
    expect(await endpoint.refresh('acme.myshopify.com', 'r')).toEqual(expected);
  });

  it('asks for the name of the staff member, and does without it', async () => {
    const asked = answerWith(() =>
      Response.json({ access_token: 'u', associated_user: { first_name: 'Sam', last_name: 'Owner' } }),
    );
    expect(await endpoint.staffName('acme.myshopify.com', 'id-token')).toBe('Sam Owner');
    expect(JSON.parse(String(asked.mock.calls[0]![1].body))).toMatchObject({
      subject_token: 'id-token',
      requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token',
    });
    for (const body of ['', { associated_user: { first_name: null, last_name: ' ' } }]) {
      answerWith(() => new Response(typeof body === 'string' ? body : JSON.stringify(body)));
      expect(await endpoint.staffName('acme.myshopify.com', 'id-token')).toBeNull();
    }
    answerWith(() => new Response('{}', { status: 400 }));
    expect(await endpoint.staffName('acme.myshopify.com', 'id-token')).toBeNull();
    answerWith(() => Promise.reject(new TypeError('fetch failed')));
    expect(await endpoint.staffName('acme.myshopify.com', 'id-token')).toBeNull();
  });

  it('says so when nobody answers', async () => {
    answerWith(() => Promise.reject(new TypeError('fetch failed')));
    expect(await endpoint.refresh('acme.myshopify.com', 'r')).toEqual({
      kind: 'unreachable',
      message: 'fetch failed',
    });
  });
});
