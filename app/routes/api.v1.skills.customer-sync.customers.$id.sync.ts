import { answerSync } from '../api/customer-sync.ts';
import { endpoint } from '../api/endpoint.ts';
import { readCustomerId } from '../api/query.ts';

/** `POST .../customers/{id}/sync`: a fresh look at the customer, delivered even when nothing changed. */
const call = endpoint({
  POST: {
    async run({ shop, services, params }) {
      const id = readCustomerId(params.id);
      return answerSync(id === null ? { kind: 'unknown' } : await services.customers.syncNow(shop, id));
    },
  },
});

export const loader = call;
export const action = call;
