import { endpoint } from '../api/endpoint.ts';
import { answer, invalid, problem } from '../api/problem.ts';
import { readSent } from '../api/query.ts';
import { connectionRequest } from '../api/requests.ts';

/** `/api/v1/connection`: the Brevo account of the shop. The key comes in and never goes out. */
const call = endpoint({
  GET: { run: async ({ shop, services }) => answer(200, await services.connection.read(shop)) },
  PUT: {
    body: 'json',
    async run({ shop, services, sent }) {
      const reading = readSent(connectionRequest, sent);
      if (reading.kind === 'invalid') return invalid(reading.faults);
      const ending = await services.connection.connect(shop, reading.value.apiKey);
      switch (ending.kind) {
        case 'connected':
          return answer(200, ending.connection);
        case 'refused':
          return problem('key_refused', {
            detail: ending.message,
            code: ending.cause,
            errors: [{ path: 'apiKey', message: ending.message }],
          });
        case 'unreachable':
          return problem('brevo_unavailable', { detail: ending.message });
      }
    },
  },
  DELETE: {
    async run({ shop, services }) {
      await services.connection.disconnect(shop);
      return new Response(null, { status: 204 });
    },
  },
});

export const loader = call;
export const action = call;
