import type { PrismaClient } from '@prisma/client';
import { Session } from '@shopify/shopify-api';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import type { Log } from '../../log.server.ts';
import type { ShopRef } from '../../services.ts';
import type { Lifecycle } from '../../settings/lifecycle.server.ts';
import type { Secrets } from '../../settings/secrets.server.ts';
import { readSessionToken, type TokenReading } from './session-token.ts';
import { createTokenEndpoint, type TokenPair } from './token-endpoint.server.ts';

/** Who may come in from a store, and with what token the app goes there. */
export interface ShopifyAccess {
  verifySessionToken(token: string): Promise<TokenReading>;
  /** For the API: a session token that was verified completes the install when nothing is stored yet. */
  ensureInstalled(domain: string, idToken: string): Promise<InstalledEnding>;
  /** A token that lives at least a few more minutes. */
  offlineToken(domain: string): Promise<TokenEnding>;
  /** What the staff member is called whose session token it is; null where the store does not tell. */
  staffName(domain: string, idToken: string, userId: string): Promise<string | null>;
  /** The store answered 401 to this token: the next call refreshes it, and a visit makes a new session. */
  tokenRejected(domain: string, accessToken: string): Promise<void>;
}

export type InstalledEnding =
  | { kind: 'installed'; shop: ShopRef }
  | { kind: 'refused'; reason: 'token_refused' | 'shopify_unreachable' };

export type TokenEnding =
  | { kind: 'token'; accessToken: string }
  /** no_session and refresh_refused: only a visit of the merchant helps. shopify_unreachable: later may help. */
  | { kind: 'none'; reason: 'no_session' | 'refresh_refused' | 'shopify_unreachable' };

export interface ShopifyAccessOptions {
  app: { apiKey: string; apiSecret: string };
  prisma: PrismaClient;
  secrets: Secrets;
  /** The storage that encrypts (settings/session-storage.server.ts). */
  sessionStorage: SessionStorage;
  lifecycle: Pick<Lifecycle, 'install' | 'find'>;
  log: Log;
}

/** Shopify's package uses the same five minutes for the calls of a merchant who looks at the app. */
const EARLY_MS = 5 * 60 * 1000;
/** First key of the advisory lock: "the token of a shop is being refreshed". */
const REFRESH_LOCK = 7_203_332;

/** Names are asked for again when a process has gathered so many. */
const MOST_NAMES = 10_000;

type Tokens = Pick<Session, 'accessToken' | 'refreshToken' | 'expires' | 'refreshTokenExpires'>;

export function createShopifyAccess(options: ShopifyAccessOptions): ShopifyAccess {
  const { app, prisma, secrets, sessionStorage, lifecycle, log } = options;
  const endpoint = createTokenEndpoint(app);
  /** Callers of one process share one refresh, so that a burst does not fill the pool with waiters for the lock. */
  const refreshing = new Map<string, Promise<TokenEnding>>();
  const names = new Map<string, string>();
  const installing = new Map<string, Promise<InstalledEnding>>();

  return {
    verifySessionToken: (token) => readSessionToken(token, app),

    async ensureInstalled(domain, idToken) {
      const shop = await lifecycle.find(domain);
      const session = await sessionStorage.loadSession(sessionId(domain));
      if (session && isAlive(session)) {
        return { kind: 'installed', shop: shop ?? (await lifecycle.install(session)) };
      }
      return shared(installing, domain, () => completeInstall(domain, idToken));
    },

    async offlineToken(domain) {
      const session = await sessionStorage.loadSession(sessionId(domain));
      if (!session?.accessToken) return { kind: 'none', reason: 'no_session' };
      if (livesFor(session.expires, EARLY_MS)) return { kind: 'token', accessToken: session.accessToken };
      return shared(refreshing, domain, () => refreshUnderLock(domain));
    },

    async staffName(domain, idToken, userId) {
      const key = `${domain} ${userId}`;
      const known = names.get(key);
      if (known !== undefined) return known;
      const name = await endpoint.staffName(domain, idToken);
      if (name === null) return null;
      if (names.size >= MOST_NAMES) names.clear();
      names.set(key, name);
      return name;
    },

    async tokenRejected(domain, accessToken) {
      const row = await prisma.session.findUnique({ where: { id: sessionId(domain) } });
      if (!row || openTokens(row).accessToken !== accessToken) return;
      // Only the token that was refused: a newer one has another cipher text.
      const where = { id: row.id, accessToken: row.accessToken };
      await prisma.session.updateMany({ where, data: { expires: new Date() } });
    },
  };

  async function completeInstall(domain: string, idToken: string): Promise<InstalledEnding> {
    const grant = await endpoint.exchange(domain, idToken);
    if (grant.kind === 'refused') {
      log.warn({ shop: domain, code: grant.code }, 'Shopify refused to exchange a session token');
      return { kind: 'refused', reason: 'token_refused' };
    }
    if (grant.kind === 'unreachable') {
      log.warn(
        { shop: domain, reason: grant.message },
        'The install could not be completed: no answer from Shopify',
      );
      return { kind: 'refused', reason: 'shopify_unreachable' };
    }
    const session = toSession(domain, grant.pair);
    await sessionStorage.storeSession(session);
    return { kind: 'installed', shop: await lifecycle.install(session) };
  }

  /**
   * One refresh for any number of processes: whoever waited for the lock reads again and finds the new pair. The
   * pair is written in the same transaction, over exactly the refresh token that was spent: a visit of the merchant
   * (which exchanges, and knows no lock) or an uninstall in between is not overwritten.
   */
  async function refreshUnderLock(domain: string): Promise<TokenEnding> {
    return prisma.$transaction(
      async (tx): Promise<TokenEnding> => {
        await tx.$executeRaw`select pg_advisory_xact_lock(${REFRESH_LOCK}::int, hashtext(${domain}))`;
        const id = sessionId(domain);
        const row = await tx.session.findUnique({ where: { id } });
        const held = row && openTokens(row);
        if (!row || !held?.accessToken) return { kind: 'none', reason: 'no_session' };
        if (livesFor(held.expires, EARLY_MS)) return { kind: 'token', accessToken: held.accessToken };
        const grant =
          held.refreshToken && livesFor(held.refreshTokenExpires, 0)
            ? await endpoint.refresh(domain, held.refreshToken)
            : ({ kind: 'refused', code: 'no_refresh_token' } as const);
        const where = { id, refreshToken: row.refreshToken };
        if (grant.kind === 'granted') {
          await tx.session.updateMany({ where, data: sealPair(grant.pair) });
          return { kind: 'token', accessToken: grant.pair.accessToken };
        }
        if (grant.kind === 'refused') {
          const newer = await tx.session.findUnique({ where: { id } });
          if (newer && newer.refreshToken !== row.refreshToken) {
            const token = openTokens(newer).accessToken;
            if (token) return { kind: 'token', accessToken: token };
          }
          // Forgotten, so that the next visit or API call knows to make a new session.
          await tx.session.updateMany({ where, data: { refreshToken: null, refreshTokenExpires: null } });
        }
        log.warn({ shop: domain, ending: grant }, 'The Shopify access token could not be refreshed');
        if (livesFor(held.expires, 0)) return { kind: 'token', accessToken: held.accessToken };
        return { kind: 'none', reason: grant.kind === 'refused' ? 'refresh_refused' : 'shopify_unreachable' };
      },
      // The lock's other holder may be waiting for Shopify.
      { maxWait: 30_000, timeout: 45_000 },
    );
  }

  function openTokens(row: { accessToken: string; refreshToken: string | null } & DatesOfRow): Tokens {
    return {
      accessToken: row.accessToken ? secrets.decrypt(row.accessToken) : '',
      ...(row.refreshToken ? { refreshToken: secrets.decrypt(row.refreshToken) } : {}),
      ...(row.expires ? { expires: row.expires } : {}),
      ...(row.refreshTokenExpires ? { refreshTokenExpires: row.refreshTokenExpires } : {}),
    };
  }

  function sealPair(pair: TokenPair) {
    return {
      accessToken: secrets.encrypt(pair.accessToken),
      expires: pair.expires,
      refreshToken: pair.refreshToken && secrets.encrypt(pair.refreshToken),
      refreshTokenExpires: pair.refreshTokenExpires,
      ...(pair.scope ? { scope: pair.scope } : {}),
    };
  }
}

interface DatesOfRow {
  expires: Date | null;
  refreshTokenExpires: Date | null;
}

/** Shopify's package names the offline session of a shop like this. */
function sessionId(domain: string): string {
  return `offline_${domain}`;
}

/** No date means: does not expire. */
function livesFor(expires: Date | null | undefined, ms: number): boolean {
  return !expires || expires.getTime() - ms > Date.now();
}

/** There is a token, or a way to the next one. */
function isAlive(session: Tokens): boolean {
  if (!session.accessToken) return false;
  return (
    livesFor(session.expires, EARLY_MS) ||
    Boolean(session.refreshToken && livesFor(session.refreshTokenExpires, 0))
  );
}

function toSession(domain: string, pair: TokenPair): Session {
  return new Session({
    id: sessionId(domain),
    shop: domain,
    state: '',
    isOnline: false,
    scope: pair.scope,
    accessToken: pair.accessToken,
    ...(pair.expires ? { expires: pair.expires } : {}),
    ...(pair.refreshToken ? { refreshToken: pair.refreshToken } : {}),
    ...(pair.refreshTokenExpires ? { refreshTokenExpires: pair.refreshTokenExpires } : {}),
  });
}

function shared<T>(running: Map<string, Promise<T>>, key: string, start: () => Promise<T>): Promise<T> {
  const known = running.get(key);
  if (known) return known;
  const started = start().finally(() => running.delete(key));
  running.set(key, started);
  return started;
}
