import { isSupportedCountry } from 'libphonenumber-js';
import { z } from 'zod';
import { SOURCES } from '../domain/customer.ts';
import { TRANSFORMS } from '../domain/mapping-rule.ts';
import { refuseAddress } from '../public-internet/address.ts';
import { NOTIFICATION_EVENTS } from './configuration.ts';

const country = z
  .string()
  .toUpperCase()
  .refine((code) => isSupportedCountry(code), 'Must be a country code of two letters such as DE');

const label = z.string().trim().min(1, 'Must not be blank').max(100);
const MAX_STEPS = 50;

const amountTiers = (by: 'spend' | 'orders') =>
  z.strictObject({
    by: z.literal(by),
    steps: z
      .array(z.strictObject({ name: label, from: z.number().min(0).max(1e12) }))
      .min(1)
      .max(MAX_STEPS),
  });

const tiers = z.discriminatedUnion('by', [
  amountTiers('spend'),
  amountTiers('orders'),
  z.strictObject({
    by: z.literal('tag'),
    steps: z
      .array(z.strictObject({ name: label, tag: label }))
      .min(1)
      .max(MAX_STEPS),
  }),
]);

/** The options with their defaults; the order is that of the documents that go out. */
const optionsSchema = z.strictObject({
  syncMode: z.enum(['realtime', 'batch']).default('realtime'),
  deleteBehavior: z.enum(['soft', 'hard']).default('soft'),
  listId: z.int().positive().nullable().default(null),
  updateEnabled: z.boolean().default(true),
  batchIntervalMinutes: z.int().min(5).max(1440).default(15),
  neverConsented: z.enum(['off_list', 'keep_out', 'block']).default('off_list'),
  consentPolicy: z.enum(['both', 'source', 'brevo']).default('both'),
  redactInBrevo: z.boolean().default(true),
  createAttributes: z.boolean().default(true),
  defaultCountry: country.nullable().default(null),
  tiers: tiers.nullable().default(null),
  sourceOrder: z.array(z.enum(SOURCES)).max(SOURCES.length).default([]).meta({
    description:
      'Which source rules a field of a person who is in several: the first with a value. Sources left out come behind, in the order shopify, woocommerce, magento, custom',
  }),
  retentionDays: z.int().min(7).max(730).default(90),
});

const notificationsSchema = z.strictObject({
  webhookUrl: z
    .string()
    .superRefine((text, context) => {
      const reason = refuseAddress(text);
      if (reason !== null) context.addIssue({ code: 'custom', message: reason });
    })
    .nullable()
    .default(null),
  events: z
    .array(z.enum(NOTIFICATION_EVENTS))
    .max(20)
    .default(['sync_completed', 'sync_failed', 'batch_completed']),
  perMinute: z.boolean().default(true),
});

/** Everything but the mapping, which is judged rule by rule (mapping-schema.ts). */
export const sectionsSchema = z.strictObject({
  enabled: z.boolean().default(true),
  source: z.enum(SOURCES).default('shopify'),
  options: optionsSchema.prefault({}),
  notifications: notificationsSchema.prefault({}),
  debug: z.boolean().default(false),
  logLevel: z.enum(['info', 'verbose']).default('info'),
});

const constant = z.union(
  [z.string().max(1000), z.number(), z.boolean()],
  'Must be a text, a number or true or false',
);

/** A mapping target in its long form. */
export const targetSchema = z.strictObject({
  attribute: z.string(),
  transform: z.enum(TRANSFORMS).optional(),
  separator: z.string().max(10).optional(),
  default: constant.optional(),
  value: constant.optional(),
  country: country.optional(),
  whenEmpty: z.enum(['clear', 'keep']).optional(),
});
