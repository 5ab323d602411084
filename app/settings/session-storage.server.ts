import type { PrismaClient } from '@prisma/client';
import { Session } from '@shopify/shopify-api';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import { PrismaSessionStorage } from '@shopify/shopify-app-session-storage-prisma';
import type { Log } from '../log.server.ts';
import type { Secrets } from './secrets.server.ts';

/** Shopify's session table, with both tokens encrypted at rest. Create it after the migrations: it looks for the table. */
export function createSessionStorage(prisma: PrismaClient, secrets: Secrets, log: Log): SessionStorage {
  return sealTokens(new PrismaSessionStorage(prisma), secrets, log);
}

/** Wraps any session storage so that what it stores holds no token in clear. */
export function sealTokens(inner: SessionStorage, secrets: Secrets, log: Log): SessionStorage {
  const open = (session: Session): Session | undefined => {
    try {
      return withTokens(session, secrets.decrypt);
    } catch (err) {
      // Another ENCRYPTION_KEY, or a row somebody touched: as good as no session, the next visit makes a new one.
      log.warn({ shop: session.shop, err }, 'A stored Shopify session cannot be decrypted and is ignored');
      return undefined;
    }
  };
  return {
    storeSession: (session) => inner.storeSession(withTokens(session, secrets.encrypt)),
    async loadSession(id) {
      const session = await inner.loadSession(id);
      return session && open(session);
    },
    deleteSession: (id) => inner.deleteSession(id),
    deleteSessions: (ids) => inner.deleteSessions(ids),
    async findSessionsByShop(shop) {
      const sessions = await inner.findSessionsByShop(shop);
      return sessions.map(open).filter((session) => session !== undefined);
    },
  };
}

/** A copy: whoever gave the session goes on using it with the tokens in clear. */
function withTokens(session: Session, change: (token: string) => string): Session {
  const copy = new Session(session.toObject());
  if (session.accessToken) copy.accessToken = change(session.accessToken);
  if (session.refreshToken) copy.refreshToken = change(session.refreshToken);
  return copy;
}
