import { EXAMPLES } from './openapi-examples.ts';
import { answer, type Json, json, operation, PAGING, SKILL } from './openapi-operation.ts';

/** The addresses of imports or of reconciliations: start, list, watch, control. */
export function runPaths(plural: string, kind: 'import' | 'reconciliation'): Json {
  const name = kind === 'import' ? 'Import' : 'Reconciliation';
  return {
    [`${SKILL}/${plural}`]: {
      post: operation({
        id: `start${name}`,
        summary: `Starts ${kind === 'import' ? 'an' : 'a'} ${kind}`,
        body: {
          content:
            kind === 'import'
              ? json('RunRequest', EXAMPLES.runRequest)
              : json('ReconciliationRequest', EXAMPLES.reconciliationRequest),
          required: false,
        },
        answers: { 202: answer('Started', json('Started', EXAMPLES.started)) },
        problems: ['not_connected'],
      }),
      get: operation({
        id: `list${name}s`,
        summary: `${name}s, newest first`,
        parameters: PAGING,
        answers: { 200: answer('A page of runs', json('RunPage', EXAMPLES.runs)) },
        problems: ['invalid'],
      }),
    },
    [`${SKILL}/${plural}/{id}`]: {
      get: operation({
        id: `get${name}`,
        summary: `Progress and result of ${kind === 'import' ? 'an' : 'a'} ${kind}`,
        parameters: [RUN_ID],
        answers: { 200: answer(`The ${kind}`, json('Run', { ...EXAMPLES.run, kind })) },
        problems: ['not_found'],
      }),
    },
    ...(kind === 'reconciliation' ? differencesPath() : {}),
    ...Object.fromEntries(
      Object.entries(CONTROLS).map(([control, { summary, status }]) => [
        `${SKILL}/${plural}/{id}/${control}`,
        {
          post: operation({
            id: `${control}${name}`,
            summary,
            parameters: [RUN_ID],
            answers: {
              200: answer(`The ${kind} as it is now`, json('Run', { ...EXAMPLES.run, kind, status })),
            },
            problems: ['not_found', 'not_allowed_now'],
          }),
        },
      ]),
    ),
  };
}

const RUN_ID = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };

const CONTROLS = {
  pause: {
    summary: 'Stops a queued or running run where it is; customers that it queued wait with it',
    status: 'paused',
  },
  resume: { summary: 'Lets a paused run go on where it was', status: 'running' },
  cancel: {
    summary:
      'Ends a run for good: what it queued and nobody has begun is taken back, what was delivered stays',
    status: 'cancelled',
  },
};

function differencesPath(): Json {
  const example =
    'customer,contact,difference,field,in_store,in_brevo,repaired\r\n7301123456789,,attribute_differs,FIRSTNAME,Ada,A.,yes\r\n';
  return {
    [`${SKILL}/reconciliations/{id}/differences.csv`]: {
      get: operation({
        id: 'getDifferences',
        summary: 'Everything that the reconciliation found, as CSV, for 30 days',
        parameters: [RUN_ID],
        answers: {
          200: answer('A line for each field that differs', {
            'text/csv': { schema: { type: 'string' }, example },
          }),
        },
        problems: ['not_found'],
      }),
    },
  };
}
