import type { TaskList } from 'graphile-worker';
import type { ConnectableSource } from '../services.ts';
import { ingestUrls, openAccess, type SourceConnectionParts } from './source-connections.server.ts';

export interface SourceWebhooks {
  tasks: TaskList;
  crontab: string[];
  /** Looks after them soon: after a start, because an app that was down is why shops stop sending. */
  queueCheck(): Promise<void>;
}

/**
 * Shops that push stop by themselves when nobody took their events for a while, and nobody there turns them on again.
 * Every quarter of an hour they are looked at; where they had stopped they are started, and what was lost meanwhile is
 * found by a comparison.
 */
export function createSourceWebhooks({
  ports,
  connectors,
  appUrl,
  onLost,
}: SourceConnectionParts): SourceWebhooks {
  const ingestUrl = ingestUrls(appUrl);
  return {
    tasks: {
      async source_webhooks() {
        const rows = await ports.db.prisma.sourceConnection.findMany({
          where: { ingestKey: { not: null }, shop: { uninstalledAt: null } },
          include: { shop: { select: { domain: true } } },
        });
        for (const row of rows) {
          const source = row.source as ConnectableSource;
          const { revive } = connectors[source];
          if (!revive || row.ingestKey === null || row.ingestSecret === null) continue;
          const ingest = {
            url: ingestUrl(source, row.ingestKey),
            secret: ports.secrets.decrypt(row.ingestSecret),
          };
          const shop = { id: row.shopId, domain: row.shop.domain };
          await revive(openAccess(ports.secrets, row), ingest).then(
            (lost) => (lost ? onLost(shop, source) : undefined),
            (err: unknown) => ports.log.warn({ err, shopId: shop.id, source }, 'webhooks were not looked at'),
          );
        }
      },
    },
    crontab: ['*/15 * * * * source_webhooks'],
    async queueCheck() {
      await ports.db.pool.query(
        `select graphile_worker.add_job('source_webhooks', job_key := 'source-webhooks')`,
      );
    },
  };
}
