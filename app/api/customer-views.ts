import { z } from 'zod';
import type { CustomerView, EmailSearch } from '../customer-view.ts';
import { DIFFERENCE_KINDS } from '../domain/difference.ts';
import { entryView, problemView } from './views.ts';

// What the API answers about one customer. Held to the interface by `satisfies`, as in views.ts.

const instant = z.iso.datetime();
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const side = {
  state: z.enum(['found', 'absent', 'unread', 'unasked']).meta({
    description: 'unread: it could not be read just now; unasked: there was nobody or no way to ask',
  }),
  message: z.string().nullable(),
};

const optOut = z.object({ at: z.string(), system: z.string() });

const channel = z.object({
  store: z
    .object({
      state: z.enum(['subscribed', 'unsubscribed', 'pending', 'never', 'invalid', 'redacted']),
      level: z.string().nullable(),
      at: z.string().nullable(),
      system: z.string(),
    })
    .nullable(),
  brevo: z.enum(['blocked', 'open', 'absent', 'unknown']),
  optOut: optOut.nullable().meta({ description: 'The newest known no of the address, from either side' }),
  decision: z
    .object({
      listed: z.union([z.boolean(), z.literal('leave')]),
      block: z.enum(['set', 'lift', 'leave']),
      overruled: optOut.nullable(),
    })
    .nullable()
    .meta({ description: 'What a delivery now would make of it' }),
});

const difference = z.object({
  kind: z.enum(DIFFERENCE_KINDS),
  field: z.string(),
  wanted: z.string().nullable(),
  held: z.string().nullable(),
});

export const customerView = z.object({
  customer: z.string().meta({ description: "The source's plain id" }),
  source: z.string(),
  readAt: instant,
  known: z.boolean(),
  answer: z
    .object({
      code: z.string() as z.ZodType<CustomerView['answer']['code']>,
      params: z.record(z.string(), z.union([z.string(), z.number()])),
      text: z.string(),
    })
    .meta({ description: 'Why this person is or is not in Brevo, in one sentence' }),
  halt: z
    .enum(['not_connected', 'disabled', 'paused', 'key_refused', 'brevo_down'])
    .nullable()
    .meta({ description: 'Why nothing goes out at all' }),
  store: z.object({
    ...side,
    customer: z
      .object({
        email: z.string().nullable(),
        phone: z.string().nullable(),
        firstName: z.string().nullable(),
        lastName: z.string().nullable(),
        tags: z.array(z.string()),
        updatedAt: z.string().nullable(),
      })
      .nullable(),
  }),
  brevo: z.object({
    ...side,
    contact: z
      .object({
        id: z.int(),
        email: z.string().nullable(),
        extId: z.string().nullable(),
        emailBlocked: z.boolean(),
        smsBlocked: z.boolean(),
        onList: z.boolean().meta({ description: 'On the list that the configuration names' }),
        listIds: z.array(z.int()),
        attributes: z.record(z.string(), value),
        modifiedAt: z.string().nullable(),
      })
      .nullable(),
  }),
  consent: z.object({ email: channel, sms: channel }),
  differences: z
    .array(difference)
    .nullable()
    .meta({ description: 'What a delivery now would change; null where the sides could not be compared' }),
  link: z
    .object({
      state: z.enum(['synced', 'skipped', 'unlinked', 'deleted', 'redacted']),
      brevoId: z.int().nullable(),
      syncedAt: instant.nullable(),
      appliedAt: instant.nullable(),
      phoneLeftOut: z.boolean().meta({ description: 'A person decided that the phone stays out of Brevo' }),
    })
    .nullable()
    .meta({ description: 'What the last delivery left' }),
  pending: z
    .object({
      event: z.string(),
      since: instant,
      dueAt: instant,
      attempt: z.int(),
      waitsFor: z.enum(['now', 'retry', 'store', 'batch', 'run']),
      until: instant.nullable(),
    })
    .nullable(),
  problem: problemView.nullable(),
  warnings: z.array(
    z.object({
      code: z.string() as z.ZodType<CustomerView['warnings'][number]['code']>,
      field: z.string(),
      attribute: z.string(),
      text: z.string(),
    }),
  ),
  entries: z.array(entryView),
}) satisfies z.ZodType<CustomerView>;

export const emailSearch = z.object({
  customers: z.array(
    z.object({
      customer: z.string(),
      source: z.string(),
      foundBy: z
        .array(z.enum(['store', 'link']))
        .meta({ description: 'store: has the address now; link: their contact was last sent with it' }),
    }),
  ),
  contact: z
    .object({ id: z.int(), customer: z.string().nullable() })
    .nullable()
    .meta({ description: 'The contact in Brevo with this address; customer is null for a foreign one' }),
  unread: z.array(z.string()).meta({ description: 'Sides that could not be asked, in words' }),
}) satisfies z.ZodType<EmailSearch>;
