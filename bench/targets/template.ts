import type { AddressInfo } from 'node:net';
import { createRequestHandler } from '@remix-run/express';
import type { ActionFunctionArgs, ServerBuild } from '@remix-run/node';
import { Session } from '@shopify/shopify-api';
import express from 'express';
import { openDatabase } from '../../app/db.server.ts';
import { readEnv } from '../../app/env.server.ts';
import { createLog } from '../../app/log.server.ts';
import { createSecrets } from '../../app/settings/secrets.server.ts';
import { createSessionStorage } from '../../app/settings/session-storage.server.ts';
import { createShopify } from '../../app/shopify.server.ts';

// The official template's pattern: a Remix route, `authenticate.webhook`, one write a delivery through Prisma.
const reading = readEnv();
if (reading.kind === 'invalid') throw new Error(reading.faults.join('\n'));
const { env } = reading;
const { prisma } = openDatabase({ url: env.databaseUrl as string });
const log = createLog('error');
const sessionStorage = createSessionStorage(prisma, createSecrets(env.encryptionKey), log);
const shopify = createShopify({ env, sessionStorage, log, hooks: { afterAuth: async () => {} } });
const shops = new Map((await prisma.shop.findMany()).map((shop) => [shop.domain, shop.id]));
for (const shop of shops.keys()) {
  await sessionStorage.storeSession(
    new Session({
      id: `offline_${shop}`,
      shop,
      state: '',
      isOnline: false,
      accessToken: 'shpat_bench',
      scope: '',
      expires: new Date(Date.now() + 3_600_000),
    }),
  );
}

async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { shop, payload } = await shopify.authenticate.webhook(request);
  const key = { shopId: shops.get(shop) as number, source: 'shopify', customerId: String(payload.id) };
  const change = { kind: 'upsert', event: 'customer_updated', occurredAt: new Date() };
  await prisma.pendingChange.upsert({
    where: { shopId_source_customerId: key },
    create: { ...key, ...change },
    update: change,
  });
  return new Response();
}

const build = {
  mode: 'production',
  entry: { module: { default: () => new Response('not a page', { status: 404 }) } },
  routes: { webhooks: { id: 'webhooks', path: 'webhooks/shopify', module: { action } } },
  assets: {
    entry: { module: '', imports: [] },
    routes: { webhooks: { id: 'webhooks', path: 'webhooks/shopify', hasAction: true, module: '' } },
    url: '',
    version: '',
  },
  publicPath: '/',
  assetsBuildDirectory: '',
  basename: '/',
  future: {},
  isSpaMode: false,
} as unknown as ServerBuild;

const app = express();
app.all('*', createRequestHandler({ build, mode: 'production' }));
const server = app.listen(0, '127.0.0.1', () =>
  process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`),
);
