import { createHmac } from 'node:crypto';

/** What an integration of Magento is given: the first two name the integration, the others what it may do. */
export interface OAuthKeys {
  consumerKey: string;
  consumerSecret: string;
  token: string;
  tokenSecret: string;
}

/** The vectors of RFC 5849 are made with the first; Magento takes only the second. */
const HASHES = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' } as const;

interface Signing {
  /** Never used twice with one key: Magento refuses a repetition. */
  nonce: string;
  /** Seconds since 1970. */
  timestamp: number;
  algorithm?: keyof typeof HASHES;
}

/** The `Authorization` header of a request without a form as its body, by RFC 5849 (OAuth 1.0a). */
export function authorizationOf(
  request: { method: string; url: string },
  keys: OAuthKeys,
  { nonce, timestamp, algorithm = 'HMAC-SHA256' }: Signing,
): string {
  const parameters: [string, string][] = [
    ['oauth_consumer_key', keys.consumerKey],
    ['oauth_token', keys.token],
    ['oauth_signature_method', algorithm],
    ['oauth_timestamp', String(timestamp)],
    ['oauth_nonce', nonce],
  ];
  const base = signatureBase(request, parameters);
  // RFC 5849, 3.4.2: both secrets, encoded, with an ampersand between them.
  const key = `${encode(keys.consumerSecret)}&${encode(keys.tokenSecret)}`;
  const signature = createHmac(HASHES[algorithm], key).update(base).digest('base64');
  const said = [...parameters, ['oauth_signature', signature]] as [string, string][];
  return `OAuth ${said.map(([name, value]) => `${encode(name)}="${encode(value)}"`).join(', ')}`;
}

/**
 * What is signed (RFC 5849, 3.4.1): the method, the address without its query, and all parameters in the order of their
 * encoded names and values. `parameters` are those that are not in the query.
 */
export function signatureBase(
  { method, url }: { method: string; url: string },
  parameters: readonly [string, string][],
): string {
  const { protocol, host, pathname, searchParams } = new URL(url);
  const all = [...searchParams, ...parameters].map(([name, value]) => [encode(name), encode(value)] as const);
  all.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y));
  const normalized = all.map(([name, value]) => `${name}=${value}`).join('&');
  return [method.toUpperCase(), `${protocol}//${host}${pathname}`, normalized].map(encode).join('&');
}

/** RFC 5849, 3.6: everything but letters, digits and `-._~`. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Encoded texts are ASCII: their order by code units is that of their bytes. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
