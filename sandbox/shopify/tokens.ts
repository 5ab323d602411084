import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Shop } from './shop.ts';

export interface TokenOptions {
  apiKey: string;
  apiSecret: string;
  now: () => number;
}

/** What can be wrong with an id token. */
interface BadToken {
  exp?: number;
  nbf?: number;
  aud?: string;
  iss?: string;
  dest?: string;
  sub?: string;
  secret?: string;
  alg?: 'none' | 'HS384' | 'HS512';
}

interface Grant {
  shop: string;
  accessToken: string;
  refreshToken: string | null;
  expiresAt: number;
  refreshUntil: number;
  /** The refresh token that this grant was made from. */
  replaces: string | null;
}

const OFFLINE = 'urn:shopify:params:oauth:token-type:offline-access-token';
const ACCESS_SECONDS = 3_600;
const ONLINE_SECONDS = 86_400;
const REFRESH_SECONDS = 7_776_000;

/** Session tokens, access tokens and their refresh (facts section 1). */
export class Tokens {
  readonly #options: TokenOptions;
  readonly #access = new Map<string, Grant>();
  /** The refresh token that a newer one replaced may be retried until the newer one is used. */
  readonly #refresh = new Map<string, Grant>();
  readonly #replaced = new Map<string, Grant>();

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  /** An id token as App Bridge gives it; the options make bad ones. */
  async idToken(domain: string, bad: BadToken = {}): Promise<string> {
    const { apiKey, apiSecret, now } = this.#options;
    const seconds = Math.floor(now() / 1_000);
    const claims = {
      iss: bad.iss ?? `https://${domain}/admin`,
      dest: bad.dest ?? `https://${domain}`,
      aud: bad.aud ?? apiKey,
      sub: bad.sub ?? '77001',
      exp: bad.exp ?? seconds + 60,
      nbf: bad.nbf ?? seconds,
      iat: seconds,
      jti: randomUUID(),
      sid: randomUUID(),
    };
    if (bad.alg === 'none') return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
    return new SignJWT(claims)
      .setProtectedHeader({ alg: bad.alg ?? 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode(bad.secret ?? apiSecret));
  }

  /** The parameters with which the admin opens the app's page. */
  async installParams(domain: string, locale = 'en'): Promise<URLSearchParams> {
    const handle = domain.replace('.myshopify.com', '');
    const params = new URLSearchParams({
      embedded: '1',
      host: Buffer.from(`admin.shopify.com/store/${handle}`).toString('base64').replace(/=+$/, ''),
      id_token: await this.idToken(domain),
      locale,
      session: randomBytes(16).toString('hex'),
      shop: domain,
      timestamp: String(Math.floor(this.#options.now() / 1_000)),
    });
    params.sort();
    params.set('hmac', createHmac('sha256', this.#options.apiSecret).update(params.toString()).digest('hex'));
    return params;
  }

  /** POST /admin/oauth/access_token. */
  async answer(shop: Shop, body: Record<string, unknown>): Promise<{ status: number; body: unknown }> {
    const { apiKey, apiSecret } = this.#options;
    if (body.client_id !== apiKey || body.client_secret !== apiSecret)
      return { status: 401, body: { error: 'invalid_client' } };
    if (body.grant_type === 'refresh_token') return this.#refreshed(shop, String(body.refresh_token));
    if (body.grant_type !== 'urn:ietf:params:oauth:grant-type:token-exchange')
      return { status: 400, body: { error: 'unsupported_grant_type' } };
    if (body.subject_token_type === OFFLINE) return this.#migrated(shop, body);
    try {
      const { payload } = await jwtVerify(String(body.subject_token), new TextEncoder().encode(apiSecret), {
        audience: apiKey,
        algorithms: ['HS256'],
        currentDate: new Date(this.#options.now()),
        clockTolerance: 10,
      });
      if (payload.dest !== `https://${shop.domain}`) throw new Error('wrong shop');
    } catch {
      return { status: 400, body: { error: 'invalid_subject_token' } };
    }
    shop.installed = true;
    if (String(body.requested_token_type).endsWith(':online-access-token'))
      return { status: 200, body: this.#onlineView(shop) };
    const grant = this.#grant(shop.domain, { expires: String(body.expiring) === '1' });
    return { status: 200, body: this.#view(shop, grant) };
  }

  #refreshed(shop: Shop, token: string): { status: number; body: unknown } {
    const before = this.#refresh.get(token) ?? this.#replaced.get(token);
    if (!before || before.shop !== shop.domain || before.refreshUntil <= this.#options.now())
      return {
        status: 400,
        body: { error: 'invalid_grant', error_description: 'The refresh token is invalid' },
      };
    // Used: what it replaced is good no more, and it may itself be retried until its successor is used.
    if (this.#refresh.delete(token) && before.replaces !== null) this.#replaced.delete(before.replaces);
    this.#replaced.set(token, before);
    return {
      status: 200,
      body: this.#view(shop, this.#grant(shop.domain, { expires: true, replaces: token })),
    };
  }

  /** A token that never expires becomes a pair that does; the old one is good no more. */
  #migrated(shop: Shop, body: Record<string, unknown>): { status: number; body: unknown } {
    const old = String(body.subject_token);
    const known = this.valid(shop.domain, old) && this.#access.get(old)?.refreshToken === null;
    if (!known || String(body.expiring) !== '1')
      return { status: 400, body: { error: 'invalid_subject_token' } };
    this.#access.delete(old);
    return { status: 200, body: this.#view(shop, this.#grant(shop.domain, { expires: true })) };
  }

  #grant(shop: string, { expires, replaces = null }: { expires: boolean; replaces?: string | null }): Grant {
    const now = this.#options.now();
    const grant: Grant = {
      shop,
      accessToken: `shpat_${randomBytes(16).toString('hex')}`,
      refreshToken: expires ? `shprt_${randomBytes(16).toString('hex')}` : null,
      expiresAt: expires ? now + ACCESS_SECONDS * 1_000 : Number.POSITIVE_INFINITY,
      refreshUntil: now + REFRESH_SECONDS * 1_000,
      replaces,
    };
    this.#access.set(grant.accessToken, grant);
    if (grant.refreshToken !== null) this.#refresh.set(grant.refreshToken, grant);
    return grant;
  }

  #view(shop: Shop, grant: Grant) {
    const scope = shop.scopes.join(',');
    if (grant.refreshToken === null) return { access_token: grant.accessToken, scope };
    return {
      access_token: grant.accessToken,
      scope,
      expires_in: ACCESS_SECONDS,
      refresh_token: grant.refreshToken,
      refresh_token_expires_in: REFRESH_SECONDS,
    };
  }

  /** A user's token ends with the session and is not refreshed. */
  #onlineView(shop: Shop) {
    const grant = this.#grant(shop.domain, { expires: false });
    grant.expiresAt = this.#options.now() + ONLINE_SECONDS * 1_000;
    const scope = shop.scopes.join(',');
    return {
      access_token: grant.accessToken,
      scope,
      expires_in: ONLINE_SECONDS,
      associated_user_scope: scope,
      associated_user: {
        id: 77001,
        first_name: 'Sam',
        last_name: 'Owner',
        email: 'owner@sandbox.example',
        email_verified: true,
        account_owner: true,
        locale: 'en',
        collaborator: false,
      },
    };
  }

  /** Whether an access token is good for the shop now. */
  valid(domain: string, accessToken: string): boolean {
    const grant = this.#access.get(accessToken);
    return grant?.shop === domain && grant.expiresAt > this.#options.now();
  }

  /** Uninstalling kills every token at once; `expire` only the access tokens. */
  revoke(domain: string): void {
    for (const map of [this.#access, this.#refresh, this.#replaced])
      for (const [token, grant] of map) if (grant.shop === domain) map.delete(token);
  }

  expire(domain: string): void {
    for (const grant of this.#access.values()) if (grant.shop === domain) grant.expiresAt = 0;
  }
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
