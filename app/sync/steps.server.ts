import { AsyncLocalStorage } from 'node:async_hooks';
import { redact } from '../log.server.ts';

/** One call to Brevo on behalf of one change: what went out and what came back, with nothing of the person in it. */
export interface Step {
  call: string;
  status: number | null;
  ms: number;
  sent?: unknown;
  answered?: unknown;
}

/** What a client tells of a call. */
interface Call {
  method: string;
  path: string;
  status: number | null;
  ms: number;
  sent?: unknown;
  answered?: string | null;
}

/** The steps of the change that is worked on now; calls of many changes are under way side by side. */
const steps = new AsyncLocalStorage<Step[]>();

/** Does the work and answers the calls that it made, for the entry of a shop whose debug is on. */
export async function recordSteps<T>(work: () => Promise<T>): Promise<{ ending: T; taken: Step[] }> {
  const taken: Step[] = [];
  return { ending: await steps.run(taken, work), taken };
}

/** Notes a call where somebody records; costs nothing where nobody does. */
export function noteCall({ method, path, status, ms, sent, answered }: Call): void {
  steps.getStore()?.push({
    // Part by part: an address would take the words before it with it.
    call: `${method} ${decodeURIComponent(path).split('/').map(redact).join('/')}`,
    status,
    ms: Math.round(ms),
    ...(sent === undefined ? {} : { sent: shapeOf(sent) }),
    ...(answered === undefined || answered === null || answered === ''
      ? {}
      : { answered: answerShape(answered) }),
  });
}

/** Fields whose values are no data of a person, but what one looks for in a log. */
const SHOWN = new Set([
  'id',
  'code',
  'listIds',
  'unlinkListIds',
  'emailBlacklisted',
  'smsBlacklisted',
  'duplicate_identifiers',
  'updateEnabled',
  'identifierType',
]);

/** The body with each value of the person replaced by its kind and length. */
export function shapeOf(value: unknown, field = ''): unknown {
  if (SHOWN.has(field) || value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => shapeOf(item));
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner, name)]));
  if (field === 'message') return redact(String(value));
  return typeof value === 'string' ? `[text of ${value.length}]` : `[${typeof value}]`;
}

/** Brevo answers JSON; what is none is cut to what tells its kind. */
function answerShape(text: string): unknown {
  try {
    return shapeOf(JSON.parse(text));
  } catch {
    return redact(text.slice(0, 200));
  }
}
