import { endpoint } from '../api/endpoint.ts';
import { answer, invalid, notFound } from '../api/problem.ts';
import { readSent } from '../api/query.ts';
import { replayRequest } from '../api/requests.ts';
import { isUuid } from '../domain/uuid.ts';

/** `POST .../problems/retry`: `{ids}`, `{cause}` or `{all: true}` back into the queue; answers how many. */
const call = endpoint({
  POST: {
    body: 'json',
    async run({ shop, services, sent }) {
      const reading = readSent(replayRequest, sent);
      if (reading.kind === 'invalid') return invalid(reading.faults);
      const { ids, cause } = reading.value;
      if (ids === undefined) {
        return answer(
          200,
          await services.problems.replay(shop, cause === undefined ? { all: true } : { cause }),
        );
      }
      const possible = [...new Set(ids.filter(isUuid))];
      const { replayed } =
        possible.length > 0 ? await services.problems.replay(shop, { ids: possible }) : { replayed: 0 };
      return replayed > 0 ? answer(200, { replayed }) : notFound('There is no problem with these ids');
    },
  },
});

export const loader = call;
export const action = call;
