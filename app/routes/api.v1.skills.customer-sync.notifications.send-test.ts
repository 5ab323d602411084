import { endpoint } from '../api/endpoint.ts';
import { answer, problem } from '../api/problem.ts';

/** `POST .../notifications/send-test`: a message now, and how it went. */
const call = endpoint({
  POST: {
    async run({ shop, services }) {
      const ending = await services.notifications.sendTest(shop);
      return ending.kind === 'sent'
        ? answer(200, ending.message)
        : problem('not_allowed_now', { detail: 'Set notifications.webhookUrl first', code: 'no_address' });
    },
  },
});

export const loader = call;
export const action = call;
