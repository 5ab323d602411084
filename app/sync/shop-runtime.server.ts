import { createHash } from 'node:crypto';
import { attributeTypeFor } from '../domain/attribute-type.ts';
import type { Customer } from '../domain/customer.ts';
import { metafieldOf } from '../domain/fields.ts';
import { compileMapping, type MappedContact } from '../domain/mapping.ts';
import {
  type BrevoAttribute,
  IDENTITY_TARGET,
  type MappingRule,
  SUBSCRIPTION_TARGET,
} from '../domain/mapping-rule.ts';
import type { Policy } from '../domain/policy.ts';
import { TIER_METAFIELDS } from '../domain/tier.ts';
import type { Answer, BrevoAccount, Ports } from '../ports.ts';
import type { Configuration } from '../settings/configuration.ts';
import { rulesOf } from '../settings/mapping-rules.ts';
import type { BulkRun } from './bulk.sql.ts';
import { RUN_EVENTS } from './run-event.ts';

/** One shop, ready to be drained: who it is, what it chose, and its Brevo account. */
export interface ShopRuntime {
  shop: { id: number; domain: string; timeZone: string; countryCode: string | null };
  connection: ConnectionRow;
  configuration: Configuration;
  rules: MappingRule[];
  policy: Policy;
  /** Events of the shop's paused runs: what these queued waits with them. */
  held: string[];
  /** The run that sends waiting changes in bulk just now. */
  bulk: BulkRun | null;
  /** Changes with everything that a drain must not outlive: settings, pause, key, uninstall. */
  stamp: string;
}

export interface ConnectionRow {
  apiKey: string;
  account: string;
  health: string;
  healthCause: string | null;
  probeAt: Date | null;
  probes: number;
  attributes: BrevoAttribute[] | null;
  attributesAt: Date | null;
}

export type RuntimeReading =
  | { kind: 'ready'; runtime: ShopRuntime }
  /** Nothing is to be delivered: not installed, no connection, turned off or paused. What waits keeps waiting. */
  | { kind: 'idle'; reason: 'not_installed' | 'not_connected' }
  /** For whoever only looks. */
  | { kind: 'idle'; reason: 'disabled' | 'paused'; runtime: ShopRuntime };

export type ReadConfiguration = (shop: { id: number; domain: string }) => Promise<Configuration>;

/** Reads a shop as it is now: settings that were saved a moment ago count for the next slice. */
export async function readRuntime(
  ports: Ports,
  readConfiguration: ReadConfiguration,
  shopId: number,
): Promise<RuntimeReading> {
  // Before the rest: what changes while we read makes the stamps old, never the runtime.
  const { whole, ...stamps } = await readStamps(ports, shopId);
  const shops = remembered.get(ports) ?? new Map<number, Remembered>();
  remembered.set(ports, shops);
  const kept = shops.get(shopId);
  if (kept?.whole === whole)
    return { kind: 'ready', runtime: { ...kept.runtime, connection: { ...kept.runtime.connection } } };
  const reading = await readWhole(ports, readConfiguration, shopId, stamps);
  if (reading.kind === 'ready')
    shops.set(shopId, {
      whole,
      runtime: { ...reading.runtime, connection: { ...reading.runtime.connection } },
    });
  else shops.delete(shopId);
  return reading;
}

/** Runtimes are kept while nothing that they were read from has changed: one query tells, instead of six. */
interface Remembered {
  whole: string;
  runtime: ShopRuntime;
}

const remembered = new WeakMap<Ports, Map<number, Remembered>>();

async function readWhole(
  ports: Ports,
  readConfiguration: ReadConfiguration,
  shopId: number,
  stamps: Stamps,
): Promise<RuntimeReading> {
  const shop = await ports.db.prisma.shop.findUnique({
    where: { id: shopId },
    include: { connection: true, settings: { select: { paused: true } } },
  });
  if (!shop || shop.uninstalledAt) return { kind: 'idle', reason: 'not_installed' };
  if (!shop.connection) return { kind: 'idle', reason: 'not_connected' };
  const configuration = await readConfiguration({ id: shop.id, domain: shop.domain });
  const { connection } = shop;
  const runtime: ShopRuntime = {
    shop: {
      id: shop.id,
      domain: shop.domain,
      timeZone: shop.timeZone || 'UTC',
      countryCode: shop.countryCode || null,
    },
    connection: {
      apiKey: ports.secrets.decrypt(connection.apiKey),
      account: connection.account,
      health: connection.health,
      healthCause: connection.healthCause,
      probeAt: connection.probeAt,
      probes: connection.probes,
      attributes: connection.attributes as BrevoAttribute[] | null,
      attributesAt: connection.attributesAt,
    },
    configuration,
    rules: rulesOf(configuration),
    policy: configuration.options,
    ...stamps,
  };
  if (!configuration.enabled) return { kind: 'idle', reason: 'disabled', runtime };
  if (shop.settings?.paused) return { kind: 'idle', reason: 'paused', runtime };
  return { kind: 'ready', runtime };
}

/** A slice compares it after each claim: changes that were accepted after a save are delivered by what was saved. */
export async function readStamp(ports: Ports, shopId: number): Promise<string> {
  return (await readStamps(ports, shopId)).stamp;
}

type Stamps = Pick<ShopRuntime, 'stamp' | 'held' | 'bulk'>;

/** `whole` changes with everything a runtime is read from, also with what a drain itself learns of the account. */
async function readStamps(ports: Ports, shopId: number): Promise<Stamps & { whole: string }> {
  const { rows } = await ports.db.pool.query({
    name: 'runtime-stamps',
    text: `select concat_ws(' ', s.uninstalled_at is null, t.version, t.paused, c.connected_at, h.kinds, b.id, b.staged) as stamp,
             concat_ws(' ', s.uninstalled_at is null, t.version, t.paused, c.connected_at, h.kinds, b.id, b.staged, s.time_zone, s.country_code,
               c.health, c.health_cause, c.probe_at, c.probes, c.attributes_at, c.account,
               t.debug and coalesce(t.debug_until > $2, true)) as whole, h.kinds, b.id as bulk_id, b.since, b.until, b.staged
           from shops s left join settings t on t.shop_id = s.id left join connections c on c.shop_id = s.id
             left join lateral (select r.id, (r.cursor->>'since')::timestamptz as since, (r.cursor->>'until')::timestamptz as until, r.cursor->'staged' = 'true' as staged from runs r
               where r.shop_id = s.id and r.kind = 'bulk' and r.status in ('queued', 'running')) b on true,
             lateral (select array_agg(distinct r.kind order by r.kind) as kinds from runs r
               where r.shop_id = s.id and r.status = 'paused' and not coalesce((r.options->>'dryRun')::bool, false)) h
           where s.id = $1`,
    values: [shopId, new Date(ports.now())],
  });
  const [row] = rows as StampRow[];
  return {
    stamp: row?.stamp ?? '',
    whole: row?.whole ?? '',
    held: (row?.kinds ?? []).map((kind) => RUN_EVENTS[kind]),
    bulk:
      row?.bulk_id && row.since && row.until
        ? { id: row.bulk_id, choosing: row.staged ? null : { since: row.since, until: row.until } }
        : null,
  };
}

interface StampRow {
  stamp: string;
  whole: string;
  kinds: (keyof typeof RUN_EVENTS)[] | null;
  bulk_id: string | null;
  since: Date | null;
  until: Date | null;
  staged: boolean | null;
}

/** Compiled mappings are kept while rules, attributes and policy stay the same: compiling costs more than mapping. */
const compiled = new WeakMap<
  Ports,
  Map<number, { key: string; map: (customer: Customer) => MappedContact }>
>();

export function compiledMapping(
  ports: Ports,
  runtime: ShopRuntime,
  attributes: BrevoAttribute[],
): (customer: Customer) => MappedContact {
  const setting = {
    rules: runtime.rules,
    attributes,
    policy: runtime.policy,
    timeZone: runtime.shop.timeZone,
    shopCountry: runtime.shop.countryCode,
  };
  const key = createHash('sha1').update(JSON.stringify(setting)).digest('base64');
  let shops = compiled.get(ports);
  if (!shops) {
    shops = new Map();
    compiled.set(ports, shops);
  }
  const kept = shops.get(runtime.shop.id);
  if (kept?.key === key) return kept.map;
  const map = compileMapping(setting);
  shops.set(runtime.shop.id, { key, map });
  return map;
}

/** The metafields that rules and the tier need, as `namespace.key`. */
export function metafieldsOf(rules: readonly MappingRule[]): string[] {
  const named = rules.map((rule) => metafieldOf(rule.source)).filter((name) => name !== null);
  const tier = rules.some((rule) => rule.source === 'customerTier') ? TIER_METAFIELDS : [];
  return [...new Set([...named, ...tier])];
}

const FRESH_MS = 10 * 60_000;
const LACKING_FRESH_MS = 30_000;

/** Endings after which the same call may be well the next time. */
const PASSING: Answer['kind'][] = ['unauthorized', 'limited', 'unavailable'];

export type AttributesEnding =
  | { kind: 'ready'; attributes: BrevoAttribute[] }
  | { kind: 'failed'; answer: Exclude<Answer, { kind: 'ok' }> };

/**
 * The account's attributes, read again when they are old or when the mapping names one that is not among them; what
 * the mapping needs and the account lacks is created with the right type, unless the merchant turned that off. While that
 * fails for now nobody is delivered: contacts without the attribute would look finished.
 */
export async function ensureAttributes(
  ports: Ports,
  runtime: ShopRuntime,
  account: BrevoAccount,
): Promise<AttributesEnding> {
  const { connection, rules, policy } = runtime;
  const age = connection.attributesAt
    ? ports.now() - connection.attributesAt.getTime()
    : Number.POSITIVE_INFINITY;
  const kept = connection.attributes;
  if (kept && age < FRESH_MS && (lackingAttributes(rules, kept).length === 0 || age < LACKING_FRESH_MS))
    return { kind: 'ready', attributes: kept };

  let reading = await account.readAttributes();
  if (reading.kind === 'failed') {
    // New rules whose attributes nobody has looked for yet wait for Brevo.
    const known = kept && (Number.isFinite(age) || lackingAttributes(rules, kept).length === 0);
    return known ? { kind: 'ready', attributes: kept } : reading;
  }
  const missing = policy.createAttributes ? lackingAttributes(rules, reading.attributes) : [];
  if (missing.length > 0) {
    for (const rule of missing) {
      const answer = await account.createAttribute(rule.attribute, attributeTypeFor(rule));
      if (answer.kind === 'ok') continue;
      if (PASSING.includes(answer.kind)) return { kind: 'failed', answer };
      ports.log.warn({ attribute: rule.attribute, answer: answer.kind }, 'an attribute was not created');
    }
    reading = await account.readAttributes();
    if (reading.kind === 'failed') return reading;
  }
  await ports.db.prisma.connection.update({
    where: { shopId: runtime.shop.id },
    data: { attributes: JSON.parse(JSON.stringify(reading.attributes)), attributesAt: new Date(ports.now()) },
  });
  return { kind: 'ready', attributes: reading.attributes };
}

/** Rules whose attribute the account does not have. */
export function lackingAttributes(
  rules: readonly MappingRule[],
  attributes: readonly BrevoAttribute[],
): MappingRule[] {
  const names = new Set(attributes.map((a) => a.name));
  return rules.filter(
    (r) => r.attribute !== IDENTITY_TARGET && r.attribute !== SUBSCRIPTION_TARGET && !names.has(r.attribute),
  );
}
