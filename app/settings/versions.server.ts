import type { PrismaClient } from '@prisma/client';
import type { MappingService, VersionView } from '../mapping-service.ts';
import type { ConfigurationService, ShopRef } from '../services.ts';
import type { Configuration } from './configuration.ts';
import { differencesBetween } from './configuration-diff.ts';
import { parseConfiguration } from './configuration-parsing.ts';
import { shippedConfiguration } from './defaults.ts';

const PAGE = 20;

interface Versions {
  list: MappingService['versions'];
  /** A saved document as it was saved; null where there is no such version. */
  read(shop: ShopRef, version: number): Promise<unknown>;
}

/** The history of a shop's configuration: every save, with what it changed against the one before. */
export function createVersions(parts: {
  prisma: PrismaClient;
  configuration: Pick<ConfigurationService, 'read'>;
}): Versions {
  const { prisma } = parts;
  return {
    async list(shop, before) {
      const rows = await prisma.configurationVersion.findMany({
        where: { shopId: shop.id, ...(before === undefined ? {} : { version: { lt: before } }) },
        orderBy: { version: 'desc' },
        // One more than is shown: what the last one changed is seen against it.
        take: PAGE + 1,
      });
      const shipped = shippedConfiguration(null);
      const versions = rows.slice(0, PAGE).map((row, index): VersionView => {
        const earlier = rows[index + 1]?.document;
        return {
          version: row.version,
          savedAt: row.savedAt.toISOString(),
          savedBy: row.savedBy,
          restoredFrom: row.restoredFrom,
          changes: differencesBetween(complete(earlier, shipped), complete(row.document, shipped)),
          current: before === undefined && index === 0,
        };
      });
      return { versions, more: rows.length > PAGE };
    },

    async read(shop, version) {
      const row = await prisma.configurationVersion.findUnique({
        where: { shopId_version: { shopId: shop.id, version } },
        select: { document: true },
      });
      return row?.document ?? null;
    },
  };
}

/** A document of an earlier version of the app lacks options that came later: they had their defaults. */
function complete(document: unknown, shipped: Configuration): Configuration {
  if (document === undefined) return shipped;
  const reading = parseConfiguration(document, shipped.fieldMapping);
  return reading.kind === 'valid' ? reading.configuration : (document as Configuration);
}
