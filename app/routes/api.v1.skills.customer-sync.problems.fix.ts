import { endpoint } from '../api/endpoint.ts';
import { answer, invalid, problem } from '../api/problem.ts';
import { readSent } from '../api/query.ts';
import { fixRequest } from '../api/requests.ts';

/** `POST .../problems/fix`: `{"fix": "create_attributes"}` makes what the mapping names and Brevo lacks. */
const call = endpoint({
  POST: {
    body: 'json',
    async run({ shop, services, sent }) {
      const reading = readSent(fixRequest, sent);
      if (reading.kind === 'invalid') return invalid(reading.faults);
      const ending = await services.problems.createMissing(shop);
      switch (ending.kind) {
        case 'fixed':
          return answer(200, {
            created: ending.created,
            replayed: ending.replayed,
            reconciliation: ending.runId,
          });
        case 'not_connected':
          return problem('not_connected', { detail: 'Connect a Brevo account first' });
        case 'failed':
          return problem('brevo_unavailable', { detail: ending.message });
      }
    },
  },
});

export const loader = call;
export const action = call;
