import { isUuid } from '../domain/uuid.ts';
import type { RunView } from '../services.ts';
import { type ApiCall, endpoint } from './endpoint.ts';
import { answer, invalid, notFound, problem } from './problem.ts';
import { readSent } from './query.ts';
import { runRequest } from './requests.ts';

// Imports and reconciliations are started and watched in the same way: one address each, these two operations.

/** `POST .../imports` and `POST .../reconciliations`: 202 with the id and where to watch it. */
export function startRun(kind: RunView['kind']) {
  return endpoint({
    POST: {
      body: 'optional_json',
      async run({ shop, services, sent, url }: ApiCall) {
        const reading = readSent(runRequest, sent);
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
