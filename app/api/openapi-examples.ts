import type { PreviewView } from '../mapping-service.ts';
import type { EntryView, ProblemView, RunView, StatusView } from '../services.ts';
import { shippedConfiguration } from '../settings/defaults.ts';
import { stringifyConfiguration } from '../settings/yaml.ts';

// Examples of the OpenAPI document. A test holds each against its schema.

const ID = '0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10';
const shipped = shippedConfiguration(null);
const configuration = { ...shipped, options: { ...shipped.options, listId: 5 } };

const status: StatusView = {
  enabled: true,
  paused: false,
  queueDepth: 3,
  oldestPendingSeconds: 2,
  successRate: 0.998,
  errorRate: 0.004,
  averageLatencyMs: 840,
  p95LatencyMs: 2100,
  windowSeconds: 3600,
};

const entry: EntryView = {
  id: '48211',
  at: '2026-11-24T10:00:02.120Z',
  source: 'shopify',
  customer: '7301123456789',
  event: 'customer_updated',
  action: 'update',
  outcome: 'succeeded',
  attempt: 1,
  latencyMs: 820,
  httpStatus: 204,
  code: null,
  message: null,
  requestId: 'b1f8d0e2',
};

const problem: ProblemView = {
  id: ID,
  customer: '7301123456789',
  cause: 'attribute_missing',
  message: 'The field mapping names an attribute that Brevo does not have, or that is of another type.',
  fix: 'Open Field mapping and create the attribute or choose another, then retry.',
  since: '2026-11-24T10:00:02.120Z',
  attempts: 1,
};

const run: RunView = {
  id: ID,
  kind: 'import',
  dryRun: false,
  repair: null,
  scope: null,
  source: null,
  status: 'running',
  phase: 'importing',
  counts: {
    ...{
      total: 12000,
      read: 12000,
      create: 11000,
      change: 400,
      unchanged: 480,
      skip: 120,
      blockedByConsent: 900,
    },
    ...{ contactsBefore: 700, contactsAfter: 11700, imported: 8200, single: 40, remaining: 3200 },
  },
  report: { perSecond: 900, secondsLeft: 4, skippedBecause: { invalid_email: 120 } },
  error: null,
  createdAt: '2026-11-24T10:00:00.000Z',
  startedAt: '2026-11-24T10:00:00.000Z',
  endedAt: null,
};

const contact = {
  id: 41,
  email: 'ada@example.com',
  extId: '7301123456789',
  emailBlacklisted: false,
  smsBlacklisted: false,
  listIds: [5],
  attributes: { FIRSTNAME: 'Ada', TOTAL_ORDERS: 2 },
};

const preview: PreviewView = {
  customer: { source: 'shopify', id: '7301123456789', name: 'Ada Lovelace', email: 'ada@example.com' },
  action: 'update',
  outcome: 'succeeded',
  code: null,
  message: null,
  contact: { ...contact, attributes: { FIRSTNAME: 'Ada', LASTNAME: 'Lovelace', TOTAL_ORDERS: 3 } },
  today: contact,
  differences: ['attributes.LASTNAME', 'attributes.TOTAL_ORDERS'],
  consent: {
    email: { state: 'subscribed', at: '2026-10-02T08:15:00.000Z', blocked: false, optedOut: null },
    sms: { state: 'never', at: null, blocked: false, optedOut: null },
    onList: true,
  },
  attributesToCreate: [],
  warnings: [],
};

export const EXAMPLES = {
  configuration,
  configurationYaml: stringifyConfiguration(configuration),
  connection: {
    connected: true,
    companyName: 'Example Shop',
    health: 'ok',
    healthCause: null,
    healthMessage: null,
    connectedAt: '2026-11-24T09:00:00.000Z',
    checkedAt: '2026-11-24T10:00:00.000Z',
  },
  connectionRequest: { apiKey: 'xkeysib-...' },
  lists: { lists: [{ id: 5, name: 'Customers', subscribers: 1200 }] },
  list: { id: 5, name: 'Customers', subscribers: 0 },
  listRequest: { name: 'Customers' },
  trigger: {
    event: 'customer_updated',
    timestamp: '2026-11-24T10:00:00Z',
    data: { id: 'c-1001', email: 'ada@example.com', firstName: 'Ada' },
    changes: { firstName: { old: 'A.', new: 'Ada' } },
  },
  accepted: { changeId: ID },
  status,
  log: { entries: [entry], nextCursor: 'NDgyMTE' },
  problems: { problems: [problem], nextCursor: null },
  replay: { cause: 'attribute_missing' },
  replayed: { replayed: 12 },
  fix: { fix: 'create_attributes' },
  fixed: { created: ['NOTE'], replayed: 12, reconciliation: null },
  run,
  runs: { runs: [run], nextCursor: null },
  preview,
  previewRequest: { customerId: '7301123456789' },
  runRequest: { dryRun: true },
  reconciliationRequest: { repair: ['missing_in_brevo', 'attribute_differs', 'consent_differs'] },
  started: { id: ID },
  invalid: {
    type: 'urn:customer-sync:problem:invalid',
    title: 'The request is not valid',
    status: 422,
    detail: 'options.syncMode: Expected one of "realtime"|"batch"',
    errors: [{ path: 'options.syncMode', message: 'Expected one of "realtime"|"batch"' }],
  },
};
