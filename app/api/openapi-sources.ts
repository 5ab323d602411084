import { answer, type Json, json, operation } from './openapi-operation.ts';

const SOURCE = {
  source: 'custom',
  url: null,
  health: 'ok',
  healthMessage: null,
  connectedAt: '2026-11-24T10:00:00.000Z',
  checkedAt: '2026-11-24T10:00:00.000Z',
  receivedAt: null,
  ingestUrl: 'https://app.example.com/ingest/custom/f3Zk0pVYb1Qd8mXo2Lr5Tn7wUa9sCe4h',
  options: {},
};
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const NAMED = [{ name: 'source', in: 'path', required: true, schema: { type: 'string' } }];

/** The sources besides Shopify, in the words of OpenAPI. */
export function sourcePaths(): Json {
  return {
    '/sources': {
      get: operation({
        id: 'getSources',
        summary: 'The sources besides Shopify that feed the Brevo account',
        answers: { 200: answer('The sources', json('Sources', { sources: [SOURCE] })) },
      }),
    },
    '/sources/{source}': {
      get: operation({
        id: 'getSource',
        summary: 'One connected source',
        parameters: NAMED,
        answers: { 200: answer('The source', json('Source', SOURCE)) },
        problems: ['not_found'],
      }),
      put: operation({
        id: 'putSource',
        summary: 'Checks the access to the other shop and stores it encrypted',
        description:
          'The answer holds the secret that signs events, once. Where `subscribed` is false the other shop has to be told by hand to send its events to `ingestUrl`. A custom event is a POST of a TriggerRequest to `ingestUrl`, signed by the Standard Webhooks specification: `webhook-id` (the same for a repetition), `webhook-timestamp`, `webhook-signature`.',
        parameters: NAMED,
        body: { content: json('SourceRequest', {}), required: true },
        answers: {
          200: answer('Connected', json('ConnectedSource', { ...SOURCE, secret: SECRET, subscribed: true })),
        },
        problems: ['not_found', 'source_refused', 'source_unavailable'],
      }),
      delete: operation({
        id: 'deleteSource',
        summary: 'Forgets a source; contacts stay as they are',
        parameters: NAMED,
        answers: { 204: { description: 'Forgotten' } },
        problems: ['not_found'],
      }),
    },
    '/sources/{source}/check': {
      post: operation({
        id: 'checkSource',
        summary: 'Asks the other shop now whether it can be read',
        parameters: NAMED,
        answers: { 200: answer('How it went, in `health`', json('Source', SOURCE)) },
        problems: ['not_found'],
      }),
    },
    '/sources/{source}/secret': {
      post: operation({
        id: 'rotateSourceSecret',
        summary: 'A new secret for signing events; the former one ends at once',
        parameters: NAMED,
        answers: { 200: answer('The secret, shown once', json('SourceSecret', { secret: SECRET })) },
        problems: ['not_found'],
      }),
    },
  };
}
