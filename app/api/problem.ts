import type { Fault } from '../services.ts';

/** The kinds of errors the API answers with: each has its status, its title and a name that clients can compare. */
const KINDS = {
  unreadable_body: [400, 'The request body cannot be read'],
  bad_idempotency_key: [400, 'The idempotency key cannot be used'],
  unauthorized: [401, 'Authentication is required'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'The method is not allowed here'],
  not_connected: [409, 'No Brevo account is connected'],
  not_allowed_now: [409, 'This cannot be done now'],
  request_in_progress: [409, 'The first request with this key has not ended yet'],
  changed_meanwhile: [412, 'It was changed meanwhile'],
  body_too_large: [413, 'The request body is too large'],
  unsupported_media_type: [415, 'The content type is not supported'],
  invalid: [422, 'The request is not valid'],
  idempotency_key_reused: [422, 'The idempotency key was used for another request'],
  key_refused: [422, 'Brevo refused the key'],
  source_refused: [422, 'The other shop refused us'],
  too_many_requests: [429, 'Too many requests'],
  unexpected: [500, 'Something went wrong'],
  brevo_unavailable: [502, 'Brevo could not be asked'],
  source_unavailable: [502, 'The other shop could not be asked'],
  store_unavailable: [502, 'The store could not be asked'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof KINDS;

/** Status and title of a kind. */
export function problemStatus(kind: ProblemKind): { status: number; title: string } {
  const [status, title] = KINDS[kind];
  return { status, title };
}

interface ProblemDetails {
  detail: string;
  /** Every fault of what was sent, with its path. */
  errors?: Fault[];
  /** A machine-readable cause within the kind, e.g. wrong_key. */
  code?: string;
  headers?: Record<string, string>;
}

/** An answer in application/problem+json (RFC 9457). */
export function problem(kind: ProblemKind, { detail, errors, code, headers }: ProblemDetails): Response {
  const { status, title } = problemStatus(kind);
  const body = {
    type: `urn:customer-sync:problem:${kind.replaceAll('_', '-')}`,
    title,
    status,
    detail,
    ...(code === undefined ? {} : { code }),
    ...(errors === undefined ? {} : { errors }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...headers },
  });
}

export function invalid(errors: Fault[]): Response {
  const [first] = errors;
  const detail = errors.length === 1 && first ? inWords(first) : `${errors.length} faults were found`;
  return problem('invalid', { detail, errors });
}

function inWords({ path, message, line, column }: Fault): string {
  const what = path === '' ? message : `${path}: ${message}`;
  return line === undefined ? what : `${what} (line ${line}, column ${column})`;
}

export function notFound(detail: string): Response {
  return problem('not_found', { detail });
}

export function unknownCustomer(): Response {
  return notFound('Neither the store nor the app knows a customer with this id');
}

/** A file that is made while it is read: the next part waits until the connection has taken the last one. */
export function csvFile(name: string, parts: AsyncIterable<string>, drained: () => Promise<void>): Response {
  const reader = parts[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await drained();
        const next = await reader.next();
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      async cancel() {
        await reader.return?.();
      },
    },
    { highWaterMark: 0 },
  );
  const headers = {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  };
  return new Response(body, { headers });
}

/** An answer that is well. */
export function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  });
}
