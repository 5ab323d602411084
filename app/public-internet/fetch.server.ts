import { Agent, request } from 'undici';
import { refuseAddress } from './address.ts';
import { NotPublic, publicLookup, type Resolve } from './lookup.server.ts';

/**
 * Calls to addresses that a merchant entered. What is written is judged first, what the name resolves to when the
 * connection is made (lookup.server.ts). Redirects are not followed; time and size are bounded.
 */
export type PublicFetch = (url: string, call?: PublicCall) => Promise<PublicAnswer>;

export interface PublicCall {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  /** For the whole call, the body included. */
  timeoutMs?: number;
  /** A longer answer is cut off. */
  maxBytes?: number;
  signal?: AbortSignal;
}

export type PublicAnswer =
  | { kind: 'answered'; status: number; headers: Record<string, string>; text: string }
  /** The address may not be called; the reason in words. */
  | { kind: 'refused'; message: string }
  /** No answer, or none that could be taken whole. */
  | { kind: 'failed'; message: string };

const TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_BYTES = 16 * 1_048_576;

export function createPublicFetch(resolve?: Resolve): PublicFetch {
  const agent = new Agent({
    connect: { lookup: publicLookup(resolve), timeout: CONNECT_TIMEOUT_MS },
    connections: 16,
    keepAliveTimeout: 5_000,
  });
  return async (url, call = {}) => {
    const refusal = refuseAddress(url);
    if (refusal !== null) return { kind: 'refused', message: refusal };
    const { method = 'GET', headers = {}, body, timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = call;
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
    try {
      const response = await request(url, {
        dispatcher: agent,
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
      });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of response.body) {
        size += (chunk as Buffer).length;
        if (size > maxBytes)
          return { kind: 'failed', message: `The answer is larger than ${maxBytes} bytes` };
        chunks.push(chunk as Buffer);
      }
      return {
        kind: 'answered',
        status: response.statusCode,
        headers: plainHeaders(response.headers),
        text: Buffer.concat(chunks).toString('utf8'),
      };
    } catch (error) {
      return endingOf(error, timeoutMs);
    }
  };
}

function endingOf(error: unknown, timeoutMs: number): PublicAnswer {
  const causes = causesOf(error);
  const refused = causes.find((cause) => cause instanceof NotPublic);
  if (refused) return { kind: 'refused', message: refused.message };
  if (causes.some((cause) => cause.name === 'TimeoutError'))
    return { kind: 'failed', message: `There was no whole answer within ${timeoutMs / 1_000} seconds` };
  const code = causes.map((cause) => (cause as NodeJS.ErrnoException).code).find(Boolean);
  return {
    kind: 'failed',
    message: code ? `The address cannot be reached (${code})` : (causes[0]?.message ?? ''),
  };
}

function causesOf(error: unknown): Error[] {
  if (!(error instanceof Error)) return [new Error(String(error))];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...inner.filter((cause) => cause instanceof Error).flatMap(causesOf)];
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}
