import { isUuid } from '../domain/uuid.ts';
import type { RunView } from '../services.ts';
import { type ApiCall, endpoint } from './endpoint.ts';
import { answer, invalid, notFound, problem } from './problem.ts';
import { DEFAULT_LIMIT, readQuery, readSent, runsQuery } from './query.ts';
import { reconciliationRequest, runRequest } from './requests.ts';

// Imports and reconciliations are started, watched and controlled in the same way: an address each, these operations.

const REQUESTS = { import: runRequest, reconciliation: reconciliationRequest };

/**
 * `POST .../imports` and `POST .../reconciliations`: 202 with the id and where to watch it. `GET`: a page of them,
 * newest first.
 */
export function runsOf(kind: RunView['kind']) {
  return endpoint({
    GET: {
      async run({ shop, services, url }: ApiCall) {
        const query = readQuery(runsQuery, url.searchParams);
        if (query.kind === 'invalid') return invalid(query.faults);
        const { cursor, limit = DEFAULT_LIMIT } = query.value;
        const page = await services.runs.list(shop, kind, {
          limit,
          ...(cursor === undefined ? {} : { cursor }),
        });
        return answer(200, page);
      },
    },
    POST: {
      body: 'optional_json',
      async run({ shop, services, sent, url }: ApiCall) {
        const reading = readSent(REQUESTS[kind], sent);
        if (reading.kind === 'invalid') return invalid(reading.faults);
        const ending = await services.runs.start(shop, kind, reading.value);
        if (ending.kind === 'not_connected')
          return problem('not_connected', { detail: 'Connect a Brevo account first' });
        return answer(
          202,
          { id: ending.id },
          { Location: `${url.pathname.replace(/\/$/, '')}/${ending.id}` },
        );
      },
    },
  });
}

/** `GET .../imports/{id}` and `GET .../reconciliations/{id}`: progress and result. */
export function readRun(kind: RunView['kind']) {
  return endpoint({
    GET: {
      async run({ shop, services, params }: ApiCall) {
        const run = isUuid(params.id) ? await services.runs.read(shop, kind, params.id) : null;
        return run ? answer(200, run) : notFound(`There is no ${kind} with this id`);
      },
    },
  });
}

/** `POST .../{id}/pause`, `resume` and `cancel`: the run as it is then; 409 with its state where that cannot be done. */
export function controlRun(kind: RunView['kind'], control: 'pause' | 'resume' | 'cancel') {
  return endpoint({
    POST: {
      async run({ shop, services, params }: ApiCall) {
        const { id } = params;
        const ending = isUuid(id)
          ? await services.runs[control](shop, kind, id)
          : { kind: 'unknown' as const };
        if (ending.kind === 'not_allowed') {
          const detail = `The ${kind} is ${ending.status}: it cannot be ${PAST[control]}`;
          return problem('not_allowed_now', { detail, code: ending.status });
        }
        const run = ending.kind === 'done' && isUuid(id) ? await services.runs.read(shop, kind, id) : null;
        return run ? answer(200, run) : notFound(`There is no ${kind} with this id`);
      },
    },
  });
}

const PAST = { pause: 'paused', resume: 'resumed', cancel: 'cancelled' };
