import { Agent, type Dispatcher, errors } from 'undici';
import { refuseAddress } from '../../public-internet/address.ts';
import { NotPublic, publicLookup } from '../../public-internet/lookup.server.ts';

/** How an attempt to hand over a message ended. */
export type Handover =
  | { kind: 'taken'; status: number }
  /** The receiver answered that it does not take it: another status than 2xx, a redirect included. */
  | { kind: 'declined'; status: number; retryAfterMs: number | null }
  /** The address is one that is never called. */
  | { kind: 'refused'; reason: string }
  | { kind: 'unreachable'; code: string };

export interface Sender {
  /** Posts a body once. Ends within 10 seconds, whatever the other side does. */
  post(url: string, body: string, headers: Record<string, string>): Promise<Handover>;
  close(): Promise<void>;
}

const WHOLE_MS = 10_000;
const CONNECT_MS = 5_000;
/** Only the status counts; a little of the answer is read so that the connection can be used again. */
const READ_BYTES = 16 * 1024;
const READ_MS = 1_000;
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Sends to addresses that merchants give, so to anywhere: only to the public internet (checked when the connection is
 * made), never where a redirect points, and with bounds on time, headers and answer.
 */
export function createSender(): Sender {
  const agent = new Agent({
    connect: { lookup: publicLookup(), timeout: CONNECT_MS },
    connections: 4,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    headersTimeout: WHOLE_MS,
    bodyTimeout: WHOLE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
  return {
    async post(url, body, headers) {
      // What was stored before the rule was, or resolved by nobody because it is a number, never reaches the lookup.
      const reason = refuseAddress(url);
      if (reason !== null) return { kind: 'refused', reason };
      try {
        const answer = await agent.request({
          ...partsOf(url),
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Customer-Sync-for-Brevo',
            ...headers,
          },
          body,
          signal: AbortSignal.timeout(WHOLE_MS),
        });
        await letGo(answer.body);
        return judge(answer);
      } catch (error) {
        return fromThrown(error);
      }
    },
    close: () => agent.destroy(),
  };
}

function partsOf(text: string): { origin: string; path: string } {
  const url = new URL(text);
  return { origin: url.origin, path: url.pathname + url.search };
}

async function letGo(body: Dispatcher.ResponseData['body']): Promise<void> {
  await body.dump({ limit: READ_BYTES, signal: AbortSignal.timeout(READ_MS) }).catch(() => {});
  if (!body.destroyed) body.destroy();
}

function judge({ statusCode, headers }: Dispatcher.ResponseData): Handover {
  if (statusCode >= 200 && statusCode < 300) return { kind: 'taken', status: statusCode };
  const seconds = Number(headers['retry-after']);
  const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
  return { kind: 'declined', status: statusCode, retryAfterMs };
}

function fromThrown(error: unknown): Handover {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (error instanceof NotPublic) return { kind: 'refused', reason: message };
  if (name === 'TimeoutError' || error instanceof errors.ConnectTimeoutError)
    return { kind: 'unreachable', code: 'timeout' };
  return { kind: 'unreachable', code: (code ?? 'network_error').toLowerCase() };
}
