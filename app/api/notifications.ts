import { z } from 'zod';
import type { MessageView, NotificationSecretView } from '../services.ts';
import { NOTIFICATION_EVENTS } from '../settings/configuration.ts';
import { answer as answers, type Json, json, operation, PAGING, SKILL } from './openapi-operation.ts';

// Notifications in the API: what it answers with, and the OpenAPI words for it.

const instant = z.iso.datetime();

export const messageView = z.object({
  id: z.uuid().meta({ description: 'Also `webhook-id`, the same in every attempt' }),
  event: z.enum([...NOTIFICATION_EVENTS, 'test']),
  createdAt: instant,
  status: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int().min(0),
  lastAt: instant.nullable(),
  nextAt: instant.nullable().meta({ description: 'When it is tried next' }),
  httpStatus: z.int().nullable(),
  durationMs: z.int().nullable(),
  error: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<MessageView>;

export const messagePage = z.object({
  notifications: z.array(messageView),
  nextCursor: z.string().nullable().meta({ description: 'null on the last page' }),
});

export const notificationSecretView = z.object({
  secret: z.string().meta({ description: 'whsec_ and 32 bytes in base64' }),
  createdAt: instant,
  formerValidUntil: instant
    .nullable()
    .meta({ description: 'After a rotation: until when the former secret signs too' }),
}) satisfies z.ZodType<NotificationSecretView>;

const SYNC = {
  at: '2026-11-24T10:00:02.120Z',
  source: 'shopify',
  customer: '7301123456789',
  event: 'customer_updated',
  action: 'update',
  outcome: 'succeeded',
  attempt: 1,
  latencyMs: 820,
  code: null,
  message: null,
};

const MESSAGE: MessageView = {
  id: '0198f0c2-6a51-7c3e-9d53-1f2f6f3f5a10',
  event: 'sync_completed',
  createdAt: '2026-11-24T10:00:03.000Z',
  status: 'delivered',
  attempts: 1,
  lastAt: '2026-11-24T10:00:03.100Z',
  nextAt: null,
  httpStatus: 204,
  durationMs: 84,
  error: null,
  data: {
    from: SYNC.at,
    to: '2026-11-24T10:00:03.000Z',
    count: 1,
    outcomes: { succeeded: 1 },
    syncs: [SYNC],
  },
};

const SECRET: NotificationSecretView = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  createdAt: '2026-11-24T10:00:00.000Z',
  formerValidUntil: null,
};

export function notificationPaths(): Json {
  const path = `${SKILL}/notifications`;
  return {
    [path]: {
      get: operation({
        id: 'getNotifications',
        summary: 'Messages to the webhook address and how they were delivered, newest first',
        description:
          'Each message is a POST of `{type, timestamp, data}`, signed by the Standard Webhooks specification. Kept for 30 days.',
        parameters: PAGING,
        answers: {
          200: answers(
            'A page of messages',
            json('NotificationPage', { notifications: [MESSAGE], nextCursor: null }),
          ),
        },
        problems: ['invalid'],
      }),
    },
    [`${path}/send-test`]: {
      post: operation({
        id: 'sendTestNotification',
        summary: 'Sends a message of the event `test` at once and tells how that went',
        answers: {
          200: answers(
            'How it went',
            json('Notification', { ...MESSAGE, event: 'test', data: { shop: 'example.myshopify.com' } }),
          ),
        },
        problems: ['not_allowed_now'],
      }),
    },
    [`${path}/{id}/resend`]: {
      post: operation({
        id: 'resendNotification',
        summary: 'Sends a message again that was delivered or given up',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
        answers: { 204: { description: 'It is in the queue again' } },
        problems: ['not_found'],
      }),
    },
    [`${path}/secret`]: {
      get: operation({
        id: 'getNotificationSecret',
        summary: 'What messages are signed with',
        answers: { 200: answers('The secret', json('NotificationSecret', SECRET)) },
      }),
      post: operation({
        id: 'rotateNotificationSecret',
        summary: 'A new secret; for a day messages carry a signature of the former one too',
        answers: { 200: answers('The new secret', json('NotificationSecret', SECRET)) },
      }),
    },
  };
}
