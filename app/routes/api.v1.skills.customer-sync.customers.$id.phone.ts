import { answerSync } from '../api/customer-sync.ts';
import { endpoint } from '../api/endpoint.ts';
import { invalid } from '../api/problem.ts';
import { readCustomerId, readSent } from '../api/query.ts';
import { phoneRequest } from '../api/requests.ts';

/** `PUT .../customers/{id}/phone`: whether the customer's phone goes to Brevo, from now on. */
const call = endpoint({
  PUT: {
    body: 'json',
    async run({ shop, services, params, sent }) {
      const reading = readSent(phoneRequest, sent);
      if (reading.kind === 'invalid') return invalid(reading.faults);
      const id = readCustomerId(params.id);
      return answerSync(
        id === null
          ? { kind: 'unknown' }
          : await services.customers.choosePhone(shop, id, reading.value.leftOut),
      );
    },
  },
});

export const loader = call;
export const action = call;
