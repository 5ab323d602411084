import { randomUUID } from 'node:crypto';
import type { NotificationMessage } from '@prisma/client';
import type { TaskList } from 'graphile-worker';
import { isUuid } from '../../domain/uuid.ts';
import type { MessageView, NotificationService } from '../../services.ts';
import type { NotificationEvent } from '../../settings/configuration.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { type DeliveryParts, deliverMessage, deliverMessages } from './deliver.server.ts';
import { forgetReceiver, hurryWaiting } from './queue.sql.ts';
import { rotateSecret, validSecrets } from './signing.server.ts';
import { tellBatch, tellGathered } from './summary.server.ts';
import { wakeNotifications } from './tell.sql.ts';

/** Messages to the merchant's own address: what the worker does for them, and what screens and the API may ask. */
export function createNotifications(parts: DeliveryParts): {
  service: NotificationService;
  tasks: TaskList;
  /** The merchant saved settings: a receiver that was left alone is tried again, it may be another one now. */
  onConfigured(shopId: number): Promise<void>;
} {
  const { ports, readConfiguration } = parts;
  const { pool, prisma } = ports.db;

  async function tryNow(shopId: number): Promise<void> {
    await hurryWaiting(pool, shopId, new Date(ports.now()));
    await wakeNotifications(pool, shopId);
  }

  return {
    async onConfigured(shopId) {
      if (await forgetReceiver(pool, shopId)) await tryNow(shopId);
    },
    tasks: {
      async notify(payload) {
        await deliverMessages(parts, (payload as { shopId: number }).shopId);
      },
      async notification_summary(payload) {
        const { shopId, event } = payload as { shopId: number; event: 'sync_completed' | 'sync_failed' };
        await tellGathered(ports, shopId, event);
      },
      async notification_batch(payload) {
        await tellBatch(ports, readConfiguration, (payload as { shopId: number }).shopId);
      },
    },
    service: {
      async messages(shop, { limit, cursor }) {
        const [at, id] = cursor === undefined ? [] : (readCursor(cursor, 'message')?.split('|') ?? []);
        const rows = await prisma.notificationMessage.findMany({
          where: {
            shopId: shop.id,
            ...(at && id
              ? { OR: [{ createdAt: { lt: new Date(at) } }, { createdAt: new Date(at), id: { lt: id } }] }
              : {}),
          },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: limit + 1,
        });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          messages: page.map(viewOf),
          nextCursor:
            rows.length > limit && last ? writeCursor(`${last.createdAt.toISOString()}|${last.id}`) : null,
        };
      },

      async sendTest(shop) {
        const { webhookUrl } = (await readConfiguration(shop)).notifications;
        if (webhookUrl === null) return { kind: 'no_address' };
        const secrets = await validSecrets(ports, shop.id);
        const message = await prisma.notificationMessage.create({
          data: {
            id: randomUUID(),
            shopId: shop.id,
            event: 'test',
            data: { shop: shop.domain },
            createdAt: new Date(ports.now()),
            // Never taken up by the worker: a person waits for this one answer.
            status: 'failed',
          },
        });
        const handover = await deliverMessage(
          parts,
          { ...message, attempts: LAST_ATTEMPT },
          webhookUrl,
          secrets,
        );
        if (handover.kind === 'taken') {
          await forgetReceiver(pool, shop.id);
          await tryNow(shop.id);
        }
        const row = await prisma.notificationMessage.findUniqueOrThrow({ where: { id: message.id } });
        return { kind: 'sent', message: viewOf(row) };
      },

      async resend(shop, id) {
        if (!isUuid(id)) return false;
        const { count } = await prisma.notificationMessage.updateMany({
          where: { id, shopId: shop.id, status: { in: ['failed', 'delivered'] }, event: { not: 'test' } },
          data: { status: 'waiting', attempts: 0, nextAt: new Date(ports.now()) },
        });
        if (count > 0) await wakeNotifications(pool, shop.id);
        return count > 0;
      },

      async secret(shop) {
        return secretView(await validSecrets(ports, shop.id));
      },

      async rotateSecret(shop) {
        await rotateSecret(ports, shop.id);
        return secretView(await validSecrets(ports, shop.id));
      },
    },
  };
}

/** Beyond the schedule: whatever happens, there is no attempt after it. */
const LAST_ATTEMPT = 1_000;

function secretView(secrets: Awaited<ReturnType<typeof validSecrets>>) {
  const [current, former] = secrets;
  return {
    secret: current?.secret ?? '',
    createdAt: current?.createdAt.toISOString() ?? '',
    formerValidUntil: former?.expiresAt?.toISOString() ?? null,
  };
}

function viewOf(row: NotificationMessage): MessageView {
  return {
    id: row.id,
    event: row.event as NotificationEvent | 'test',
    createdAt: row.createdAt.toISOString(),
    status: row.status as MessageView['status'],
    attempts: row.attempts,
    lastAt: row.lastAt?.toISOString() ?? null,
    nextAt: row.status === 'waiting' ? row.nextAt.toISOString() : null,
    httpStatus: row.httpStatus,
    durationMs: row.durationMs,
    error: row.error,
    data: row.data as Record<string, unknown>,
  };
}
