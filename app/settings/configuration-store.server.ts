import type { Prisma, PrismaClient, Settings } from '@prisma/client';
import type { BrevoAttribute, MappingRule } from '../domain/mapping-rule.ts';
import type {
  ConfigurationService,
  ConnectionService,
  ReplaceAtEnding,
  ShopRef,
  StoreEnding,
} from '../services.ts';
import { readAccountKnowledge } from './account-knowledge.server.ts';
import type { Configuration } from './configuration.ts';
import { changesContacts } from './configuration-diff.ts';
import { parseConfiguration } from './configuration-parsing.ts';
import { sectionsSchema } from './configuration-schema.ts';
import { shippedConfiguration, shippedMapping } from './defaults.ts';
import { mappingOf, rulesOf } from './mapping-rules.ts';

interface ConfigurationStoreOptions {
  prisma: PrismaClient;
  /** The account's attributes as read last, null when none were read; by default what the connection remembers. */
  attributesOf?: (shop: ShopRef) => Promise<readonly BrevoAttribute[] | null>;
  /** The Brevo account, asked about lists and attributes that are newly named; without it they are not judged. */
  account?: Pick<ConnectionService, 'lists' | 'attributes'>;
  now?: () => Date;
}

const HOUR_MS = 3_600_000;
/** Debug that is turned on without a time, through the API or YAML, ends after a day. */
const DEBUG_HOURS = 24;

/** What a save knows of the history: the version that the person had before them, and the one that is brought back. */
export interface Revision {
  basedOn?: number | undefined;
  restoredFrom?: number | undefined;
}

export interface ConfigurationStore extends ConfigurationService {
  /** `replace` for a person who edited a version of it: not over what somebody else saved meanwhile. */
  replaceAt(shop: ShopRef, sent: unknown, savedBy: string, revision?: Revision): Promise<ReplaceAtEnding>;
}

/** Reads and writes a shop's configuration: settings, mapping rules and the history of both, always together. */
export function createConfigurationService(options: ConfigurationStoreOptions): ConfigurationStore {
  const { prisma, now = () => new Date() } = options;
  const attributesOf = options.attributesOf ?? ((shop: ShopRef) => rememberedAttributes(prisma, shop));

  async function replace(
    shop: ShopRef,
    sent: unknown,
    savedBy: string,
    debugHours?: number,
  ): Promise<StoreEnding> {
    const ending = await replaceAt(shop, sent, savedBy, { debugHours });
    // Without a version to build on, nothing can be outdated.
    return ending.kind === 'outdated' ? gone() : ending;
  }

  async function replaceAt(
    shop: ShopRef,
    sent: unknown,
    savedBy: string,
    revision: Revision & { debugHours?: number | undefined } = {},
  ): Promise<ReplaceAtEnding> {
    const attributes = await attributesOf(shop);
    const reading = await judge(shop, sent);
    if (reading.kind === 'invalid') return reading;
    const { configuration } = reading;
    const shipped = shippedConfiguration(attributes);
    const saved = await save(prisma, shop, configuration, { ...revision, savedBy, shipped, now: now() });
    if (saved === null) return gone();
    return saved === 'outdated' ? { kind: 'outdated' } : { kind: 'stored', configuration, version: saved };
  }

  async function read(shop: ShopRef): Promise<Configuration> {
    return (await readVersion(shop)).configuration;
  }

  async function judge(shop: ShopRef, sent: unknown) {
    const known = options.account
      ? await readAccountKnowledge(options.account, shop, sent, await read(shop))
      : undefined;
    const attributes = await attributesOf(shop);
    return parseConfiguration(sent, (source) => shippedMapping(attributes, source), known);
  }

  async function readVersion(shop: ShopRef): Promise<{ configuration: Configuration; version: number }> {
    const [settings, rules] = await prisma.$transaction([
      prisma.settings.findUnique({ where: { shopId: shop.id } }),
      prisma.mappingRule.findMany({ where: { shopId: shop.id }, orderBy: { position: 'asc' } }),
    ]);
    if (!settings) return { configuration: shippedConfiguration(await attributesOf(shop)), version: 0 };
    return {
      configuration: fromRows(settings, rules as unknown as MappingRule[], now()),
      version: settings.version,
    };
  }

  return {
    read,
    readVersion,
    judge,
    replace: (shop, sent, savedBy) => replace(shop, sent, savedBy),
    replaceAt,
    // The forms' configuration goes through the same judge: there is one definition of what is valid.
    store: (shop, configuration, savedBy, { debugHours } = {}) =>
      replace(shop, configuration, savedBy, debugHours),
    async debugEnds(shop) {
      const row = await prisma.settings.findUnique({ where: { shopId: shop.id } });
      return row && debugOf(row, now()) ? (row.debugUntil?.toISOString() ?? null) : null;
    },
    async setPaused(shop, paused, savedBy) {
      // A shop that never saved anything runs by the configuration that ships: it is stored as it is now, because a
      // row of settings without its rules would be a mapping of nothing.
      if (!(await prisma.settings.findUnique({ where: { shopId: shop.id }, select: { shopId: true } })))
        await replace(shop, {}, savedBy);
      await prisma.settings.updateMany({ where: { shopId: shop.id }, data: { paused } });
    },
  };
}

/** A shop that was erased between authentication and saving. */
function gone(): StoreEnding {
  return { kind: 'invalid', faults: [{ path: '', message: 'The shop is not here any more' }] };
}

/** Whether debug is on: turned on, and its time is not over. */
function debugOf(row: Pick<Settings, 'debug' | 'debugUntil'>, now: Date): boolean {
  return row.debug && (row.debugUntil === null || row.debugUntil > now);
}

function fromRows(row: Settings, rules: MappingRule[], now: Date): Configuration {
  const { enabled, source, ...rest } = sectionsSchema.parse({
    enabled: row.enabled,
    source: row.source,
    options: row.options,
    notifications: row.notifications,
    debug: debugOf(row, now),
    logLevel: row.logLevel,
  });
  return { enabled, source, fieldMapping: mappingOf(rules), ...rest };
}

interface Saving extends Revision {
  savedBy: string;
  now: Date;
  debugHours?: number | undefined;
  /** What held before the first save. */
  shipped: Configuration;
}

/**
 * Settings first: their row lock puts two saves of one shop one after the other, so that rules never mix and each
 * save is a version of its own. Answers the version; null when there is no such shop.
 */
async function save(
  prisma: PrismaClient,
  shop: ShopRef,
  configuration: Configuration,
  { savedBy, basedOn, restoredFrom, shipped, now, debugHours }: Saving,
): Promise<number | 'outdated' | null> {
  const { fieldMapping: _, ...columns } = configuration;
  const json = (value: unknown) => value as Prisma.InputJsonValue;
  const data = {
    ...columns,
    options: json(columns.options),
    notifications: json(columns.notifications),
    savedAt: now,
  };
  const saved = prisma.$transaction(async (tx) => {
    if (!(await tx.shop.findUnique({ where: { id: shop.id }, select: { id: true } }))) return null;
    const debugUntil = await debugEnd(tx, shop, configuration.debug, debugHours, now);
    const { version } = await tx.settings.upsert({
      where: { shopId: shop.id },
      create: { shopId: shop.id, ...data, debugUntil },
      update: { ...data, debugUntil, version: { increment: 1 } },
      select: { version: true },
    });
    if (basedOn !== undefined && version !== basedOn + 1) throw new Outdated();
    await tx.mappingRule.deleteMany({ where: { shopId: shop.id } });
    await tx.mappingRule.createMany({
      data: rulesOf(configuration).map((rule, position) => ({
        shopId: shop.id,
        position,
        ...rule,
        options: json(rule.options),
      })),
    });
    const before = await tx.configurationVersion.findFirst({
      where: { shopId: shop.id },
      orderBy: { version: 'desc' },
    });
    const mappingChanged = changesContacts(
      (before?.document as Configuration | undefined) ?? shipped,
      configuration,
    );
    await tx.configurationVersion.create({
      data: {
        shopId: shop.id,
        version,
        savedAt: now,
        document: json(configuration),
        savedBy,
        mappingChanged,
        restoredFrom: restoredFrom ?? null,
      },
    });
    return version;
  });
  return saved.catch((error: unknown) => {
    if (error instanceof Outdated) return 'outdated';
    throw error;
  });
}

/** When debug ends: as chosen, else as it stood when it was on before, else after a day. */
async function debugEnd(
  tx: Prisma.TransactionClient,
  shop: ShopRef,
  on: boolean,
  hours: number | undefined,
  now: Date,
): Promise<Date | null> {
  if (!on) return null;
  const before = await tx.settings.findUnique({ where: { shopId: shop.id } });
  if (hours === undefined && before && debugOf(before, now) && before.debugUntil) return before.debugUntil;
  return new Date(now.getTime() + (hours ?? DEBUG_HOURS) * HOUR_MS);
}
/** Undoes the transaction. */
class Outdated extends Error {}

async function rememberedAttributes(prisma: PrismaClient, shop: ShopRef): Promise<BrevoAttribute[] | null> {
  const row = await prisma.connection.findUnique({
    where: { shopId: shop.id },
    select: { attributes: true },
  });
  return Array.isArray(row?.attributes) ? (row.attributes as unknown as BrevoAttribute[]) : null;
}
