import { endpoint } from '../api/endpoint.ts';
import { answer, problem, unknownCustomer } from '../api/problem.ts';
import { readCustomerId } from '../api/query.ts';

/** `POST .../customers/{id}/sync`: a fresh look at the customer, delivered even when nothing changed. */
const call = endpoint({
  POST: {
    async run({ shop, services, params }) {
      const id = readCustomerId(params.id);
      const ending = id === null ? { kind: 'unknown' as const } : await services.customers.syncNow(shop, id);
      switch (ending.kind) {
        case 'accepted':
          return answer(202, { changeId: ending.changeId });
        case 'unknown':
          return unknownCustomer();
        case 'not_connected':
          return problem('not_connected', { detail: 'Connect a Brevo account first' });
        case 'cannot_be_asked':
          return problem('not_allowed_now', {
            detail:
              'The system this customer comes from cannot be asked: the customer is sent with its next event',
          });
      }
    },
  },
});

export const loader = call;
export const action = call;
