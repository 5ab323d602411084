/** What decides whether a call of a known caller goes ahead; app/settings/api-admission.server.ts does it. */
export interface Admission {
  /** Counts a call; `allowed` is false beyond the limit. */
  count(caller: string): Promise<Usage>;
  /** Takes an idempotency key for a request, or says why not. */
  begin(request: KeyedRequest): Promise<KeyEnding>;
  /** Keeps the answer for repetitions; null gives the key back, because the request may be tried again. */
  finish(request: KeyedRequest, answer: KeptAnswer | null): Promise<void>;
}

export interface Usage {
  allowed: boolean;
  /** Calls that a caller has in a window, how many are left, and seconds until it begins anew. */
  limit: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
}

export interface KeyedRequest {
  shopId: number;
  caller: string;
  key: string;
  /** Hash of what was asked: method, address and body. */
  fingerprint: string;
}

export interface KeptAnswer {
  status: number;
  headers: [string, string][];
  body: string;
}

export type KeyEnding =
  | { kind: 'new' }
  | { kind: 'answered'; answer: KeptAnswer }
  /** The first request with this key has not ended yet. */
  | { kind: 'busy' }
  /** The key was used for another request. */
  | { kind: 'reused' };

/** By draft-ietf-httpapi-ratelimit-headers: the policy, and what is left of it. */
export function rateLimitHeaders(usage: Usage): Record<string, string> {
  const { limit, windowSeconds, remaining, resetSeconds, allowed } = usage;
  return {
    'RateLimit-Policy': `"default";q=${limit};w=${windowSeconds}`,
    RateLimit: `"default";r=${remaining};t=${resetSeconds}`,
    ...(allowed ? {} : { 'Retry-After': String(resetSeconds) }),
  };
}

/** The key as draft-ietf-httpapi-idempotency-key-header writes it (a quoted string), or plain; null for no key at all. */
export function readIdempotencyKey(header: string): string | null {
  const key = /^"([^"\\]{1,255})"$/.exec(header.trim())?.[1] ?? header.trim();
  return /^[\x21-\x7e]{1,255}$/.test(key) && !key.includes('"') ? key : null;
}
