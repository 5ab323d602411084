import { endpoint } from '../api/endpoint.ts';
import { answer, invalid } from '../api/problem.ts';
import { DEFAULT_WINDOW_SECONDS, readQuery, statusQuery } from '../api/query.ts';

/** `GET .../status`: the queue, and rates and latencies of the last `window` seconds. */
const call = endpoint({
  GET: {
    async run({ shop, services, url }) {
      const query = readQuery(statusQuery, url.searchParams);
      if (query.kind === 'invalid') return invalid(query.faults);
      return answer(200, await services.monitor.status(shop, query.value.window ?? DEFAULT_WINDOW_SECONDS));
    },
  },
});

export const loader = call;
export const action = call;
