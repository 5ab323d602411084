import type { PrismaClient } from '@prisma/client';
import type { BrevoAttribute } from '../domain/mapping-rule.ts';
import type { MappingScreen, MappingService, SaveEnding } from '../mapping-service.ts';
import type { Answer, Ports } from '../ports.ts';
import type { BrevoReading, ConfigurationService, ShopRef } from '../services.ts';
import type { ConfigurationStore, Revision } from './configuration-store.server.ts';
import { createVersions } from './versions.server.ts';

interface MappingParts {
  ports: Ports;
  configuration: Pick<ConfigurationService, 'read'> & Pick<ConfigurationStore, 'replaceAt'>;
  preview: MappingService['preview'];
}

/** Counting further would cost more than the number is worth. */
const COUNTED_TO = 100_000;

/** What the mapping screen reads and does, except the preview, which is the worker's (sync/preview.server.ts). */
export function createMappingService({ ports, configuration, preview }: MappingParts): MappingService {
  const { prisma } = ports.db;
  const versions = createVersions({ prisma, configuration });

  async function screen(shop: ShopRef): Promise<MappingScreen> {
    const [stored, settings, row, lastChange, synced] = await Promise.all([
      configuration.read(shop),
      prisma.settings.findUnique({
        where: { shopId: shop.id },
        select: { version: true, mappingConfirmedAt: true },
      }),
      prisma.shop.findUniqueOrThrow({
        where: { id: shop.id },
        select: {
          timeZone: true,
          countryCode: true,
          currency: true,
          connection: { select: { attributes: true } },
        },
      }),
      lastMappingChange(prisma, shop),
      countSynced(prisma, shop),
    ]);
    const confirmed = settings?.mappingConfirmedAt ?? lastChange;
    return {
      configuration: stored,
      version: settings?.version ?? 0,
      confirmedAt: confirmed?.toISOString() ?? null,
      connected: row.connection !== null,
      attributes: (row.connection?.attributes ?? null) as BrevoAttribute[] | null,
      timeZone: row.timeZone || 'UTC',
      shopCountry: row.countryCode || null,
      currency: row.currency,
      synced,
      resync:
        lastChange !== null &&
        row.connection !== null &&
        synced.customers > 0 &&
        (await isBehind(prisma, shop, lastChange)),
    };
  }

  async function sourceOf(shop: ShopRef) {
    return ports.source((await configuration.read(shop)).source);
  }

  async function store(
    shop: ShopRef,
    sent: unknown,
    savedBy: string,
    revision: Revision,
  ): Promise<SaveEnding> {
    const ending = await configuration.replaceAt(shop, sent, savedBy, revision);
    if (ending.kind !== 'stored') return ending;
    await markConfirmed(shop);
    return { kind: 'saved', screen: await screen(shop) };
  }

  async function markConfirmed(shop: ShopRef): Promise<number> {
    const at = new Date(ports.now());
    const data = { mappingConfirmedAt: at };
    return (await prisma.settings.updateMany({ where: { shopId: shop.id }, data })).count;
  }

  return {
    screen,
    preview,
    versions: versions.list,

    async storeFields(shop) {
      const source = await sourceOf(shop);
      return source.storeFields?.(shop) ?? { kind: 'read', value: { metafields: [], tags: [] } };
    },

    async customers(shop, words) {
      const source = await sourceOf(shop);
      return source.search?.(shop, words) ?? { kind: 'read', value: [] };
    },

    async customer(shop, id, metafields) {
      const source = await sourceOf(shop);
      const ending = await source.fetch(shop, [id], metafields);
      if (ending.kind === 'fetched') return { kind: 'read', value: ending.customers.get(id) ?? null };
      if (ending.kind === 'not_connected') return { kind: 'read', value: null };
      return { kind: ending.kind, message: ending.message };
    },

    createAttribute: (shop, name, type) => createAttribute(ports, shop, name, type),

    save: (shop, sent, basedOn, savedBy) => store(shop, sent, savedBy, { basedOn }),

    async isConfirmed(shop) {
      const settings = await prisma.settings.findUnique({
        where: { shopId: shop.id },
        select: { mappingConfirmedAt: true },
      });
      return Boolean(settings?.mappingConfirmedAt) || (await lastMappingChange(prisma, shop)) !== null;
    },

    async confirm(shop, savedBy) {
      if ((await markConfirmed(shop)) > 0) return;
      // Nothing was ever saved: what ships becomes what the shop has.
      await configuration.replaceAt(shop, await configuration.read(shop), savedBy, { basedOn: 0 });
      await markConfirmed(shop);
    },

    async restore(shop, version, savedBy) {
      const document = await versions.read(shop, version);
      return document ? store(shop, document, savedBy, { restoredFrom: version }) : { kind: 'unknown' };
    },
  };
}

async function lastMappingChange(prisma: PrismaClient, shop: ShopRef): Promise<Date | null> {
  const row = await prisma.configurationVersion.findFirst({
    where: { shopId: shop.id, mappingChanged: true },
    orderBy: { version: 'desc' },
    select: { savedAt: true },
  });
  return row?.savedAt ?? null;
}

/** A run that began after the change brings every customer up to date; the last one may still be on its way. */
async function isBehind(prisma: PrismaClient, shop: ShopRef, changedAt: Date): Promise<boolean> {
  const run = await prisma.run.findFirst({
    where: {
      shopId: shop.id,
      createdAt: { gte: changedAt },
      status: { in: ['queued', 'running', 'paused', 'completed'] },
      NOT: { options: { path: ['dryRun'], equals: true } },
    },
    select: { id: true },
  });
  return run === null;
}

async function countSynced(prisma: PrismaClient, shop: ShopRef): Promise<MappingScreen['synced']> {
  const rows = await prisma.$queryRaw<{ customers: number }[]>`
    select count(*)::int as customers from (select 1 from contact_links
      where shop_id = ${shop.id} and state = 'synced' limit ${COUNTED_TO + 1}) as counted`;
  const customers = rows[0]?.customers ?? 0;
  return { customers: Math.min(customers, COUNTED_TO), atLeast: customers > COUNTED_TO };
}

async function createAttribute(
  ports: Ports,
  shop: ShopRef,
  name: string,
  type: BrevoAttribute['type'],
): Promise<BrevoReading<BrevoAttribute[]>> {
  const row = await ports.db.prisma.connection.findUnique({ where: { shopId: shop.id } });
  if (!row) return { kind: 'not_connected' };
  const account = ports.brevo({ apiKey: ports.secrets.decrypt(row.apiKey), account: row.account });
  const made = await account.createAttribute(name, type);
  const read = await account.readAttributes();
  if (read.kind === 'failed') return { kind: 'failed', message: read.answer.message };
  const there = read.attributes.some((attribute) => attribute.name === name);
  if (!there) return { kind: 'failed', message: messageOf(made) };
  await ports.db.prisma.connection.updateMany({
    where: { shopId: shop.id },
    data: {
      attributes: JSON.parse(JSON.stringify(read.attributes)),
      attributesAt: new Date(ports.now()),
    },
  });
  return { kind: 'read', value: read.attributes };
}

function messageOf(answer: Answer): string {
  return answer.kind === 'ok' ? '' : answer.message;
}
