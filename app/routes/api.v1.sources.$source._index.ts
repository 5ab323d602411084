import { endpoint } from '../api/endpoint.ts';
import { answer, invalid, notFound, problem } from '../api/problem.ts';
import { readSource, UNKNOWN_SOURCE } from '../api/sources.ts';

/** `/api/v1/sources/{source}`: connect it, look at it, forget it. Credentials come in and never go out. */
const call = endpoint({
  GET: {
    async run({ shop, services, params }) {
      const all = await services.sources.list(shop);
      const found = all.find(({ source }) => source === params.source);
      return found ? answer(200, found) : notFound('This source is not connected');
    },
  },
  PUT: {
    body: 'json',
    async run({ shop, services, params, sent }) {
      const source = readSource(params.source);
      if (source === null) return notFound(UNKNOWN_SOURCE);
      const ending = await services.sources.connect(shop, source, sent);
      switch (ending.kind) {
        case 'connected': {
          const { secret, subscribed } = ending;
          return answer(200, { ...ending.source, secret, subscribed });
        }
        case 'invalid':
          return invalid(ending.faults);
        case 'refused':
          return problem('source_refused', { detail: ending.message });
        case 'unreachable':
          return problem('source_unavailable', { detail: ending.message });
      }
    },
  },
  DELETE: {
    async run({ shop, services, params }) {
      const source = readSource(params.source);
      if (source === null || !(await services.sources.disconnect(shop, source)))
        return notFound('This source is not connected');
      return new Response(null, { status: 204 });
    },
  },
});

export const loader = call;
export const action = call;
