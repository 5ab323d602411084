import type { PrismaClient } from '@prisma/client';
import { attributeTypeFor } from '../domain/attribute-type.ts';
import { metafieldOf } from '../domain/fields.ts';
import type { BrevoAttribute, MappingRule } from '../domain/mapping-rule.ts';
import type { MappingScreen, MappingService, SaveEnding } from '../mapping-service.ts';
import type { Ports } from '../ports.ts';
import type { ConfigurationService, ShopRef } from '../services.ts';
import { createAttribute } from './attribute-creation.server.ts';
import { parseConfiguration } from './configuration-parsing.ts';
import type { ConfigurationStore, Revision } from './configuration-store.server.ts';
import { rulesOf } from './mapping-rules.ts';
import { createVersions } from './versions.server.ts';

interface MappingParts {
  ports: Ports;
  configuration: Pick<ConfigurationService, 'read' | 'readVersion'> & Pick<ConfigurationStore, 'replaceAt'>;
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
      configuration.readVersion(shop),
      prisma.settings.findUnique({ where: { shopId: shop.id }, select: { mappingConfirmedAt: true } }),
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
      ...stored,
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

  /**
   * The worker makes what the mapping lacks, but it does not know what the store's metafields hold: those of a type of
   * their own are made before the rules that name them count. Whatever stands in the way, saving goes on.
   */
  async function createForMetafields(shop: ShopRef, sent: unknown, basedOn: number): Promise<void> {
    const now = await screen(shop);
    const reading = parseConfiguration(sent, now.configuration.fieldMapping);
    if (reading.kind === 'invalid' || now.version !== basedOn || !now.connected) return;
    const { options } = reading.configuration;
    const rules = options.createAttributes
      ? lackingMetafields(rulesOf(reading.configuration), now.attributes)
      : [];
    const source = await sourceOf(shop);
    const fields = rules.length > 0 ? await source.storeFields?.(shop) : undefined;
    if (fields?.kind !== 'read') return;
    for (const rule of rules) {
      const name = metafieldOf(rule.source);
      const type = attributeTypeFor(rule, fields.value.metafields.find((field) => field.name === name)?.type);
      if (type !== 'text') await createAttribute(ports, shop, rule.attribute, type);
    }
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

    async save(shop, sent, basedOn, savedBy) {
      await createForMetafields(shop, sent, basedOn);
      return store(shop, sent, savedBy, { basedOn });
    },

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

function lackingMetafields(
  rules: readonly MappingRule[],
  attributes: readonly BrevoAttribute[] | null,
): MappingRule[] {
  const held = new Set(attributes?.map(({ name }) => name));
  return rules.filter(({ source, attribute }) => metafieldOf(source) !== null && !held.has(attribute));
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
