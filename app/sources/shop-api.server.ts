import type { PublicAnswer, PublicCall, PublicFetch } from '../public-internet/fetch.server.ts';

/** How a call of another shop's REST API ended. */
export type ShopAnswer =
  | { kind: 'ok'; body: unknown; headers: Record<string, string> }
  | { kind: 'not_found' }
  /** The shop does not let us in: the key is wrong, or may not do this. */
  | { kind: 'denied'; status: number; message: string }
  /** Later may help. `code` as the log names it. */
  | { kind: 'unavailable'; code: string; message: string; retryInMs: number | null };

/** What a call needs besides its path. */
export interface ShopCall {
  url: string;
  headers: Record<string, string>;
  method?: PublicCall['method'];
  body?: unknown;
  timeoutMs?: number;
}

/** Shops run on small machines: a page of a hundred customers may take its time. */
const TIMEOUT_MS = 30_000;

/** Calls a REST API that speaks JSON; the endings are those of every shop system. */
export async function callShop(http: PublicFetch, call: ShopCall): Promise<ShopAnswer> {
  const { url, headers, method = 'GET', body, timeoutMs = TIMEOUT_MS } = call;
  const answer = await http(url, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    timeoutMs,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return endingOf(answer);
}

function endingOf(answer: PublicAnswer): ShopAnswer {
  if (answer.kind === 'refused') return { kind: 'denied', status: 0, message: answer.message };
  if (answer.kind === 'failed') return unavailable('shop_unreachable', answer.message);
  const { status, headers } = answer;
  const body = parse(answer.text);
  const message = messageOf(body) ?? `HTTP ${status}`;
  if (status >= 200 && status < 300)
    return body === undefined
      ? unavailable('shop_no_json', 'The shop answers, but not in JSON: its REST API may be turned off')
      : { kind: 'ok', body, headers };
  if (status === 401 || status === 403) return { kind: 'denied', status, message };
  if (status === 404 || status === 410) return { kind: 'not_found' };
  if (status >= 300 && status < 400)
    return { kind: 'denied', status, message: 'The address leads to another one: enter the one it leads to' };
  return unavailable(`shop_http_${status}`, message, retryAfter(headers['retry-after']));
}

function unavailable(code: string, message: string, retryInMs: number | null = null): ShopAnswer {
  return { kind: 'unavailable', code, message, retryInMs };
}

function parse(text: string): unknown {
  try {
    // WordPress plugins that warn put a byte order mark or blanks before the JSON.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** WooCommerce and Magento both name their reason in `message`; Magento's has places to fill. */
function messageOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('message' in body)) return null;
  const { message, parameters } = body as { message: unknown; parameters?: unknown };
  if (typeof message !== 'string') return null;
  const places = typeof parameters === 'object' && parameters !== null ? Object.entries(parameters) : [];
  return places
    .reduce((text, [name, value]) => text.replaceAll(`%${name}`, String(value)), message)
    .replace(/<[^>]*>/g, '')
    .slice(0, 300);
}

function retryAfter(value: string | undefined): number | null {
  const seconds = Number(value);
  return value !== undefined && Number.isFinite(seconds) && seconds >= 0
    ? Math.min(seconds, 3_600) * 1_000
    : null;
}
