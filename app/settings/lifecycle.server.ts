import type { PrismaClient } from '@prisma/client';
import type { Log } from '../log.server.ts';
import type { ShopRef } from '../services.ts';

/**
 * The life of a shop here: installed, its scopes changed, uninstalled, installed again. Uninstalling keeps the row
 * and everything configured, so that a merchant who comes back finds it as it was; shop/redact is what removes it
 * (app/sync/erase.server.ts).
 */
export interface Lifecycle {
  /** After a token was stored for the shop. Safe to call any number of times. */
  install(session: InstallSession): Promise<ShopRef>;
  /** The installed shop, if there is one. */
  find(domain: string): Promise<ShopRef | null>;
  uninstall(domain: string, triggeredAt: Date): Promise<UninstallEnding>;
  scopesUpdate(domain: string, scopes: string[]): Promise<void>;
}

export interface InstallSession {
  shop: string;
  accessToken?: string | undefined;
  scope?: string | undefined;
}

export type UninstallEnding =
  | { kind: 'uninstalled'; shop: ShopRef }
  /** No such shop, already uninstalled, or a delivery that was triggered before the shop came back. */
  | { kind: 'ignored' };

export interface ShopDetails {
  name: string;
  timeZone: string;
  currency: string;
  countryCode: string;
}

export interface LifecycleOptions {
  prisma: PrismaClient;
  log: Log;
  /** Asks the store for its name, time zone, currency and country. May fail: the install stands anyway. */
  readShopDetails(domain: string, accessToken: string): Promise<ShopDetails>;
  now?: () => Date;
}

/** Details are read again on a visit when they are older than this: merchants move time zones. */
const DETAILS_AGE_MS = 24 * 60 * 60 * 1000;

export function createLifecycle({
  prisma,
  log,
  readShopDetails,
  now = () => new Date(),
}: LifecycleOptions): Lifecycle {
  return {
    async install(session) {
      // One statement, so that the loaders of a first visit, which run at the same time, agree on installed_at.
      const [row] = await prisma.$queryRaw<{ id: number; details_at: Date | null }[]>`
        insert into shops (domain, installed_at, scopes) values (${session.shop}, ${now().toISOString()}::timestamptz, ${session.scope ?? ''})
        on conflict (domain) do update set
          installed_at = case when shops.uninstalled_at is null then shops.installed_at else excluded.installed_at end,
          uninstalled_at = null,
          scopes = case when excluded.scopes = '' then shops.scopes else excluded.scopes end
        returning id, details_at`;
      const shop = { id: row!.id, domain: session.shop };
      const read = row!.details_at?.getTime() ?? 0;
      if (now().getTime() - read > DETAILS_AGE_MS) await readDetails(shop, session.accessToken);
      return shop;
    },

    async find(domain) {
      return prisma.shop.findFirst({
        where: { domain, uninstalledAt: null },
        select: { id: true, domain: true },
      });
    },

    async uninstall(domain, triggeredAt) {
      return prisma.$transaction(async (tx) => {
        const shop = await tx.shop.findUnique({ where: { domain }, select: { id: true, domain: true } });
        if (!shop) return { kind: 'ignored' };
        const changed = await tx.shop.updateMany({
          // Shopify writes whole seconds: an uninstall in the second of the install came after it.
          where: {
            id: shop.id,
            uninstalledAt: null,
            installedAt: { lt: new Date(triggeredAt.getTime() + 1_000) },
          },
          data: { uninstalledAt: now() },
        });
        if (changed.count === 0) return { kind: 'ignored' };
        await tx.session.deleteMany({ where: { shop: domain } });
        return { kind: 'uninstalled', shop };
      });
    },

    async scopesUpdate(domain, scopes) {
      const text = scopes.join(',');
      await prisma.$transaction([
        prisma.shop.updateMany({ where: { domain }, data: { scopes: text } }),
        prisma.session.updateMany({ where: { shop: domain, isOnline: false }, data: { scope: text } }),
      ]);
    },
  };

  async function readDetails(shop: ShopRef, accessToken: string | undefined): Promise<void> {
    if (!accessToken) return;
    try {
      const details = await readShopDetails(shop.domain, accessToken);
      await prisma.shop.updateMany({ where: { id: shop.id }, data: { ...details, detailsAt: now() } });
    } catch (err) {
      log.warn({ shop: shop.domain, err }, 'The shop details could not be read; the next visit tries again');
    }
  }
}
