import { endpoint } from '../api/endpoint.ts';
import { answer, invalid } from '../api/problem.ts';
import { DEFAULT_LIMIT, logQuery, readQuery } from '../api/query.ts';

/** `GET .../log`: sync entries, newest first, by customer and outcome. */
const call = endpoint({
  GET: {
    async run({ shop, services, url }) {
      const query = readQuery(logQuery, url.searchParams);
      if (query.kind === 'invalid') return invalid(query.faults);
      const { customer, outcome, cursor, limit = DEFAULT_LIMIT } = query.value;
      const page = await services.monitor.log(shop, {
        limit,
        ...(customer === undefined ? {} : { customer }),
        ...(outcome === undefined ? {} : { outcome }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return answer(200, page);
    },
  },
});

export const loader = call;
export const action = call;
