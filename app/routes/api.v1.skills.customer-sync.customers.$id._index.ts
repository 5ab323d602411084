import { endpoint } from '../api/endpoint.ts';
import { answer, notFound, unknownCustomer } from '../api/problem.ts';
import { readCustomerId } from '../api/query.ts';

/** `GET .../customers/{id}`: why this person is or is not in Brevo. */
const call = endpoint({
  GET: {
    async run({ shop, services, params }) {
      const id = readCustomerId(params.id);
      const view = id === null ? null : await services.customers.why(shop, id);
      if (view?.known) return answer(200, view);
      return view ? notFound(view.answer.text) : unknownCustomer();
    },
  },
});

export const loader = call;
export const action = call;
