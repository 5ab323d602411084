import { endpoint } from '../api/endpoint.ts';
import { answer, notFound } from '../api/problem.ts';
import { readSource } from '../api/sources.ts';

/** `/api/v1/sources/{source}/secret`: a new signing secret, shown once. The former one ends at once. */
const call = endpoint({
  POST: {
    async run({ shop, services, params }) {
      const source = readSource(params.source);
      const secret = source === null ? null : await services.sources.rotate(shop, source);
      return secret === null
        ? notFound('This source is not connected, or it signs nothing')
        : answer(200, { secret });
    },
  },
});

export const loader = call;
export const action = call;
