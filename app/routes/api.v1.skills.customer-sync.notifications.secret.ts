import { endpoint } from '../api/endpoint.ts';
import { answer } from '../api/problem.ts';

/** `/api/v1/skills/customer-sync/notifications/secret`: GET shows it, POST makes a new one. */
const call = endpoint({
  GET: { run: async ({ shop, services }) => answer(200, await services.notifications.secret(shop)) },
  POST: { run: async ({ shop, services }) => answer(200, await services.notifications.rotateSecret(shop)) },
});

export const loader = call;
export const action = call;
