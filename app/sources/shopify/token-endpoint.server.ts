import { z } from 'zod';

/** The two grants an embedded app makes at a store's token endpoint, and how they end. */
export interface TokenEndpoint {
  /** A session token for an offline access token: what completes an install. */
  exchange(domain: string, idToken: string): Promise<GrantEnding>;
  /** Whose session token it is, by name: the store tells it with a token of theirs, which is not kept. Null: not told. */
  staffName(domain: string, idToken: string): Promise<string | null>;
  /** A refresh token for a new pair; the old one is spent with it. */
  refresh(domain: string, refreshToken: string): Promise<GrantEnding>;
}

export interface TokenPair {
  accessToken: string;
  scope: string;
  expires: Date | null;
  refreshToken: string | null;
  refreshTokenExpires: Date | null;
}

export type GrantEnding =
  | { kind: 'granted'; pair: TokenPair }
  /** The store says no, and will say so again. */
  | { kind: 'refused'; code: string }
  /** No answer, or none of use: ask again later. */
  | { kind: 'unreachable'; message: string };

const TIMEOUT_MS = 10_000;

const answer = z.object({
  access_token: z.string().min(1),
  scope: z.string().default(''),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});

const staff = z.object({
  associated_user: z.object({ first_name: z.string().nullish(), last_name: z.string().nullish() }),
});

export function createTokenEndpoint(app: { apiKey: string; apiSecret: string }): TokenEndpoint {
  const credentials = { client_id: app.apiKey, client_secret: app.apiSecret };
  return {
    exchange: (domain, idToken) =>
      ask(domain, {
        ...credentials,
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: idToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
        expiring: '1',
      }),
    async staffName(domain, idToken) {
      const told = await send(domain, {
        ...credentials,
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: idToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token',
      });
      const read = staff.safeParse(told.kind === 'answered' && told.response.ok ? parse(told.text) : null);
      if (!read.success) return null;
      const { first_name: first, last_name: last } = read.data.associated_user;
      return [first, last].filter(Boolean).join(' ').trim() || null;
    },
    refresh: (domain, refreshToken) =>
      ask(domain, { ...credentials, grant_type: 'refresh_token', refresh_token: refreshToken }),
  };
}

type Sent = { kind: 'answered'; response: Response; text: string } | { kind: 'unreachable'; message: string };

async function send(domain: string, body: Record<string, string>): Promise<Sent> {
  try {
    const response = await fetch(`https://${domain}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { kind: 'answered', response, text: await response.text() };
  } catch (error) {
    return { kind: 'unreachable', message: error instanceof Error ? error.message : String(error) };
  }
}

async function ask(domain: string, body: Record<string, string>): Promise<GrantEnding> {
  const asked = Date.now();
  const sent = await send(domain, body);
  if (sent.kind === 'unreachable') return sent;
  const { response, text } = sent;
  const json = parse(text);
  if (response.ok) {
    const read = answer.safeParse(json);
    if (!read.success) return { kind: 'unreachable', message: 'The answer holds no access token' };
    return { kind: 'granted', pair: toPair(read.data, asked) };
  }
  // A store that is closed (402, 423) or busy (429, 5xx) opens again; these do not change by waiting.
  if ([400, 401, 403, 404].includes(response.status)) {
    return { kind: 'refused', code: errorOf(json) ?? `http_${response.status}` };
  }
  return { kind: 'unreachable', message: `HTTP ${response.status}` };
}

function toPair(data: z.infer<typeof answer>, asked: number): TokenPair {
  // Counted from before the request: never later than the store thinks.
  const after = (seconds: number | undefined) =>
    seconds === undefined ? null : new Date(asked + seconds * 1000);
  return {
    accessToken: data.access_token,
    scope: data.scope,
    expires: after(data.expires_in),
    refreshToken: data.refresh_token ?? null,
    refreshTokenExpires: after(data.refresh_token_expires_in),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function errorOf(json: unknown): string | null {
  const read = z.object({ error: z.string().max(100) }).safeParse(json);
  return read.success ? read.data.error : null;
}
