import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CreateApp } from './app-parts.ts';
import { createAttribute, readAttributes } from './brevo/attributes.server.ts';
import { createBrevoClient } from './brevo/client.server.ts';
import { brevoContacts, readContactPage, readContactsByIds, readSize } from './brevo/contacts.server.ts';
import { brevoImports } from './brevo/imports.server.ts';
import { createList, takeOffList } from './brevo/lists.server.ts';
import { createPaces, type Pace } from './brevo/pace.server.ts';
import type { Database } from './db.server.ts';
import type { Source } from './domain/customer.ts';
import { BREVO_PATH, createBrevoDoor } from './door/brevo-door.server.ts';
import { createDoor } from './door/door.server.ts';
import { createImportDoor, IMPORT_PATH } from './door/import-door.server.ts';
import { createIngestDoor } from './door/ingest-door.server.ts';
import { createIntake } from './door/intake.server.ts';
import type { Log } from './log.server.ts';
import { createCustomerService } from './monitor/customers.server.ts';
import { createMonitor } from './monitor/monitor.server.ts';
import { createNotifications } from './monitor/notifications/notifications.server.ts';
import { createSender } from './monitor/notifications/sender.server.ts';
import type { CustomerSource, Ports } from './ports.ts';
import { createPublicFetch, type PublicFetch } from './public-internet/fetch.server.ts';
import type { Services } from './services.ts';
import { createApiAccess } from './settings/api-access.server.ts';
import { createAdmission } from './settings/api-admission.server.ts';
import { createAttribute as createAttributeOf } from './settings/attribute-creation.server.ts';
import { createBrevoWebhook, isReachable } from './settings/brevo-webhook.server.ts';
import { queueWebhookCheck } from './settings/brevo-webhook.sql.ts';
import { createConfigurationService } from './settings/configuration-store.server.ts';
import { createConnectionService } from './settings/connection.server.ts';
import { createLifecycle, type InstallSession, type Lifecycle } from './settings/lifecycle.server.ts';
import { createMappingService } from './settings/mapping-service.server.ts';
import { createSecrets, type Secrets } from './settings/secrets.server.ts';
import { createSessionStorage } from './settings/session-storage.server.ts';
import {
  createAccessOf,
  createSourceService,
  type SourceConnectionParts,
} from './settings/source-connections.server.ts';
import { createSourceWebhooks } from './settings/source-webhooks.server.ts';
import { createTokenService } from './settings/tokens.server.ts';
import { createShopify } from './shopify.server.ts';
import { connectors } from './sources/connectors.ts';
import { carryingChange } from './sources/custom/change.ts';
import { customIngest } from './sources/custom/ingest.ts';
import { eventSource } from './sources/custom/source.server.ts';
import { parseTrigger } from './sources/custom/trigger.ts';
import { INGEST_PATH } from './sources/ingest.ts';
import { magentoSource } from './sources/magento/source.server.ts';
import { createShopifyAccess } from './sources/shopify/access.server.ts';
import { createAdminApi } from './sources/shopify/admin-api.server.ts';
import { readShopDetails, shopifySource } from './sources/shopify/source.server.ts';
import { woocommerceIngest } from './sources/woocommerce/ingest.ts';
import { woocommerceSource } from './sources/woocommerce/source.server.ts';
import { createChangeService, createReplay } from './sync/changes.server.ts';
import { shopEvents } from './sync/erase.server.ts';
import { markHealthy } from './sync/health.server.ts';
import { createPolling } from './sync/poll.server.ts';
import { queuePoll } from './sync/poll.sql.ts';
import { createPreview } from './sync/preview.server.ts';
import { createProblemFixes } from './sync/problem-fixes.server.ts';
import { createRuns } from './sync/runs.server.ts';
import { noteCall } from './sync/steps.server.ts';
import { wakeDrains } from './sync/wake.sql.ts';
import { startWorker } from './worker.server.ts';

/** The world as the path sees it. `shopify` is given, so that tests can give another store. */
export function createPorts(parts: {
  database: Database;
  secrets: Secrets;
  log: Log;
  shopify: CustomerSource;
  paceOf: (account: string) => Pace;
  /** Calls to the addresses that merchants enter. */
  http?: PublicFetch;
}): Ports {
  const accessOf = createAccessOf(parts.database.prisma, parts.secrets);
  const http = parts.http ?? createPublicFetch();
  const sources: Record<Source, CustomerSource> = {
    shopify: parts.shopify,
    woocommerce: woocommerceSource({ http, accessOf: ({ id }) => accessOf(id, 'woocommerce') }),
    magento: magentoSource({ http, accessOf: ({ id }) => accessOf(id, 'magento') }),
    custom: eventSource('custom'),
  };
  return {
    db: parts.database,
    secrets: parts.secrets,
    log: parts.log,
    now: Date.now,
    random: Math.random,
    newId: randomUUID,
    sleep: pause,
    source: (name) => sources[name],
    brevo({ apiKey, account }, signal) {
      const pace = parts.paceOf(account);
      const client = createBrevoClient({ apiKey, pace, onCall: noteCall, ...(signal ? { signal } : {}) });
      return {
        contacts: brevoContacts(client),
        pace,
        page: (offset, since) => readContactPage(client, offset, since),
        byIds: (ids) => readContactsByIds(client, ids),
        size: () => readSize(client),
        imports: brevoImports(client),
        createList: (name) => createList(client, name),
        deleteList: (id) => client.call('DELETE', `/contacts/lists/${id}`),
        readAttributes: () => readAttributes(client),
        takeOffList: (listId, ids) => takeOffList(client, listId, ids),
        createAttribute: (name, type) => createAttribute(client, name, type),
      };
    },
  };
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {});
}

/** The composition root: the one place where parts get to know each other. */
export const createApp: CreateApp = async ({ env, database, log }) => {
  const secrets = createSecrets(env.encryptionKey);
  const { prisma } = database;
  const clock = { now: Date.now, sleep: pause };
  const sessionStorage = createSessionStorage(prisma, secrets, log);
  const plainLifecycle = createLifecycle({ prisma, log, readShopDetails: detailsWith });
  const lifecycle: Lifecycle = { ...plainLifecycle, install };
  const shopifyAccess = createShopifyAccess({
    app: { apiKey: env.shopifyApiKey, apiSecret: env.shopifyApiSecret },
    prisma,
    secrets,
    sessionStorage,
    lifecycle,
    log,
  });
  const shopify = createShopify({
    env,
    sessionStorage,
    log,
    hooks: { afterAuth: (session) => lifecycle.install(session) },
  });
  const admin = createAdminApi({ access: shopifyAccess, ...clock });
  const paceOf = createPaces({ now: Date.now, sleep: pause });
  const http = createPublicFetch();
  const ports = createPorts({ database, secrets, log, shopify: shopifySource(admin), paceOf, http });

  const wake = (shopId: number) => wakeDrains(database.pool, [shopId]);
  const connection = createConnectionService({
    ports,
    paceOf,
    async onConnected(shopId) {
      await markHealthy(ports, shopId);
      await wake(shopId);
    },
  });
  const configuration = createConfigurationService({ prisma, account: connection });
  const readConfiguration = (shop: { id: number; domain: string }) => configuration.read(shop);
  const { monitor, problems } = createMonitor({ prisma, pool: database.pool });
  const tokens = createTokenService({ prisma, secrets });
  const runs = createRuns({
    ports,
    readConfiguration,
    notifyBase: isReachable(env.appUrl) ? env.appUrl + IMPORT_PATH : null,
  });
  const notifications = createNotifications({ ports, sender: createSender(), readConfiguration });
  const replay = createReplay(ports);
  const sourceParts: SourceConnectionParts = {
    ports,
    connectors: connectors(http),
    appUrl: env.appUrl,
    // The first poll notes from when on it has to look: before the import that a person may start now.
    async onConnected(shop, source) {
      if (ports.source(source).poll) await queuePoll(database.pool, shop.id, source);
    },
    onLost: (shop, source) => runs.service.start(shop, 'reconciliation', { dryRun: false, source }),
  };
  const sourceWebhooks = createSourceWebhooks(sourceParts);
  const services: Services = {
    connection,
    configuration: {
      ...configuration,
      async replace(shop, sent, savedBy) {
        return configured(shop, await configuration.replace(shop, sent, savedBy));
      },
      async replaceAt(shop, sent, savedBy, revision) {
        return configured(shop, await configuration.replaceAt(shop, sent, savedBy, revision));
      },
      async store(shop, stored, savedBy, choices) {
        return configured(shop, await configuration.store(shop, stored, savedBy, choices));
      },
      async setPaused(shop, paused, savedBy) {
        await configuration.setPaused(shop, paused, savedBy);
        if (!paused) await wake(shop.id);
      },
    },
    mapping: createMappingService({
      ports,
      configuration: {
        ...configuration,
        async replaceAt(shop, sent, savedBy, revision) {
          return configured(shop, await configuration.replaceAt(shop, sent, savedBy, revision));
        },
      },
      preview: createPreview({ ports, readConfiguration }),
    }),
    customers: createCustomerService(ports, readConfiguration),
    changes: createChangeService(ports, readConfiguration, {
      parse: parseTrigger,
      carrying: carryingChange,
    }),
    monitor,
    problems: {
      ...problems,
      ...replay,
      ...createProblemFixes({
        ports,
        readConfiguration,
        createAttribute: (shop, name, type) => createAttributeOf(ports, shop, name, type),
        replay: replay.replay,
      }),
    },
    runs: runs.service,
    tokens,
    notifications: notifications.service,
    sources: createSourceService(sourceParts),
  };
  const access = createApiAccess({
    tokens,
    verifySessionToken: shopifyAccess.verifySessionToken,
    ensureInstalled: shopifyAccess.ensureInstalled,
  });
  const admission = createAdmission({ pool: database.pool, secrets, now: Date.now });
  const brevoWebhook = createBrevoWebhook({ ports, paceOf, appUrl: env.appUrl });
  const polling = createPolling(ports);
  const brevoDoor = createBrevoDoor(ports);
  const ingestDoor = createIngestDoor(ports, { woocommerce: woocommerceIngest, custom: customIngest });
  const importDoor = createImportDoor(ports, runs.onImportOver);
  const door = createDoor({ secret: env.shopifyApiSecret, intake: createIntake(ports), log, now: Date.now });

  return {
    context: { services, access, admission, shopify, lifecycle, staffName: shopifyAccess.staffName, log },
    handleWebhook(request, response) {
      const path = request.url?.split('?', 1)[0];
      if (path === '/webhooks/shopify') return door.handle(request, response);
      if (path?.startsWith(IMPORT_PATH)) return importDoor.handle(request, response);
      if (path?.startsWith(BREVO_PATH)) return brevoDoor.handle(request, response);
      if (path?.startsWith(INGEST_PATH)) return ingestDoor.handle(request, response);
      response.statusCode = 404;
      response.end();
      return undefined;
    },
    async startWorker() {
      const worker = await startWorker({
        ports,
        readConfiguration,
        onShopEvent: shopEvents(ports, lifecycle, runs.onBulkFinished),
        tasks: {
          ...notifications.tasks,
          ...runs.tasks,
          ...brevoWebhook.tasks,
          ...polling.tasks,
          ...sourceWebhooks.tasks,
        },
        crontab: [...runs.crontab, ...brevoWebhook.crontab, ...polling.crontab, ...sourceWebhooks.crontab],
      });
      await queueWebhookCheck(prisma);
      await sourceWebhooks.queueCheck();
      return worker;
    },
  };

  /** A shop that comes back finds everything as it was; what happened while it was gone is found by comparing. */
  async function install(session: InstallSession) {
    const before = await prisma.shop.findUnique({
      where: { domain: session.shop },
      select: { uninstalledAt: true, connection: { select: { shopId: true } } },
    });
    const shop = await plainLifecycle.install(session);
    if (before?.uninstalledAt && before.connection)
      await runs.service.start(shop, 'reconciliation', { dryRun: false });
    await wake(shop.id);
    return shop;
  }

  async function configured<E extends { kind: string }>(shop: { id: number }, ending: E): Promise<E> {
    if (ending.kind === 'stored') await onConfigured(shop.id);
    return ending;
  }

  /** New rules may need attributes that the account lacks; and what waits may go out now that it is turned on. */
  async function onConfigured(shopId: number) {
    await prisma.connection.updateMany({ where: { shopId }, data: { attributesAt: null } });
    await notifications.onConfigured(shopId);
    await wake(shopId);
  }

  /** During an install the session is not stored yet: the token that was just given is used. */
  async function detailsWith(domain: string, accessToken: string) {
    const api = createAdminApi({
      access: { offlineToken: async () => ({ kind: 'token', accessToken }), tokenRejected: async () => {} },
      ...clock,
    });
    const details = await readShopDetails(api, domain);
    if (!details) throw new Error('The store did not tell its details');
    return details;
  }
};
