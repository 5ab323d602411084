import { endpoint } from '../api/endpoint.ts';
import { notFound } from '../api/problem.ts';

/** `POST .../notifications/{id}/resend`: back into the queue. */
const call = endpoint({
  POST: {
    async run({ shop, services, params }) {
      const queued = await services.notifications.resend(shop, params.id ?? '');
      return queued
        ? new Response(null, { status: 204 })
        : notFound('There is no message with this id that could be sent again');
    },
  },
});

export const loader = call;
export const action = call;
