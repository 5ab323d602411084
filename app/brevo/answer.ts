/** Identifiers that Brevo keeps unique over all contacts of an account. */
export type Identifier = 'email' | 'sms' | 'ext_id' | 'whatsapp' | 'landline_number';

export type UnauthorizedCause = 'wrong_key' | 'disabled_key' | 'blocked_ip' | 'no_key';

/**
 * How a call to Brevo ended: every ending a caller must tell apart, none of them an exception.
 * `applied: 'unknown'` means Brevo may have done it: read before doing it again.
 */
export type Answer =
  /** `at`: Brevo's own clock (ISO, whole seconds), where the answer tells it. */
  | { kind: 'ok'; status: number; body: unknown; requestId: string | null; at?: string | null }
  | { kind: 'not_found'; status: 404; message: string; requestId: string | null }
  | {
      kind: 'rejected';
      status: number;
      code: string | null;
      message: string;
      duplicates: Identifier[];
      requestId: string | null;
    }
  | { kind: 'unauthorized'; status: 401; cause: UnauthorizedCause; message: string; requestId: string | null }
  | { kind: 'limited'; status: 429; resetMs: number | null; message: string; requestId: string | null }
  | {
      kind: 'unavailable';
      status: number | null;
      code: string;
      message: string;
      applied: 'no' | 'unknown';
      requestId: string | null;
    };

const RETRIED = new Set([408, 425]);

/**
 * Classifies a response (facts/brevo.md section 1). Bodies may be missing, not JSON, or lack `code`; one and the same
 * refusal came with different codes in 2026, so duplicates go by metadata first, then by message, never by code.
 */
export function classify(status: number, headers: Headers, text: string): Answer {
  const requestId = headers.get('sib-request-id') ?? headers.get('cf-ray');
  const body = parse(text);
  const said =
    body.kind === 'json'
      ? (body.value as { code?: unknown; message?: unknown; metadata?: unknown } | null)
      : null;
  const message = typeof said?.message === 'string' ? said.message : text.slice(0, 200);
  const code = typeof said?.code === 'string' ? said.code : null;
  if (status >= 200 && status < 300) {
    if (body.kind === 'unreadable') {
      return unavailable(
        status,
        'malformed_answer',
        'Brevo answered with something that is not JSON',
        'unknown',
        requestId,
      );
    }
    return {
      kind: 'ok',
      status,
      body: body.kind === 'json' ? body.value : null,
      requestId,
      at: clockOf(headers),
    };
  }
  if (status === 401)
    return { kind: 'unauthorized', status, cause: unauthorizedCause(message), message, requestId };
  if (status === 404) return { kind: 'not_found', status, message, requestId };
  if (status === 429)
    return {
      kind: 'limited',
      status,
      resetMs: resetOf(headers),
      message: message || 'Too many requests',
      requestId,
    };
  if (status >= 500 || RETRIED.has(status) || status < 400) {
    const what = body.kind === 'json' && message ? message : `Brevo answered ${status}`;
    // 408 and 425 say that nothing was done; a 5xx says nothing.
    return unavailable(status, `http_${status}`, what, status >= 500 ? 'unknown' : 'no', requestId);
  }
  return {
    kind: 'rejected',
    status,
    code,
    message,
    duplicates: duplicatesOf(said?.metadata, message),
    requestId,
  };
}

export function unavailable(
  status: number | null,
  code: string,
  message: string,
  applied: 'no' | 'unknown',
  requestId: string | null = null,
): Answer {
  return { kind: 'unavailable', status, code, message, applied, requestId };
}

/** Milliseconds until the vendor wants to be asked again: Retry-After where given, else the limiter's own reset. */
export function resetOf(headers: Headers): number | null {
  for (const name of ['retry-after', 'x-sib-ratelimit-reset']) {
    const seconds = Number(headers.get(name) ?? Number.NaN);
    if (Number.isFinite(seconds) && seconds >= 0) return Math.min(seconds, 3_600) * 1_000;
  }
  return null;
}

function clockOf(headers: Headers): string | null {
  const at = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function parse(text: string): { kind: 'json'; value: unknown } | { kind: 'empty' } | { kind: 'unreadable' } {
  if (text.trim() === '') return { kind: 'empty' };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'unreadable' };
  }
}

function unauthorizedCause(message: string): UnauthorizedCause {
  if (/ip address|unrecogni[sz]ed ip/i.test(message)) return 'blocked_ip';
  if (/not enabled|disabled|expired/i.test(message)) return 'disabled_key';
  if (/not found in headers/i.test(message)) return 'no_key';
  return 'wrong_key';
}

function duplicatesOf(metadata: unknown, message: string): Identifier[] {
  const named = (metadata as { duplicate_identifiers?: unknown } | null | undefined)?.duplicate_identifiers;
  if (Array.isArray(named) && named.length > 0)
    return named
      .map(String)
      .map(identifier)
      .filter((i) => i !== null);
  if (/contact already exist/i.test(message)) return ['email'];
  const sentence = /(?:contact,\s*)?(.*?)\s+(?:is|are)\s+already\s+associated?\s+with/i.exec(message)?.[1];
  if (!sentence) return [];
  const words = sentence.match(/\b(email|sms|whatsapp|ext_id|landline_number)\b/gi) ?? [];
  return words.map(identifier).filter((i) => i !== null);
}

function identifier(word: string): Identifier | null {
  const lower = word.toLowerCase();
  return ['email', 'sms', 'ext_id', 'whatsapp', 'landline_number'].includes(lower)
    ? (lower as Identifier)
    : null;
}
