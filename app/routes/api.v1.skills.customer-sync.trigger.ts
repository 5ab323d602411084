import { endpoint } from '../api/endpoint.ts';
import { answer, invalid } from '../api/problem.ts';

/** `POST .../trigger`: a customer event from any system. 202 once it is stored, the delivery follows. */
const call = endpoint({
  POST: {
    body: 'json',
    async run({ shop, services, sent }) {
      const ending = await services.changes.trigger(shop, sent);
      return ending.kind === 'accepted' ? answer(202, { changeId: ending.changeId }) : invalid(ending.faults);
    },
  },
});

export const loader = call;
export const action = call;
