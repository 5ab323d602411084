import { randomUUID } from 'node:crypto';
import { createPaces } from '../../app/brevo/pace.server.ts';
import type { Database } from '../../app/db.server.ts';
import { createLog, type Log } from '../../app/log.server.ts';
import { createPorts } from '../../app/ports.server.ts';
import type { Ports } from '../../app/ports.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { createConnectionService } from '../../app/settings/connection.server.ts';
import { createSecrets } from '../../app/settings/secrets.server.ts';
import { createAdminApi } from '../../app/sources/shopify/admin-api.server.ts';
import { shopifySource } from '../../app/sources/shopify/source.server.ts';
import { readDelivery, readPayload } from '../../app/sources/shopify/topics.ts';
import { type DrainEnding, drainShop } from '../../app/sync/drain.server.ts';
import { receive } from '../../app/sync/receive.server.ts';
import { startBrevo } from '../../sandbox/brevo/server.ts';
import { type BrevoWorld, DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { routeVendors } from '../../sandbox/route-vendors.ts';
import { startShopify } from '../../sandbox/shopify/server.ts';
import type { Shop } from '../../sandbox/shopify/shop.ts';
import type { Delivery } from '../../sandbox/shopify/webhooks.ts';
import { DEFAULT_SHOP, type ShopifyWorld } from '../../sandbox/shopify/world.ts';
import { openTestDatabase } from './database.ts';

export const API_KEY = 'test-client-id-0001';
export const API_SECRET = 'shpss-2b7e151628aed2a6abf7158809cf4f3c';

/** The path in a test: real database, emulated vendors, a clock that can be moved; webhooks are taken by hand. */
export interface TestWorld {
  ports: Ports;
  database: Database;
  brevo: BrevoWorld;
  shopify: ShopifyWorld;
  shop: Shop;
  shopId: number;
  /** Moves the app's clock (the emulators share it). */
  advance(ms: number): void;
  /** Back to `startsAt`, with nothing remembered of before but what is in the database. */
  restart(): void;
  configure(
    options: Record<string, unknown>,
    notifications?: Record<string, unknown>,
    fieldMapping?: Record<string, unknown>,
  ): Promise<void>;
  /** Takes the deliveries that wait, as the door would. */
  deliverWebhooks(pick?: (pending: Delivery[]) => Delivery[]): Promise<void>;
  drain(): Promise<DrainEnding>;
  /** Delivers and drains until nothing waits, moving the clock over backoffs. */
  settle(): Promise<void>;
  connect(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldSettings {
  key?: string;
  /** Wraps the ports: faults and deaths. */
  wrap?: (ports: Ports) => Ports;
  random?: () => number;
  /** What the app logs; without, it is silent. */
  log?: Log;
  /** Milliseconds since 1970: a clock that moves only when it is moved. Without, it runs from now on. */
  startsAt?: number;
}

export async function startWorld(settings: WorldSettings = {}): Promise<TestWorld> {
  const { database } = await openTestDatabase();
  let offset = 0;
  const { startsAt } = settings;
  const now = () => (startsAt ?? Date.now()) + offset;
  const random = settings.random ?? Math.random;
  const brevo = await startBrevo({ now, random });
  const shopify = await startShopify({ apiKey: API_KEY, apiSecret: API_SECRET, now, random });
  const route = routeVendors({ shopify: shopify.url, brevo: brevo.url });
  brevo.world.limits = 'off';
  brevo.world.switches.echoes = false;
  shopify.world.buckets.enforced = false;
  shopify.world.webhooks.switches.manual = true;
  const secrets = createSecrets(Buffer.alloc(32, 7));
  const log = settings.log ?? createLog('silent');
  const row = await database.prisma.shop.create({
    data: {
      domain: DEFAULT_SHOP,
      timeZone: 'Europe/Amsterdam',
      countryCode: 'NL',
      currency: 'EUR',
      scopes: shopify.world.scopes.join(','),
    },
  });
  const shop = shopify.world.shop();
  const exchanged = await shopify.world.tokens.answer(shop, {
    client_id: API_KEY,
    client_secret: API_SECRET,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: await shopify.world.tokens.idToken(DEFAULT_SHOP),
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
  });
  const { access_token: accessToken } = exchanged.body as { access_token: string };
  const sleep = async (ms: number) => {
    // The tests' clock: a wait of the path costs no real time.
    offset += Math.ceil(ms);
  };
  function makePorts() {
    const admin = createAdminApi({
      access: { offlineToken: async () => ({ kind: 'token', accessToken }), tokenRejected: async () => {} },
      now,
      sleep,
    });
    const paceOf = createPaces({ now, sleep });
    const base = createPorts({ database, secrets, log, shopify: shopifySource(admin), paceOf });
    const clocked: Ports = { ...base, now, random, newId: randomUUID, sleep };
    return { paceOf, ports: settings.wrap ? settings.wrap(clocked) : clocked };
  }
  const { paceOf, ports } = makePorts();
  const configuration = createConfigurationService({ prisma: database.prisma });
  const shopRef = { id: row.id, domain: row.domain };
  const connection = createConnectionService({ ports, paceOf, onConnected: async () => {} });

  const world: TestWorld = {
    ports,
    database,
    brevo: brevo.world,
    shopify: shopify.world,
    shop,
    shopId: row.id,
    advance(ms) {
      offset += ms;
    },
    restart() {
      offset = 0;
      world.ports = makePorts().ports;
    },
    async configure(options, notifications = {}, fieldMapping) {
      const mapping = fieldMapping === undefined ? {} : { fieldMapping };
      const sent = { options: { listId: 2, ...options }, notifications, ...mapping };
      const ending = await configuration.replace(shopRef, sent, 'test');
      if (ending.kind !== 'stored') throw new Error(JSON.stringify(ending));
    },
    async connect() {
      const ending = await connection.connect(shopRef, settings.key ?? DEFAULT_KEY);
      if (ending.kind !== 'connected') throw new Error(JSON.stringify(ending));
    },
    async deliverWebhooks(pick = (pending) => pending) {
      const chosen = pick(shopify.world.webhooks.pending.splice(0));
      for (const delivery of chosen) {
        const payload = readPayload(delivery.body);
        if (payload.kind !== 'read') throw new Error(payload.reason);
        const at = new Date(delivery.headers['x-shopify-triggered-at'] as string);
        const read = readDelivery(delivery.topic, payload.payload, at);
        if (read.kind !== 'changes') continue;
        await receive(world.ports, [
          {
            shopId: row.id,
            changes: read.changes,
            receipt: { webhookId: delivery.webhookId, topic: delivery.topic },
          },
        ]);
      }
    },
    drain: () =>
      drainShop(world.ports, row.id, {
        readConfiguration: () => configuration.read(shopRef),
        stop: new AbortController().signal,
      }),
    async settle() {
      for (let round = 0; round < 60; round += 1) {
        await world.deliverWebhooks();
        const ending = await world.drain();
        if (ending.kind === 'idle' && shopify.world.webhooks.pending.length === 0) return;
        if (ending.kind === 'wait') offset += Math.max(1, ending.until.getTime() - now());
      }
      const last = await database.prisma.syncEntry.findMany({ orderBy: { id: 'desc' }, take: 5 });
      const lines = last.map((e) => `${e.customerId} ${e.event}: ${e.outcome} ${e.code} ${e.message}`);
      throw new Error(`The queue does not come to rest:\n${lines.join('\n')}`);
    },
    async close() {
      route.restore();
      await Promise.all([brevo.close(), shopify.close()]);
      await database.close();
    },
  };
  await world.configure({});
  await world.connect();
  return world;
}
