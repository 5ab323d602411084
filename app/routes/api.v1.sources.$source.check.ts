import { endpoint } from '../api/endpoint.ts';
import { answer, notFound } from '../api/problem.ts';
import { readSource } from '../api/sources.ts';

/** `/api/v1/sources/{source}/check`: asks the other shop now whether we may read it. */
const call = endpoint({
  POST: {
    async run({ shop, services, params }) {
      const source = readSource(params.source);
      const view = source === null ? null : await services.sources.check(shop, source);
      return view ? answer(200, view) : notFound('This source is not connected');
    },
  },
});

export const loader = call;
export const action = call;
