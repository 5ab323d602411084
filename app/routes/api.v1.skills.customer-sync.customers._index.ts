import { endpoint } from '../api/endpoint.ts';
import { answer, invalid } from '../api/problem.ts';
import { customersQuery, readQuery } from '../api/query.ts';

/** `GET .../customers?email=`: who has the address, in the store, by what was sent, and in Brevo. */
const call = endpoint({
  GET: {
    async run({ shop, services, url }) {
      const query = readQuery(customersQuery, url.searchParams);
      if (query.kind === 'invalid') return invalid(query.faults);
      const ending = await services.customers.findByEmail(shop, query.value.email);
      if (ending.kind === 'invalid')
        return invalid([{ path: 'email', message: 'Is not a valid e-mail address' }]);
      return answer(200, ending.found);
    },
  },
});

export const loader = call;
export const action = call;
