import { endpoint } from '../api/endpoint.ts';
import { answer, invalid, notFound, problem } from '../api/problem.ts';
import { readSent } from '../api/query.ts';
import { previewRequest } from '../api/requests.ts';

/** `POST .../preview`: what a delivery of one customer would make of the contact, by the stored or a given configuration. */
const call = endpoint({
  POST: {
    body: 'json',
    async run({ shop, services, sent }) {
      const reading = readSent(previewRequest, sent);
      if (reading.kind === 'invalid') return invalid(reading.faults);
      const ending = await services.mapping.preview(shop, reading.value);
      switch (ending.kind) {
        case 'previewed':
          return answer(200, ending.preview);
        case 'invalid':
          return invalid(
            ending.faults.map(({ path, message }) => ({
              path: ['configuration', path].filter(Boolean).join('.'),
              message,
            })),
          );
        case 'not_connected':
          return problem('not_connected', { detail: 'Connect a Brevo account first' });
        case 'not_found':
          return notFound('The store has no customer with this id');
        case 'source_unavailable':
          return problem('store_unavailable', { detail: ending.message });
        case 'brevo_unavailable':
          return problem('brevo_unavailable', { detail: ending.message });
      }
    },
  },
});

export const loader = call;
export const action = call;
