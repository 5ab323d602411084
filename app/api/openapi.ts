import { z } from 'zod';
import { triggerRequest } from '../sources/custom/trigger.ts';
import { customerView, emailSearch } from './customer-views.ts';
import { messagePage, messageView, notificationPaths, notificationSecretView } from './notifications.ts';
import { customerPaths } from './openapi-customers.ts';
import { EXAMPLES } from './openapi-examples.ts';
import {
  answer,
  type Json,
  json,
  operation,
  PAGING,
  query,
  SHARED_HEADERS,
  SHARED_PARAMETERS,
  SKILL,
  withShared,
} from './openapi-operation.ts';
import { runPaths } from './openapi-runs.ts';
import { sourcePaths } from './openapi-sources.ts';
import {
  connectionRequest,
  fixRequest,
  listRequest,
  phoneRequest,
  previewRequest,
  reconciliationRequest,
  replayRequest,
  runRequest,
} from './requests.ts';
import * as sources from './sources.ts';
import * as views from './views.ts';

/** Names of the schemas in `components`, each with its direction: what is sent may lack what has a default. */
const SCHEMAS: Record<string, [z.ZodType, 'input' | 'output']> = {
  ConnectionRequest: [connectionRequest, 'input'],
  Connection: [views.connectionView, 'output'],
  ListRequest: [listRequest, 'input'],
  List: [views.listView, 'output'],
  Lists: [views.listsView, 'output'],
  ConfigurationRequest: [views.configurationRequest, 'input'],
  Configuration: [views.configurationView, 'output'],
  TriggerRequest: [triggerRequest, 'input'],
  Accepted: [views.accepted, 'output'],
  Status: [views.statusView, 'output'],
  LogPage: [views.logPage, 'output'],
  ProblemPage: [views.problemPage, 'output'],
  ReplayRequest: [replayRequest, 'input'],
  Replayed: [views.replayed, 'output'],
  FixRequest: [fixRequest, 'input'],
  Fixed: [views.fixed, 'output'],
  PhoneRequest: [phoneRequest, 'input'],
  RunRequest: [runRequest, 'input'],
  ReconciliationRequest: [reconciliationRequest, 'input'],
  Started: [views.started, 'output'],
  Customer: [customerView, 'output'],
  EmailSearch: [emailSearch, 'output'],
  Run: [views.runView, 'output'],
  RunPage: [views.runPage, 'output'],
  Paused: [views.paused, 'output'],
  SourceRequest: [sources.sourceRequest, 'input'],
  Source: [sources.sourceView, 'output'],
  Sources: [sources.sourcesView, 'output'],
  ConnectedSource: [sources.connectedSourceView, 'output'],
  SourceSecret: [sources.secretView, 'output'],
  PreviewRequest: [previewRequest, 'input'],
  Preview: [views.previewView, 'output'],
  Notification: [messageView, 'output'],
  NotificationPage: [messagePage, 'output'],
  NotificationSecret: [notificationSecretView, 'output'],
  Problem: [views.problemDetails, 'output'],
};

/** The OpenAPI 3.1 document of `/api/v1`, from the schemas that judge the calls. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Customer Sync for Brevo',
      version: '1.0.0',
      description:
        'Keeps the contacts of a Brevo account equal to the customers of a store. Errors are application/problem+json (RFC 9457).',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    paths: withShared(paths()),
    components: {
      parameters: SHARED_PARAMETERS,
      headers: SHARED_HEADERS,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token made in Settings (csb_...), or a Shopify session token.',
        },
      },
      schemas: Object.fromEntries(
        Object.entries(SCHEMAS).map(([name, [schema, io]]) => [name, jsonSchema(schema, io)]),
      ),
    },
  };
}

function paths(): Json {
  return {
    '/connection': {
      get: operation({
        id: 'getConnection',
        summary: 'The Brevo connection; the key is never in it',
        answers: { 200: answer('The connection', json('Connection', EXAMPLES.connection)) },
      }),
      put: operation({
        id: 'putConnection',
        summary: 'Checks a key with Brevo and stores it encrypted',
        body: { content: json('ConnectionRequest', EXAMPLES.connectionRequest), required: true },
        answers: { 200: answer('Connected', json('Connection', EXAMPLES.connection)) },
        problems: ['key_refused', 'brevo_unavailable'],
      }),
      delete: operation({
        id: 'deleteConnection',
        summary: 'Forgets the key; contacts stay as they are',
        answers: { 204: { description: 'Disconnected' } },
      }),
    },
    '/lists': {
      get: operation({
        id: 'getLists',
        summary: 'The lists of the Brevo account',
        answers: { 200: answer('The lists', json('Lists', EXAMPLES.lists)) },
        problems: ['not_connected', 'brevo_unavailable'],
      }),
      post: operation({
        id: 'createList',
        summary: 'Creates a list in the Brevo account',
        body: { content: json('ListRequest', EXAMPLES.listRequest), required: true },
        answers: { 201: answer('Created', json('List', EXAMPLES.list)) },
        problems: ['not_connected', 'brevo_unavailable'],
      }),
    },
    [SKILL]: configurationPath(),
    [`${SKILL}/pause`]: {
      post: operation({
        id: 'pause',
        summary: 'Holds all deliveries',
        description: 'Changes are accepted meanwhile and go out after resume. Twice is the same as once.',
        answers: { 200: answer('Paused', json('Paused', { paused: true })) },
      }),
    },
    [`${SKILL}/resume`]: {
      post: operation({
        id: 'resume',
        summary: 'Lets deliveries go on',
        answers: { 200: answer('Resumed', json('Paused', { paused: false })) },
      }),
    },
    [`${SKILL}/preview`]: {
      post: operation({
        id: 'preview',
        summary: 'The contact that Brevo would hold for a customer, beside the one it holds',
        description:
          'Found by running the delivery itself with every write held back. Nothing is changed in Brevo or in the store.',
        body: { content: json('PreviewRequest', EXAMPLES.previewRequest), required: true },
        answers: { 200: answer('Both sides and their differences', json('Preview', EXAMPLES.preview)) },
        problems: ['not_found', 'not_connected', 'brevo_unavailable', 'store_unavailable'],
      }),
    },
    [`${SKILL}/trigger`]: {
      post: operation({
        id: 'trigger',
        summary: 'Takes a customer event',
        description: 'data.id is required, and data.email unless the event is customer_deleted.',
        body: { content: json('TriggerRequest', EXAMPLES.trigger), required: true },
        answers: { 202: answer('Stored; the delivery follows', json('Accepted', EXAMPLES.accepted)) },
      }),
    },
    [`${SKILL}/status`]: {
      get: operation({
        id: 'getStatus',
        summary: 'The queue, and rates and latencies of a window of time',
        parameters: [
          query('window', { type: 'integer', minimum: 60, maximum: 2_592_000, default: 3600 }, 'In seconds'),
        ],
        answers: { 200: answer('The status', json('Status', EXAMPLES.status)) },
        problems: ['invalid'],
      }),
    },
    [`${SKILL}/log`]: {
      get: operation({
        id: 'getLog',
        summary: 'Sync entries, newest first',
        parameters: [
          query('customer', { type: 'string' }, "The source's plain id, or Shopify's gid"),
          query('outcome', { enum: views.entryView.shape.outcome.options }, 'Only entries that ended so'),
          ...PAGING,
        ],
        answers: { 200: answer('A page of entries', json('LogPage', EXAMPLES.log)) },
        problems: ['invalid'],
      }),
    },
    [`${SKILL}/problems`]: {
      get: operation({
        id: 'getProblems',
        summary: 'Failures that wait for a person, newest first',
        parameters: [query('cause', { type: 'string' }, 'Only problems of this cause'), ...PAGING],
        answers: { 200: answer('A page of problems', json('ProblemPage', EXAMPLES.problems)) },
        problems: ['invalid'],
      }),
    },
    [`${SKILL}/problems/retry`]: {
      post: operation({
        id: 'retryProblems',
        summary: 'Puts problems back into the queue: some, those of a cause, or all',
        body: { content: json('ReplayRequest', EXAMPLES.replay), required: true },
        answers: { 200: answer('How many went back', json('Replayed', EXAMPLES.replayed)) },
        problems: ['not_found'],
      }),
    },
    [`${SKILL}/problems/fix`]: {
      post: operation({
        id: 'fixProblems',
        summary: 'Creates missing attributes in Brevo and syncs again whoever went without',
        body: { content: json('FixRequest', EXAMPLES.fix), required: true },
        answers: { 200: answer('What was created', json('Fixed', EXAMPLES.fixed)) },
        problems: ['not_connected', 'brevo_unavailable'],
      }),
    },
    ...customerPaths(),
    ...runPaths('imports', 'import'),
    ...runPaths('reconciliations', 'reconciliation'),
    ...notificationPaths(),
    ...sourcePaths(),
  };
}

const ETAG = { ETag: { description: 'The version that this is', schema: { type: 'string' } } };

function header(name: string, description: string): Json {
  return { name, in: 'header', required: false, schema: { type: 'string' }, description };
}

function configurationPath(): Json {
  const stored = {
    ...json('Configuration', EXAMPLES.configuration),
    'application/yaml': { schema: { type: 'string' }, example: EXAMPLES.configurationYaml },
  };
  return {
    get: operation({
      id: 'getConfiguration',
      summary: 'The configuration, as JSON or YAML by Accept',
      parameters: [header('If-None-Match', 'An ETag: 304 when nothing changed since')],
      answers: {
        200: { ...answer('The configuration; it can be PUT back unchanged', stored), headers: ETAG },
        304: { description: 'Not changed since' },
      },
    }),
    put: operation({
      id: 'putConfiguration',
      summary: 'Replaces the whole configuration',
      description:
        'JSON or YAML by Content-Type. Keys in camelCase or snake_case, with or without the wrapper skills/customer-sync. What is left out takes its default. A configuration with faults changes nothing; the answer names every fault with its path as it was sent.',
      body: {
        content: {
          ...json('ConfigurationRequest', EXAMPLES.configuration),
          'application/yaml': { schema: { type: 'string' }, example: EXAMPLES.configurationYaml },
        },
        required: true,
      },
      parameters: [
        query('dryRun', { enum: ['true', 'false'] }, 'true: nothing is stored; the answer is what would be'),
        header('If-Match', 'An ETag: refused when somebody saved something since'),
      ],
      answers: { 200: { ...answer('The stored form', stored), headers: ETAG } },
      problems: ['changed_meanwhile'],
    }),
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
