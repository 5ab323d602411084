import { prefersYaml } from '../api/body.ts';
import { type ApiCall, endpoint } from '../api/endpoint.ts';
import { etagOf, isCurrent, versionsIn } from '../api/etag.ts';
import { answer, invalid, problem } from '../api/problem.ts';
import { configurationQuery, readQuery } from '../api/query.ts';
import type { Fault } from '../services.ts';
import type { Configuration } from '../settings/configuration.ts';
import { stringifyConfiguration } from '../settings/yaml.ts';

/** `/api/v1/skills/customer-sync`: the configuration, in JSON or YAML both ways; what GET gave can be PUT back. */
const call = endpoint({
  GET: {
    async run({ shop, services, request }) {
      const { configuration, version } = await services.configuration.readVersion(shop);
      return written(request, configuration, version);
    },
  },
  PUT: {
    body: 'json_or_yaml',
    async run({ shop, actor, services, request, url, sent, placeOf }: ApiCall) {
      const query = readQuery(configurationQuery, url.searchParams);
      if (query.kind === 'invalid') return invalid(query.faults);
      if (query.value.dryRun === 'true') {
        const judged = await services.configuration.judge(shop, sent);
        if (judged.kind === 'invalid') return faulty(judged.faults, placeOf);
        const { version } = await services.configuration.readVersion(shop);
        return written(request, judged.configuration, version);
      }
      const wanted = versionsIn(request.headers.get('if-match'));
      const basedOn = wanted === 'any' ? undefined : await versionAmong(wanted, { shop, services });
      if (basedOn === null) return outdated();
      const ending = await services.configuration.replaceAt(shop, sent, actor, { basedOn });
      switch (ending.kind) {
        case 'stored':
          return written(request, ending.configuration, ending.version);
        case 'outdated':
          return outdated();
        case 'invalid':
          return faulty(ending.faults, placeOf);
      }
    },
  },
});

function faulty(faults: Fault[], placeOf: ApiCall['placeOf']): Response {
  return invalid(faults.map((fault) => ({ ...fault, ...placeOf?.(fault.path) })));
}

/** The version as it is now, when it is among those the caller knows; the store looks once more while it saves. */
async function versionAmong(
  wanted: readonly number[],
  { shop, services }: Pick<ApiCall, 'shop' | 'services'>,
): Promise<number | null> {
  const { version } = await services.configuration.readVersion(shop);
  return wanted.includes(version) ? version : null;
}

function outdated(): Response {
  return problem('changed_meanwhile', {
    detail: 'Somebody saved something since this version: read the configuration again',
  });
}

async function written(request: Request, configuration: Configuration, version: number): Promise<Response> {
  const yaml = prefersYaml(request.headers.get('accept'));
  const text = yaml ? stringifyConfiguration(configuration) : JSON.stringify(configuration);
  const headers = { Vary: 'Accept', ETag: await etagOf(version, text) };
  if (request.method === 'GET' && isCurrent(headers.ETag, request.headers.get('if-none-match')))
    return new Response(null, { status: 304, headers });
  if (!yaml) return answer(200, configuration, headers);
  return new Response(text, {
    headers: { 'Content-Type': 'application/yaml; charset=utf-8', 'Cache-Control': 'no-store', ...headers },
  });
}

export const loader = call;
export const action = call;
