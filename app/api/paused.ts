import { type ApiCall, endpoint } from './endpoint.ts';
import { answer } from './problem.ts';

/** `POST .../pause` and `POST .../resume`: holds all deliveries, or lets them go on; twice is the same as once. */
export function setPaused(paused: boolean) {
  return endpoint({
    POST: {
      async run({ shop, services, actor }: ApiCall) {
        await services.configuration.setPaused(shop, paused, actor);
        return answer(200, { paused });
      },
    },
  });
}
