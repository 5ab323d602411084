import { z } from 'zod';
import { SOURCES } from '../domain/customer.ts';
import { DIFFERENCE_KINDS } from '../domain/difference.ts';
import { ATTRIBUTE_TYPES } from '../domain/mapping-rule.ts';
import type { PreviewView } from '../mapping-service.ts';
import type { BrevoList, ConnectionView, EntryView, ProblemView, RunView, StatusView } from '../services.ts';
import type { Configuration } from '../settings/configuration.ts';
import { sectionsSchema, targetSchema } from '../settings/configuration-schema.ts';

// What the API answers with, for the OpenAPI document. Each is held to the interface it describes by `satisfies`.

const instant = z.iso.datetime();
const count = z.int().min(0);
const rate = z.number().min(0).max(1).nullable();
const milliseconds = z.number().min(0).nullable();

const mapping = z.record(
  z.string().meta({ description: 'A field: firstName, address.city, metafield.namespace.key, tag:VIP ...' }),
  z.union([z.string().meta({ description: 'A Brevo attribute, `email` or `subscription`' }), targetSchema]),
);

/** As it is sent; every key may be left out, and has a spelling in snake_case. */
export const configurationRequest = sectionsSchema.extend({ fieldMapping: mapping.optional() });

/** As it is stored and read: everything is there. */
export const configurationView = sectionsSchema.extend({ fieldMapping: mapping }) satisfies z.ZodType<
  Omit<Configuration, 'fieldMapping'>
>;

export const connectionView = z.object({
  connected: z.boolean(),
  companyName: z.string().nullable(),
  health: z.enum(['ok', 'unauthorized', 'unreachable']).nullable(),
  healthCause: z.string().nullable(),
  healthMessage: z.string().nullable(),
  connectedAt: instant.nullable(),
  checkedAt: instant.nullable(),
}) satisfies z.ZodType<ConnectionView>;

export const listView = z.object({
  id: z.int(),
  name: z.string(),
  subscribers: count,
}) satisfies z.ZodType<BrevoList>;
export const listsView = z.object({ lists: z.array(listView) });

export const statusView = z.object({
  enabled: z.boolean(),
  paused: z.boolean(),
  queueDepth: count.meta({ description: 'Accepted and not yet settled: retries included, problems not' }),
  oldestPendingSeconds: count.nullable(),
  successRate: rate.meta({ description: 'Of the customers that were settled, those that went well' }),
  errorRate: rate.meta({ description: 'Of all attempts, those that failed or have to be repeated' }),
  averageLatencyMs: milliseconds.meta({ description: 'From acceptance to delivery' }),
  p95LatencyMs: milliseconds,
  windowSeconds: z.int(),
}) satisfies z.ZodType<StatusView>;

export const entryView = z.object({
  id: z.string(),
  at: instant,
  source: z.string(),
  customer: z.string().meta({ description: "The source's plain id" }),
  event: z.string(),
  action: z.enum(['create', 'update', 'delete', 'unlink', 'none']),
  outcome: z.enum(['succeeded', 'unchanged', 'skipped', 'retrying', 'failed']),
  attempt: z.int(),
  latencyMs: z.int(),
  httpStatus: z.int().nullable(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  requestId: z.string().nullable(),
}) satisfies z.ZodType<EntryView>;

const nextCursor = z.string().nullable().meta({ description: 'null on the last page' });
export const logPage = z.object({ entries: z.array(entryView), nextCursor });

export const problemView = z.object({
  id: z.uuid(),
  customer: z.string(),
  cause: z.string(),
  message: z.string(),
  fix: z.string(),
  since: instant,
  attempts: z.int(),
}) satisfies z.ZodType<ProblemView>;
export const problemPage = z.object({ problems: z.array(problemView), nextCursor });

export const runView = z.object({
  id: z.uuid(),
  kind: z.enum(['import', 'reconciliation']),
  dryRun: z.boolean().meta({ description: 'Only counts and reports; writes nothing' }),
  repair: z
    .array(z.enum(DIFFERENCE_KINDS))
    .readonly()
    .nullable()
    .meta({ description: 'A reconciliation: the differences that it repairs; null for an import' }),
  scope: z
    .enum(['full', 'recent'])
    .nullable()
    .meta({ description: 'A reconciliation of everything, or of what changed lately; null for an import' }),
  source: z.enum(SOURCES).nullable().meta({ description: 'Which source is read; null: the configured one' }),
  status: z.enum(['queued', 'running', 'paused', 'completed', 'failed', 'cancelled']),
  phase: z.string(),
  counts: z.record(z.string(), z.number()),
  report: z.record(z.string(), z.unknown()),
  error: z.string().nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
}) satisfies z.ZodType<RunView>;
export const runPage = z.object({ runs: z.array(runView), nextCursor });

const attributeValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

const contactState = z
  .object({
    id: z.int().nullable().meta({ description: "Brevo's id; null for a contact that is not there yet" }),
    email: z.string().nullable(),
    extId: z.string().nullable(),
    emailBlacklisted: z.boolean(),
    smsBlacklisted: z.boolean(),
    listIds: z.array(z.int()),
    attributes: z.record(z.string(), attributeValue),
  })
  .nullable() satisfies z.ZodType<PreviewView['contact']>;

const consentPreview = z.object({
  state: z.enum(['subscribed', 'unsubscribed', 'pending', 'never', 'invalid', 'redacted']),
  at: instant.nullable(),
  blocked: z.boolean(),
  optedOut: z
    .object({ at: instant, system: z.string() })
    .nullable()
    .meta({ description: "The opt-out that stands against the store's yes" }),
}) satisfies z.ZodType<PreviewView['consent']['email']>;

export const previewView = z.object({
  customer: z.object({
    source: z.string(),
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
  }),
  action: z.enum(['create', 'update', 'delete', 'unlink', 'none']),
  outcome: z.enum(['succeeded', 'skipped', 'failed']),
  code: z.string().nullable(),
  message: z.string().nullable(),
  contact: contactState.meta({ description: 'What Brevo would hold; null: no contact' }),
  today: contactState.meta({ description: 'What Brevo holds; null: no contact' }),
  differences: z.array(z.string()).meta({
    description: 'email, extId, lists, emailBlacklisted, smsBlacklisted, attributes.NAME',
  }),
  consent: z.object({ email: consentPreview, sms: consentPreview, onList: z.boolean() }),
  attributesToCreate: z.array(
    z.object({
      name: z.string(),
      type: z.enum(ATTRIBUTE_TYPES),
    }),
  ),
  warnings: z.array(
    z.object({
      code: z.enum([
        'invalid_phone',
        'not_a_date',
        'not_a_number',
        'not_a_boolean',
        'unknown_option',
        'not_a_list',
        'missing_attribute',
        'phone_held_by_other',
        'phone_refused',
        'ext_id_held_by_other',
        'kept_opt_out',
      ]),
      field: z.string(),
      attribute: z.string(),
    }),
  ),
}) satisfies z.ZodType<PreviewView>;

export const accepted = z.object({ changeId: z.uuid() });
export const started = z.object({ id: z.uuid() });
export const paused = z.object({ paused: z.boolean() });
export const replayed = z.object({ replayed: count });
export const fixed = z.object({
  created: z.array(z.string()).meta({ description: 'Names of the attributes that were missing' }),
  replayed: count,
  reconciliation: z
    .uuid()
    .nullable()
    .meta({ description: 'The run that brings very many customers up to date; null where they were queued' }),
});

/** RFC 9457, with every fault of what was sent. */
export const problemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().optional(),
  errors: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        line: z.int().optional().meta({ description: 'In a document that was sent as YAML' }),
        column: z.int().optional(),
      }),
    )
    .optional(),
});
