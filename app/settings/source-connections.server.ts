import { randomBytes } from 'node:crypto';
import type { Prisma, PrismaClient, SourceConnection } from '@prisma/client';
import type { Source } from '../domain/customer.ts';
import type { Ports } from '../ports.ts';
import type {
  ConnectableSource,
  ConnectSourceEnding,
  ShopRef,
  SourceService,
  SourceView,
} from '../services.ts';
import type { Connector, SourceAccess } from '../sources/connector.ts';
import { INGEST_PATH } from '../sources/ingest.ts';
import type { Secrets } from './secrets.server.ts';

export interface SourceConnectionParts {
  ports: Pick<Ports, 'db' | 'secrets' | 'now' | 'log'>;
  connectors: Record<ConnectableSource, Connector>;
  /** The app's public address. */
  appUrl: string;
  /** A source is connected from now on. */
  onConnected(shop: ShopRef, source: ConnectableSource): Promise<unknown>;
  /** Events of a source were lost: somebody has to compare. */
  onLost(shop: ShopRef, source: ConnectableSource): Promise<unknown>;
}

/** The shop's other sources: checked before they are stored, credentials and secrets encrypted at rest. */
export function createSourceService({
  ports,
  connectors,
  appUrl,
  onConnected,
  onLost,
}: SourceConnectionParts): SourceService {
  const { prisma } = ports.db;
  const find = (shop: ShopRef, source: ConnectableSource) =>
    prisma.sourceConnection.findUnique({ where: { shopId_source: { shopId: shop.id, source } } });
  const ingestUrl = ingestUrls(appUrl);

  function viewOf(row: SourceConnection): SourceView {
    return {
      source: row.source as ConnectableSource,
      url: row.url,
      health: row.health as SourceView['health'],
      healthMessage: row.healthMessage,
      connectedAt: row.connectedAt.toISOString(),
      checkedAt: row.checkedAt.toISOString(),
      receivedAt: row.receivedAt?.toISOString() ?? null,
      ingestUrl: row.ingestKey === null ? null : ingestUrl(row.source, row.ingestKey),
      options: row.options as Record<string, unknown>,
    };
  }

  /** Has the other shop send its events; what fails there does not undo the connection, it is set up by hand then. */
  async function subscribe(source: ConnectableSource, access: SourceAccess, url: string, secret: string) {
    const { subscribe: tell } = connectors[source];
    if (!tell) return true;
    return tell(access, { url, secret }).catch((err: unknown) => {
      ports.log.warn({ err, source }, 'the other shop could not be told where to send its events');
      return false;
    });
  }

  return {
    async list(shop) {
      const rows = await prisma.sourceConnection.findMany({
        where: { shopId: shop.id },
        orderBy: { connectedAt: 'asc' },
      });
      return rows.map(viewOf);
    },

    async connect(shop, source, sent): Promise<ConnectSourceEnding> {
      const connector = connectors[source];
      const reading = connector.read(sent);
      if (reading.kind === 'invalid') return reading;
      const checked = await connector.check(reading.access);
      if (checked.kind !== 'ok') return checked;
      const access = { ...reading.access, options: { ...reading.access.options, ...checked.found } };
      const before = await find(shop, source);
      const now = new Date(ports.now());
      const secret = connector.newSecret?.() ?? null;
      const key = secret === null ? null : (before?.ingestKey ?? randomBytes(24).toString('base64url'));
      // Another shop has other customers: where polling stood says nothing about it.
      const moved = before !== null && before.url !== access.url;
      const data = {
        url: access.url,
        credentials: ports.secrets.encrypt(JSON.stringify(access.credentials)),
        options: access.options as Prisma.JsonObject,
        ingestKey: key,
        ingestSecret: secret === null ? null : ports.secrets.encrypt(secret),
        health: 'ok',
        healthMessage: null,
        connectedAt: now,
        checkedAt: now,
      };
      const row = await prisma.sourceConnection.upsert({
        where: { shopId_source: { shopId: shop.id, source } },
        create: { shopId: shop.id, source, ...data },
        update: moved ? { ...data, cursor: {}, receivedAt: null } : data,
      });
      const subscribed =
        key === null || secret === null || (await subscribe(source, access, ingestUrl(source, key), secret));
      await onConnected(shop, source);
      return { kind: 'connected', source: viewOf(row), secret, subscribed };
    },

    async check(shop, source) {
      const row = await find(shop, source);
      if (!row) return null;
      const access = openAccess(ports.secrets, row);
      const checked = await connectors[source].check(access);
      if (checked.kind === 'ok' && row.ingestKey && row.ingestSecret) {
        const url = ingestUrl(source, row.ingestKey);
        const secret = ports.secrets.decrypt(row.ingestSecret);
        if (await connectors[source].revive?.(access, { url, secret })) await onLost(shop, source);
        await subscribe(source, access, url, secret);
      }
      const updated = await prisma.sourceConnection.update({
        where: { shopId_source: { shopId: shop.id, source } },
        data: {
          checkedAt: new Date(ports.now()),
          health: checked.kind === 'ok' ? 'ok' : checked.kind === 'refused' ? 'unauthorized' : 'unreachable',
          healthMessage: checked.kind === 'ok' ? null : checked.message,
        },
      });
      return viewOf(updated);
    },

    async rotate(shop, source) {
      const row = await find(shop, source);
      const secret = connectors[source].newSecret?.();
      if (!row?.ingestKey || secret === undefined) return null;
      await prisma.sourceConnection.update({
        where: { shopId_source: { shopId: shop.id, source } },
        data: { ingestSecret: ports.secrets.encrypt(secret) },
      });
      await subscribe(source, openAccess(ports.secrets, row), ingestUrl(source, row.ingestKey), secret);
      return secret;
    },

    async disconnect(shop, source) {
      const row = await find(shop, source);
      if (!row) return false;
      await prisma.sourceConnection.deleteMany({ where: { shopId: shop.id, source } });
      const { unsubscribe } = connectors[source];
      if (unsubscribe && row.ingestKey)
        await unsubscribe(openAccess(ports.secrets, row), ingestUrl(source, row.ingestKey)).catch(
          (err: unknown) =>
            ports.log.warn({ err, source }, 'the other shop could not be told to stop sending'),
        );
      return true;
    },
  };
}

/** Where a source sends its events. */
export function ingestUrls(appUrl: string) {
  return (source: string, key: string) => `${appUrl}${INGEST_PATH}${source}/${key}`;
}

/** How a shop's source is reached; null where it is not connected. Index: the primary key. */
export function createAccessOf(prisma: PrismaClient, secrets: Secrets) {
  return async (shopId: number, source: Source): Promise<SourceAccess | null> => {
    const row = await prisma.sourceConnection.findUnique({
      where: { shopId_source: { shopId, source } },
      select: { url: true, credentials: true, options: true },
    });
    return row && openAccess(secrets, row);
  };
}

/** What a source is called with, decrypted. */
export function openAccess(
  secrets: Secrets,
  row: Pick<SourceConnection, 'url' | 'credentials' | 'options'>,
): SourceAccess {
  return {
    url: row.url,
    credentials: row.credentials === null ? {} : JSON.parse(secrets.decrypt(row.credentials)),
    options: row.options as Record<string, unknown>,
  };
}
