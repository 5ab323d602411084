import { endpoint } from '../api/endpoint.ts';
import { answer } from '../api/problem.ts';

/** `/api/v1/sources`: the sources besides Shopify that feed this shop's Brevo account. */
const call = endpoint({
  GET: { run: async ({ shop, services }) => answer(200, { sources: await services.sources.list(shop) }) },
});

export const loader = call;
export const action = call;
