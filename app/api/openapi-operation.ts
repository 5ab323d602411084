import { EXAMPLES } from './openapi-examples.ts';
import { type ProblemKind, problemStatus } from './problem.ts';

// The words in which app/api/openapi.ts describes an operation.

export const SKILL = '/skills/customer-sync';

export type Json = Record<string, unknown>;

interface Described {
  id: string;
  summary: string;
  description?: string;
  parameters?: Json[];
  body?: { content: Json; required: boolean };
  answers: Json;
  /** Besides 401 and 500, which every call can answer. */
  problems?: ProblemKind[];
}

export const PAGING = [
  query('limit', { type: 'integer', minimum: 1, maximum: 200, default: 50 }, 'Rows of a page'),
  query('cursor', { type: 'string' }, 'nextCursor of the page before'),
];

/** An operation with its own answers and the errors it shares with the others. */
export function operation({
  id,
  summary,
  description,
  parameters,
  body,
  answers,
  problems = [],
}: Described): Json {
  const bodyProblems: ProblemKind[] = body
    ? ['unreadable_body', 'body_too_large', 'unsupported_media_type', 'invalid']
    : [];
  const kinds: ProblemKind[] = [
    'unauthorized',
    ...bodyProblems,
    ...problems,
    'too_many_requests',
    'unexpected',
  ];
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { ...answers, ...refusals(kinds) },
  };
}

/** Answers by status; kinds that share one are described together. */
function refusals(kinds: ProblemKind[]): Json {
  const titles = new Map<number, string[]>();
  for (const kind of kinds) {
    const { status, title } = problemStatus(kind);
    titles.set(status, [...new Set([...(titles.get(status) ?? []), title])]);
  }
  return Object.fromEntries(
    [...titles].map(([status, said]) => [status, refusal(status, said.join('; or: '))]),
  );
}

function refusal(status: number, description: string): Json {
  const example = status === 422 ? { example: EXAMPLES.invalid } : {};
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, ...example },
  };
  return { description, content };
}

const KEYED: ProblemKind[] = ['bad_idempotency_key', 'request_in_progress', 'idempotency_key_reused'];

export const SHARED_PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    description:
      'A text of your own for this request. A repetition within a day gets the same answer (with Idempotent-Replayed: true) and does nothing.',
  },
};

export const SHARED_HEADERS = {
  RateLimit: {
    description:
      'What is left of the running window: r calls, t seconds (draft-ietf-httpapi-ratelimit-headers)',
    schema: { type: 'string' },
    example: '"default";r=17999;t=42',
  },
  'RateLimit-Policy': {
    description: 'Calls (q) of a token in a window of w seconds',
    schema: { type: 'string' },
    example: '"default";q=18000;w=60',
  },
};

interface PathItem {
  [method: string]: { parameters?: Json[]; responses: Record<string, Json> };
}

/** What all calls have in common: rate limits on every answer, idempotency keys on every POST. */
export function withShared(paths: Json): Json {
  const headers = Object.fromEntries(
    Object.keys(SHARED_HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
  for (const item of Object.values(paths) as PathItem[]) {
    for (const [method, call] of Object.entries(item)) {
      if (method === 'post') {
        const key = { $ref: '#/components/parameters/IdempotencyKey' };
        call.parameters = [...(call.parameters ?? []), key];
        call.responses = { ...(refusals(KEYED) as Record<string, Json>), ...call.responses };
      }
      for (const [status, response] of Object.entries(call.responses))
        if (status !== '401') response.headers = { ...headers, ...(response.headers as Json) };
    }
  }
  return paths;
}

/** A JSON content: the name of its schema in `components`, and an example. */
export function json(schema: string, example: unknown): Json {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, example } };
}

export function answer(description: string, content: Json): Json {
  return { description, content };
}

export function query(name: string, schema: Json, description: string): Json {
  return { name, in: 'query', required: false, schema, description };
}
