import { z } from 'zod';
import { SOURCES } from '../domain/customer.ts';
import { DIFFERENCE_KINDS } from '../domain/difference.ts';
import { isStorable } from '../domain/storable.ts';

// What clients send, beside the configuration (settings/configuration-schema.ts) and the trigger
// (sources/custom/trigger.ts). The OpenAPI document is made from these.

export const connectionRequest = z.strictObject({
  apiKey: z
    .string()
    .trim()
    .min(1, 'Must not be blank')
    .max(500)
    // It is sent as a header: other characters would break the call before Brevo could judge it.
    .regex(/^[!-~]*$/, 'Must not hold spaces or characters that no key has')
    .meta({ description: 'A v3 API key of the Brevo account' }),
});

export const listRequest = z.strictObject({ name: z.string().trim().min(1, 'Must not be blank').max(100) });

export const runRequest = z.strictObject({
  dryRun: z.boolean().default(false).meta({ description: 'Only count and report what would be done' }),
  source: z
    .enum(SOURCES)
    .optional()
    .meta({ description: 'Which source is read; absent: the configured one' }),
});

export const previewRequest = z
  .strictObject({
    customerId: z
      .string()
      .trim()
      .min(1, 'Must not be blank')
      .max(255)
      .refine(isStorable, 'Holds characters that cannot be stored')
      .transform((id) => id.replace(/^gid:\/\/shopify\/Customer\//, '')),
    configuration: z
      .unknown()
      .optional()
      .meta({ description: 'A configuration as for PUT; the stored one when it is left out' }),
  })
  .meta({ description: 'Which customer, and by which configuration' });
export const reconciliationRequest = runRequest.extend({
  scope: z.enum(['full', 'recent']).default('full').meta({
    description:
      'recent: only what changed on either side since the last reconciliation; this runs every hour by itself',
  }),
  repair: z.array(z.enum(DIFFERENCE_KINDS)).max(DIFFERENCE_KINDS.length).optional().meta({
    description:
      'What is repaired: customers all of whose differences are among these. Left out: everything but foreign_on_list, contacts on the list that belong to no customer; these are taken off it where asked for, and never deleted. An empty list only reports.',
  }),
});

const MAX_IDS = 1000;

export const replayRequest = z
  .strictObject({
    ids: z.array(z.string().max(100)).min(1).max(MAX_IDS).optional(),
    cause: z.string().min(1).max(100).refine(isStorable, 'Not a cause').optional(),
    all: z.literal(true, 'Must be true').optional(),
  })
  .refine(
    (chosen) => Object.values(chosen).filter((v) => v !== undefined).length === 1,
    'Must hold one of ids, cause, all',
  )
  .meta({ description: 'Exactly one of the three', minProperties: 1, maxProperties: 1 });

export const fixRequest = z
  .strictObject({
    fix: z.literal('create_attributes').meta({
      description:
        'Creates the attributes that the mapping names and Brevo lacks, and syncs again whoever went without',
    }),
  })
  .meta({ description: 'What is to be mended' });

export const phoneRequest = z
  .strictObject({ leftOut: z.boolean().meta({ description: 'true: the phone stays out of Brevo' }) })
  .meta({ description: "Whether the customer's phone goes to Brevo" });
