import type { ShopEvent } from '../domain/shop-event.ts';
import type { Ports } from '../ports.ts';
import { queueWebhookRemoval } from '../settings/brevo-webhook.sql.ts';
import type { Lifecycle } from '../settings/lifecycle.server.ts';
import { forgetFound } from './difference.sql.ts';
import { openNotice } from './health.server.ts';
import { forgetBatchesOf, forgetPrepared } from './import-batch.sql.ts';
import { blankLink, saveLinks } from './link.sql.ts';

/** What Shopify says of the shop itself (shopify.app.toml); each may come twice and in any order. */
export function shopEvents(
  ports: Ports,
  lifecycle: Pick<Lifecycle, 'uninstall' | 'scopesUpdate'>,
  onBulkFinished: (shopId: number, operationId: string) => Promise<void>,
) {
  return async (shopId: number, domain: string, event: ShopEvent): Promise<void> => {
    switch (event.name) {
      case 'uninstalled': {
        const ending = await lifecycle.uninstall(domain, new Date(event.at));
        ports.log.info({ shop: domain, ending: ending.kind }, 'the app was uninstalled');
        return;
      }
      case 'scopes_updated':
        return lifecycle.scopesUpdate(domain, event.scopes);
      case 'bulk_finished':
        return onBulkFinished(shopId, event.operationId);
      case 'data_requested':
        return openNotice(ports, shopId, 'data_request', { customer: event.customerId });
      case 'customer_erased':
        return eraseCustomer(ports, shopId, event.customerId);
      case 'redacted':
        return eraseShop(ports, shopId, domain);
    }
  };
}

/** shop/redact: everything of the shop goes, settings and key included. A shop that came back meanwhile keeps it. */
async function eraseShop(ports: Ports, shopId: number, domain: string): Promise<void> {
  const { prisma } = ports.db;
  await forgetBatchesOf(ports.db.pool, shopId);
  const erased = await prisma.$transaction(async (tx) => {
    const connection = await tx.connection.findUnique({ where: { shopId } });
    const gone = await tx.shop.deleteMany({ where: { id: shopId, NOT: { uninstalledAt: null } } });
    if (gone.count === 0) return false;
    await tx.pendingChange.deleteMany({ where: { shopId } });
    await tx.webhookReceipt.deleteMany({ where: { shopId } });
    // Or Brevo would go on sending us the addresses of people we have nothing to do with any more.
    if (connection) for (const statement of queueWebhookRemoval(tx, connection)) await statement;
    return true;
  });
  if (!erased) return;
  await prisma.session.deleteMany({ where: { shop: domain } });
  ports.log.info({ shop: domain }, 'everything of the shop was erased on request');
}

/** What we hold of one customer, without Brevo: the shop has uninstalled, so its account is not ours to touch. */
async function eraseCustomer(ports: Ports, shopId: number, customerId: string): Promise<void> {
  const where = { shopId, source: 'shopify', customerId };
  await ports.db.prisma.$transaction([
    ports.db.prisma.pendingChange.deleteMany({ where }),
    ports.db.prisma.problem.deleteMany({ where }),
  ]);
  await forgetFound(ports.db.pool, [where]);
  await forgetPrepared(ports.db.pool, shopId, [customerId]);
  const now = new Date(ports.now());
  const tombstone = {
    ...blankLink(shopId, 'shopify', customerId),
    state: 'redacted' as const,
    appliedAt: now.toISOString(),
  };
  await saveLinks(ports.db.pool, [tombstone], now);
}
