import type { ShopifyAccess } from './access.server.ts';
import { SHOPIFY_API_VERSION } from './api-version.ts';

/**
 * The Admin GraphQL API of a store, paced by the cost that it reports. The vendor's library neither waits on THROTTLED
 * (which comes as HTTP 200) nor gives partial data back (facts/shopify.md sections 1 and 5), so this is our own.
 */
export interface AdminApi {
  call(
    domain: string,
    document: string,
    variables: Record<string, unknown>,
    cost?: number,
  ): Promise<AdminAnswer>;
}

export type AdminAnswer =
  | { kind: 'data'; data: Record<string, unknown> }
  /** Later may help; by `retryInMs` where the store named a time. */
  | { kind: 'unavailable'; code: string; message: string; retryInMs: number | null }
  /** Only the merchant can change that: open the app, grant the scope, get the data approved. */
  | { kind: 'no_access'; message: string }
  /** The store does not understand the document: a bug of ours or a version that went away. */
  | { kind: 'invalid'; message: string };

export interface AdminApiOptions {
  access: Pick<ShopifyAccess, 'offlineToken' | 'tokenRejected'>;
  now(): number;
  sleep(ms: number): Promise<void>;
  timeoutMs?: number;
}

interface Allowance {
  available: number;
  restoreRate: number;
  maximum: number;
  at: number;
}

interface GraphqlError {
  message?: string;
  extensions?: { code?: string };
  path?: (string | number)[];
}

interface Body {
  data?: Record<string, unknown> | null;
  errors?: GraphqlError[] | string;
  extensions?: {
    cost?: {
      requestedQueryCost?: number;
      throttleStatus?: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
    };
  };
}

const TIMEOUT_MS = 20_000;
/** Throttling is waited out here up to this long; beyond it the change waits in the queue instead. */
const PATIENCE_MS = 15_000;

export function createAdminApi(options: AdminApiOptions): AdminApi {
  const allowances = new Map<string, Allowance>();

  async function once(
    domain: string,
    document: string,
    variables: Record<string, unknown>,
  ): Promise<AdminAnswer | { kind: 'throttled'; waitMs: number }> {
    const token = await options.access.offlineToken(domain);
    if (token.kind === 'none') {
      return token.reason === 'shopify_unreachable'
        ? {
            kind: 'unavailable',
            code: 'shopify_unreachable',
            message: 'The store could not be reached for a token',
            retryInMs: null,
          }
        : {
            kind: 'no_access',
            message: 'The app has no valid token for the store: open the app in the Shopify admin once',
          };
    }
    const response = await send(domain, token.accessToken, document, variables);
    if (!(response instanceof Response)) return response;
    const text = await response.text().catch(() => '');
    if (response.status === 401) {
      await options.access.tokenRejected(domain, token.accessToken);
      return {
        kind: 'no_access',
        message: 'The store no longer accepts our token: open the app in the Shopify admin once',
      };
    }
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? 2);
      return { kind: 'throttled', waitMs: (Number.isFinite(seconds) ? seconds : 2) * 1_000 };
    }
    if ([402, 403, 423].includes(response.status))
      return { kind: 'no_access', message: `The store is not available (HTTP ${response.status})` };
    if (response.status !== 200)
      return unavailable(`http_${response.status}`, `The store answered HTTP ${response.status}`);
    return readBody(domain, text);
  }

  async function send(
    domain: string,
    token: string,
    document: string,
    variables: Record<string, unknown>,
  ): Promise<Response | AdminAnswer> {
    try {
      return await globalThis.fetch(`https://${domain}/admin/api/${SHOPIFY_API_VERSION}/graphql.json`, {
        method: 'POST',
        headers: {
          'x-shopify-access-token': token,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: JSON.stringify({ query: document, variables }),
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
      });
    } catch (error) {
      const slow = (error as Error).name === 'TimeoutError';
      return unavailable(
        slow ? 'timeout' : 'shopify_unreachable',
        slow ? 'The store did not answer in time' : 'The store could not be reached',
      );
    }
  }

  function readBody(domain: string, text: string): AdminAnswer | { kind: 'throttled'; waitMs: number } {
    let body: Body;
    try {
      body = JSON.parse(text) as Body;
    } catch {
      return unavailable('malformed_answer', 'The store answered with something that is not JSON');
    }
    const cost = body.extensions?.cost;
    if (cost?.throttleStatus) {
      const { maximumAvailable, currentlyAvailable, restoreRate } = cost.throttleStatus;
      allowances.set(domain, {
        available: currentlyAvailable,
        restoreRate,
        maximum: maximumAvailable,
        at: options.now(),
      });
    }
    const errors = typeof body.errors === 'string' ? [{ message: body.errors }] : (body.errors ?? []);
    if (errors.length === 0)
      return body.data
        ? { kind: 'data', data: body.data }
        : unavailable('malformed_answer', 'The store answered without data');
    const codes = errors.map((error) => error.extensions?.code ?? '');
    if (codes.includes('THROTTLED')) {
      const status = cost?.throttleStatus;
      const lacking = (cost?.requestedQueryCost ?? 100) - (status?.currentlyAvailable ?? 0);
      return { kind: 'throttled', waitMs: Math.max(250, (lacking / (status?.restoreRate || 50)) * 1_000) };
    }
    const messages = [...new Set(errors.map((error) => error.message ?? 'unknown error'))]
      .slice(0, 3)
      .join('; ');
    // A field that we may not read comes back as null: taken for the truth it would empty the contact.
    if (codes.some((code) => code === 'ACCESS_DENIED') || /not approved|access denied/i.test(messages))
      return { kind: 'no_access', message: messages };
    if (codes.includes('INTERNAL_SERVER_ERROR')) return unavailable('shopify_internal_error', messages);
    return { kind: 'invalid', message: messages };
  }

  /** Spends the allowance we know of before the store has to refuse. */
  async function waitForAllowance(domain: string, cost: number): Promise<void> {
    const known = allowances.get(domain);
    if (!known) return;
    const now = options.now();
    const available = Math.min(
      known.maximum,
      known.available + ((now - known.at) / 1_000) * known.restoreRate,
    );
    if (available < cost)
      await options.sleep(Math.min(PATIENCE_MS, ((cost - available) / known.restoreRate) * 1_000));
    allowances.set(domain, { ...known, available: Math.max(0, available - cost), at: options.now() });
  }

  return {
    async call(domain, document, variables, cost = 10) {
      const deadline = options.now() + PATIENCE_MS;
      for (;;) {
        await waitForAllowance(domain, cost);
        const answer = await once(domain, document, variables);
        if (answer.kind !== 'throttled') return answer;
        if (options.now() + answer.waitMs > deadline) {
          return {
            kind: 'unavailable',
            code: 'shopify_throttled',
            message: 'The store asks us to slow down',
            retryInMs: answer.waitMs,
          };
        }
        await options.sleep(answer.waitMs);
      }
    },
  };
}

function unavailable(code: string, message: string): AdminAnswer {
  return { kind: 'unavailable', code, message, retryInMs: null };
}
