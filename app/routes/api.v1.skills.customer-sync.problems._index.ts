import { endpoint } from '../api/endpoint.ts';
import { answer, invalid } from '../api/problem.ts';
import { DEFAULT_LIMIT, problemsQuery, readQuery } from '../api/query.ts';

/** `GET .../problems`: the failures that wait for a person, each with its cause and its fix in words. */
const call = endpoint({
  GET: {
    async run({ shop, services, url }) {
      const query = readQuery(problemsQuery, url.searchParams);
      if (query.kind === 'invalid') return invalid(query.faults);
      const { cause, cursor, limit = DEFAULT_LIMIT } = query.value;
      const page = await services.problems.list(shop, {
        limit,
        ...(cause === undefined ? {} : { cause }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return answer(200, page);
    },
  },
});

export const loader = call;
export const action = call;
