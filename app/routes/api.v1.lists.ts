import { endpoint } from '../api/endpoint.ts';
import { answer, invalid, problem } from '../api/problem.ts';
import { readSent } from '../api/query.ts';
import { listRequest } from '../api/requests.ts';
import type { BrevoReading } from '../services.ts';

/** `/api/v1/lists`: the lists of the connected Brevo account, and a new one. */
const call = endpoint({
  GET: {
    run: async ({ shop, services }) =>
      fromBrevo(await services.connection.lists(shop), (lists) => answer(200, { lists })),
  },
  POST: {
    body: 'json',
    async run({ shop, services, sent }) {
      const reading = readSent(listRequest, sent);
      if (reading.kind === 'invalid') return invalid(reading.faults);
      return fromBrevo(await services.connection.createList(shop, reading.value.name), (list) =>
        answer(201, list),
      );
    },
  },
});

function fromBrevo<T>(reading: BrevoReading<T>, well: (value: T) => Response): Response {
  switch (reading.kind) {
    case 'read':
      return well(reading.value);
    case 'failed':
      return problem('brevo_unavailable', { detail: reading.message });
    case 'not_connected':
      return problem('not_connected', { detail: 'Connect a Brevo account first' });
  }
}

export const loader = call;
export const action = call;
