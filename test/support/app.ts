import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../app/db.server.ts';
import { type RunningBrevo, startBrevo } from '../../sandbox/brevo/server.ts';
import { type RunningReceiver, routeTo, startReceiver } from '../../sandbox/receiver/server.ts';
import type { Receivers } from '../../sandbox/route-receivers.ts';
import { type RunningShopify, startShopify } from '../../sandbox/shopify/server.ts';
import { DEFAULT_SHOP } from '../../sandbox/shopify/world.ts';
import { APP_KEY, APP_SECRET, type AppProcess, appEnv, launchApp } from './app-process.ts';
import { openTestDatabase } from './database.ts';

/** The built app as a process of its own, with emulated vendors and a private database. */
export interface RunningApp {
  url: string;
  database: Database;
  brevo: RunningBrevo;
  shopify: RunningShopify;
  /** The merchant's own system, reached by the app as RECEIVER_URL. */
  receiver: RunningReceiver;
  /** Everything the app printed. */
  output(): string;
  api(path: string, init?: RequestInit & { token?: string | null; json?: unknown }): Promise<Response>;
  webhook(topic: string, payload: unknown, change?: Record<string, string | null>): Promise<Response>;
  sessionToken(domain?: string): Promise<string>;
  /** Another process on the same database; answers its URL. */
  startAnother(): Promise<string>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** `receivers`: other names of the internet, beside the merchant's own system. */
export async function startApp(
  extra: Record<string, string> = {},
  receivers: Receivers = {},
): Promise<RunningApp> {
  const { database, url: databaseUrl } = await openTestDatabase(5);
  const brevo = await startBrevo();
  const receiver = await startReceiver();
  const shopify = await startShopify({ apiKey: APP_KEY, apiSecret: APP_SECRET });
  // A generous account, so that tests wait for us and not for the limit.
  brevo.world.limits = { contactsPerSecond: 300, contactsPerHour: 10_000_000, otherPerHour: 100_000 };
  brevo.world.switches.echoes = false;
  shopify.world.buckets.enforced = false;
  const env = appEnv(databaseUrl, {
    LOG_LEVEL: 'info',
    SANDBOX_SHOPIFY_URL: shopify.url,
    SANDBOX_BREVO_URL: brevo.url,
    SANDBOX_RECEIVERS: JSON.stringify({ ...routeTo(receiver.port), ...receivers }),
    ...extra,
  });
  let output = '';
  const others: AppProcess[] = [];
  const onLine = (line: string) => {
    output += `${line}\n`;
  };
  const launch = () => launchApp(env, { onLine });
  let main = await launch();
  shopify.world.webhooks.appUrl = main.url;

  const app: RunningApp = {
    get url() {
      return main.url;
    },
    database,
    brevo,
    shopify,
    receiver,
    output: () => output,
    async api(path, { token, json, ...init } = {}) {
      const bearer = token === undefined ? await app.sessionToken() : token;
      return fetch(`${main.url}/api/v1${path}`, {
        ...init,
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        headers: {
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(init.headers as Record<string, string> | undefined),
        },
      });
    },
    async webhook(topic, payload, change = {}) {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
      const headers: Record<string, string | null> = {
        'content-type': 'application/json',
        'x-shopify-topic': topic,
        'x-shopify-hmac-sha256': createHmac('sha256', APP_SECRET).update(body).digest('base64'),
        'x-shopify-shop-domain': DEFAULT_SHOP,
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-triggered-at': new Date().toISOString(),
        ...change,
      };
      const sent = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null);
      return fetch(`${main.url}/webhooks/shopify`, { method: 'POST', headers: sent, body });
    },
    sessionToken: (domain = DEFAULT_SHOP) => shopify.world.tokens.idToken(domain),
    async startAnother() {
      const another = await launch();
      others.push(another);
      return another.url;
    },
    kill: async (signal) => (await main.kill(signal)).code,
    async restart() {
      main = await launch();
      shopify.world.webhooks.appUrl = main.url;
    },
    async stop() {
      await Promise.all([main, ...others].map((each) => each.kill('SIGTERM')));
      await Promise.all([brevo.close(), shopify.close(), receiver.close()]);
      await database.close();
    },
  };
  return app;
}

/** Waits until something holds; its own words tell what was waited for. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  seconds = 40,
): Promise<NonNullable<T>> {
  for (const deadline = Date.now() + seconds * 1_000; Date.now() < deadline; await sleep(50)) {
    const seen = await look();
    if (seen) return seen;
  }
  throw new Error(`Waited ${seconds} s in vain: ${what}`);
}
