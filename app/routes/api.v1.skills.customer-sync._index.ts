import { prefersYaml } from '../api/body.ts';
import { endpoint } from '../api/endpoint.ts';
import { answer, invalid } from '../api/problem.ts';
import type { Configuration } from '../settings/configuration.ts';
import { stringifyConfiguration } from '../settings/yaml.ts';

/** `/api/v1/skills/customer-sync`: the configuration, in JSON or YAML both ways; what GET gave can be PUT back. */
const call = endpoint({
  GET: {
    run: async ({ shop, services, request }) => written(request, await services.configuration.read(shop)),
  },
  PUT: {
    body: 'json_or_yaml',
    async run({ shop, actor, services, request, sent }) {
      const ending = await services.configuration.replace(shop, sent, actor);
      return ending.kind === 'stored' ? written(request, ending.configuration) : invalid(ending.faults);
    },
  },
});

function written(request: Request, configuration: Configuration): Response {
  if (!prefersYaml(request.headers.get('accept'))) return answer(200, configuration, { Vary: 'Accept' });
  return new Response(stringifyConfiguration(configuration), {
    headers: {
      'Content-Type': 'application/yaml; charset=utf-8',
      'Cache-Control': 'no-store',
      Vary: 'Accept',
    },
  });
}

export const loader = call;
export const action = call;
