import { type Answer, classify, unavailable } from './answer.ts';
import type { Bucket, Pace } from './pace.server.ts';

const ORIGIN = 'https://api.brevo.com/v3';
const TIMEOUT_MS = 30_000;

/** A body that is JSON text already: a million rows are not built as objects to be written again. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A thin client: one call, one classified answer (facts/brevo.md section 11 says why not the SDK). */
export interface BrevoClient {
  call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer>;
}

export interface BrevoClientOptions {
  apiKey: string;
  pace: Pace;
  /** Ends every call in flight: the process stops, or the account's lock was lost. */
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Told of every call, for debug entries. */
  onCall?: (call: CallRecord) => void;
}

export interface CallRecord {
  method: string;
  path: string;
  status: number | null;
  startedAt: number;
  ms: number;
  /** The body as it was given; a million rows are not told of. */
  sent?: unknown;
  /** The raw answer; null when there was none. */
  answered: string | null;
}

/** Makes a client for one key. Never retries: whoever calls knows what may be done twice. */
export function createBrevoClient(options: BrevoClientOptions): BrevoClient {
  return {
    async call(method, path, body) {
      const bucket = bucketOf(path);
      const turn = await options.pace.turn(bucket, options.signal);
      if (turn.kind === 'closed') return limitUsedUp(turn.resetMs);
      const startedAt = performance.now();
      let status: number | null = null;
      let answered: string | null = null;
      try {
        const response = await globalThis.fetch(ORIGIN + path, {
          method,
          headers: {
            'api-key': options.apiKey,
            accept: 'application/json',
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined
            ? {}
            : { body: body instanceof JsonText ? body.text : JSON.stringify(body) }),
          redirect: 'manual',
          signal: signalFor(options),
        });
        status = response.status;
        const text = await response.text();
        answered = text;
        options.pace.learn(bucket, response.status, response.headers, performance.now() - startedAt);
        return classify(response.status, response.headers, text);
      } catch (error) {
        options.signal?.throwIfAborted();
        return fromThrown(error);
      } finally {
        const sent = body === undefined || body instanceof JsonText ? {} : { sent: body };
        options.onCall?.({
          method,
          path,
          status,
          startedAt,
          ms: performance.now() - startedAt,
          answered,
          ...sent,
        });
      }
    },
  };
}

/** What Brevo would answer for a long while: nobody stands in line for that, and nothing is sent. */
function limitUsedUp(resetMs: number): Answer {
  const seconds = Math.ceil(resetMs / 1_000);
  const message = `Brevo's limit of calls is used up for ${seconds} seconds`;
  return { kind: 'limited', status: 429, resetMs, message, requestId: null };
}

function bucketOf(path: string): Bucket {
  return path.startsWith('/contacts') ? 'contacts' : 'other';
}

function signalFor(options: BrevoClientOptions): AbortSignal {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  return options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
}

/** Errors before the request can have left (no address, refused) are safe to repeat; all others may have been applied. */
function fromThrown(error: unknown): Answer {
  const name = (error as Error).name;
  if (name === 'TimeoutError') return unavailable(null, 'timeout', 'Brevo did not answer in time', 'unknown');
  const code = ((error as { cause?: { code?: string } }).cause?.code ?? 'network_error').toLowerCase();
  const before = [
    'econnrefused',
    'enotfound',
    'eai_again',
    'ehostunreach',
    'enetunreach',
    'und_err_connect_timeout',
  ];
  return unavailable(null, code, 'Brevo could not be reached', before.includes(code) ? 'no' : 'unknown');
}
