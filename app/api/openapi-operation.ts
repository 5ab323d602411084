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
  const kinds: ProblemKind[] = ['unauthorized', ...bodyProblems, ...problems, 'unexpected'];
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: {
      ...answers,
      ...Object.fromEntries(kinds.map((kind) => [problemStatus(kind).status, refusal(kind)])),
    },
  };
}

function refusal(kind: ProblemKind): Json {
  const example = problemStatus(kind).status === 422 ? { example: EXAMPLES.invalid } : {};
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, ...example },
  };
  return { description: problemStatus(kind).title, content };
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
