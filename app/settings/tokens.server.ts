import { randomBytes } from 'node:crypto';
import type { ApiToken, PrismaClient } from '@prisma/client';
import { isUuid } from '../domain/uuid.ts';
import type { ShopRef, TokenService, TokenView } from '../services.ts';
import type { Secrets } from './secrets.server.ts';

/** Recognisable to people and to secret scanners. */
export const TOKEN_PREFIX = 'csb_';
const MAX_LIVE = 20;
const MAX_NAME = 100;
/** `lastUsedAt` is for people: a write per call would cost more than the call. */
const USE_NOTED_EVERY_MS = 60_000;

export interface ApiTokens extends TokenService {
  /** Whose token this is: null for one that is unknown, revoked, or of a shop that uninstalled. */
  find(token: string): Promise<{ id: string; shop: ShopRef; name: string } | null>;
}

/** API tokens: `csb_` and 32 random bytes in base64url, stored as a keyed hash and shown once. */
export function createTokenService(parts: {
  prisma: PrismaClient;
  secrets: Secrets;
  now?: () => Date;
}): ApiTokens {
  const { prisma, secrets, now = () => new Date() } = parts;
  return {
    async list(shop) {
      const rows = await prisma.apiToken.findMany({
        where: { shopId: shop.id, revokedAt: null },
        orderBy: { createdAt: 'desc' },
      });
      return rows.map(view);
    },

    async create(shop, name) {
      const token = TOKEN_PREFIX + randomBytes(32).toString('base64url');
      const row = await prisma.$transaction(async (tx) => {
        // The shop's row is the lock: two creations at once cannot both see the last free place.
        await tx.$queryRaw`select id from shops where id = ${shop.id} for update`;
        const live = await tx.apiToken.count({ where: { shopId: shop.id, revokedAt: null } });
        if (live >= MAX_LIVE) return null;
        return tx.apiToken.create({
          data: {
            shopId: shop.id,
            name: name.trim().slice(0, MAX_NAME) || 'API token',
            hash: secrets.fingerprint(token),
            hint: token.slice(-4),
            createdAt: now(),
          },
        });
      });
      return row ? { kind: 'created', token, view: view(row) } : { kind: 'too_many', most: MAX_LIVE };
    },

    async revoke(shop, id) {
      if (!isUuid(id)) return false;
      const where = { id, shopId: shop.id, revokedAt: null };
      const changed = await prisma.apiToken.updateMany({ where, data: { revokedAt: now() } });
      return changed.count > 0;
    },

    async find(token) {
      const row = await prisma.apiToken.findUnique({
        where: { hash: secrets.fingerprint(token) },
        include: { shop: { select: { id: true, domain: true, uninstalledAt: true } } },
      });
      if (!row || row.revokedAt || row.shop.uninstalledAt) return null;
      await noteUse(row);
      return { id: row.id, shop: { id: row.shop.id, domain: row.shop.domain }, name: row.name };
    },
  };

  async function noteUse(row: ApiToken): Promise<void> {
    const before = new Date(now().getTime() - USE_NOTED_EVERY_MS);
    if (row.lastUsedAt && row.lastUsedAt > before) return;
    await prisma.apiToken.updateMany({
      where: { id: row.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: before } }] },
      data: { lastUsedAt: now() },
    });
  }
}

function view(row: ApiToken): TokenView {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
