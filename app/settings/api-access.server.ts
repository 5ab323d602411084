import type { ApiAccess } from '../api/access.ts';
import type { ShopRef } from '../services.ts';
import { type ApiTokens, TOKEN_PREFIX } from './tokens.server.ts';

interface ApiAccessParts {
  tokens: Pick<ApiTokens, 'find'>;
  /** app/sources/shopify/access.server.ts: a session token of App Bridge, verified. */
  verifySessionToken(
    token: string,
  ): Promise<{ kind: 'valid'; domain: string; userId: string | null } | { kind: 'invalid'; reason: string }>;
  /** ...and the shop it comes from; the first call completes the install (design section 7). */
  ensureInstalled(
    domain: string,
    idToken: string,
  ): Promise<{ kind: 'installed'; shop: ShopRef } | { kind: 'refused'; reason: string }>;
}

/** RFC 6750: `Bearer`, any case, and one token of these characters. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
/** Longer than any session token; keeps hashing and verifying cheap. */
const MAX_TOKEN = 8_192;

/** Who is calling the API: the bearer of an API token or of a Shopify session token. */
export function createApiAccess(parts: ApiAccessParts): ApiAccess {
  return {
    async identify(request) {
      const header = request.headers.get('authorization');
      if (header === null) return { kind: 'refused', reason: 'A bearer token is required' };
      const token = header.length <= MAX_TOKEN ? BEARER.exec(header.trim())?.[1] : undefined;
      if (token === undefined)
        return { kind: 'refused', reason: 'The Authorization header is not a bearer token' };
      return token.startsWith(TOKEN_PREFIX) ? byApiToken(token) : bySessionToken(token);
    },
  };

  async function byApiToken(token: string) {
    const found = await parts.tokens.find(token);
    if (!found) return { kind: 'refused', reason: 'The API token is unknown or revoked' } as const;
    return { kind: 'shop', shop: found.shop, actor: `token ${found.name}`, caller: found.id } as const;
  }

  async function bySessionToken(token: string) {
    const reading = await parts.verifySessionToken(token);
    if (reading.kind === 'invalid') {
      return { kind: 'refused', reason: `The session token is not valid: ${words(reading.reason)}` } as const;
    }
    const install = await parts.ensureInstalled(reading.domain, token);
    if (install.kind === 'refused') {
      return { kind: 'refused', reason: `The app could not be installed: ${words(install.reason)}` } as const;
    }
    return {
      kind: 'shop',
      shop: install.shop,
      actor: `user ${reading.userId ?? 'unknown'}`,
      caller: 'session',
    } as const;
  }
}

function words(reason: string): string {
  return reason.replaceAll('_', ' ');
}
