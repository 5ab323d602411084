import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Shop } from './shop.ts';

export interface TokenOptions {
  apiKey: string;
  apiSecret: string;
  now: () => number;
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

const ACCESS_SECONDS = 3_600;
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
  async idToken(
    domain: string,
    bad: { exp?: number; aud?: string; dest?: string; sub?: string; secret?: string } = {},
  ): Promise<string> {
    const { apiKey, apiSecret, now } = this.#options;
    const seconds = Math.floor(now() / 1_000);
    return new SignJWT({ dest: bad.dest ?? `https://${domain}`, sid: randomUUID() })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(`https://${domain}/admin`)
      .setAudience(bad.aud ?? apiKey)
      .setSubject(bad.sub ?? '77001')
      .setIssuedAt(seconds)
      .setNotBefore(seconds)
      .setExpirationTime(bad.exp ?? seconds + 60)
      .setJti(randomUUID())
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
    const online = String(body.requested_token_type).includes('online');
    const grant = this.#grant(shop.domain);
    return {
      status: 200,
      body: online
        ? { ...this.#view(shop, grant), associated_user_scope: '', associated_user: { id: 77001 } }
        : this.#view(shop, grant),
    };
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
    return { status: 200, body: this.#view(shop, this.#grant(shop.domain, token)) };
  }

  #grant(shop: string, replaces: string | null = null): Grant {
    const grant: Grant = {
      shop,
      accessToken: `shpat_${randomBytes(16).toString('hex')}`,
      refreshToken: `shprt_${randomBytes(16).toString('hex')}`,
      expiresAt: this.#options.now() + ACCESS_SECONDS * 1_000,
      refreshUntil: this.#options.now() + REFRESH_SECONDS * 1_000,
      replaces,
    };
    this.#access.set(grant.accessToken, grant);
    this.#refresh.set(grant.refreshToken as string, grant);
    return grant;
  }

  #view(shop: Shop, grant: Grant) {
    return {
      access_token: grant.accessToken,
      scope: shop.scopes.join(','),
      expires_in: ACCESS_SECONDS,
      refresh_token: grant.refreshToken,
      refresh_token_expires_in: REFRESH_SECONDS,
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
