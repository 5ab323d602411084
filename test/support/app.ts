import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Database } from '../../app/db.server.ts';
import { type RunningBrevo, startBrevo } from '../../sandbox/brevo/server.ts';
import { type RunningReceiver, routeTo, startReceiver } from '../../sandbox/receiver/server.ts';
import { type RunningShopify, startShopify } from '../../sandbox/shopify/server.ts';
import { DEFAULT_SHOP } from '../../sandbox/shopify/world.ts';
import { openTestDatabase } from './database.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const API_KEY = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
export const API_SECRET = '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';
const ENCRYPTION_KEY = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=';

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

export async function startApp(extra: Record<string, string> = {}): Promise<RunningApp> {
  const { database, url: databaseUrl } = await openTestDatabase(5);
  const brevo = await startBrevo();
  const receiver = await startReceiver();
  const shopify = await startShopify({ apiKey: API_KEY, apiSecret: API_SECRET });
  // A generous account, so that tests wait for us and not for the limit.
  brevo.world.limits = { contactsPerSecond: 300, contactsPerHour: 10_000_000, otherPerHour: 100_000 };
  brevo.world.switches.echoes = false;
  shopify.world.buckets.enforced = false;
  const env = {
    ...appEnv(databaseUrl),
    SANDBOX_SHOPIFY_URL: shopify.url,
    SANDBOX_BREVO_URL: brevo.url,
    SANDBOX_RECEIVERS: JSON.stringify(routeTo(receiver.port)),
    ...extra,
  };
  let output = '';
  const others: ChildProcess[] = [];
  const launch = () =>
    launchApp(env, (text) => {
      output += text;
    });
  let { child, url } = await launch();
  shopify.world.webhooks.appUrl = url;

  const app: RunningApp = {
    get url() {
      return url;
    },
    database,
    brevo,
    shopify,
    receiver,
    output: () => output,
    async api(path, { token, json, ...init } = {}) {
      const bearer = token === undefined ? await app.sessionToken() : token;
      return fetch(`${url}/api/v1${path}`, {
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
        'x-shopify-hmac-sha256': createHmac('sha256', API_SECRET).update(body).digest('base64'),
        'x-shopify-shop-domain': DEFAULT_SHOP,
        'x-shopify-webhook-id': randomUUID(),
        'x-shopify-triggered-at': new Date().toISOString(),
        ...change,
      };
      const sent = Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null);
      return fetch(`${url}/webhooks/shopify`, { method: 'POST', headers: sent, body });
    },
    sessionToken: (domain = DEFAULT_SHOP) => shopify.world.tokens.idToken(domain),
    async startAnother() {
      const another = await launch();
      others.push(another.child);
      return another.url;
    },
    kill: (signal) => end(child, signal),
    async restart() {
      ({ child, url } = await launch());
      shopify.world.webhooks.appUrl = url;
    },
    async stop() {
      await Promise.all([child, ...others].map((c) => end(c, 'SIGTERM')));
      await Promise.all([brevo.close(), shopify.close(), receiver.close()]);
      await database.close();
    },
  };
  return app;
}

export function appEnv(databaseUrl: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'production',
    SHOPIFY_API_KEY: API_KEY,
    SHOPIFY_API_SECRET: API_SECRET,
    SHOPIFY_APP_URL: 'https://app.example.com',
    ENCRYPTION_KEY,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'info',
  };
}

/** Starts the app and waits until it says where it listens and answers its health. */
export async function launchApp(
  env: Record<string, string>,
  onOutput: (text: string) => void,
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    ['--import', './sandbox/route-vendors.ts', '--import', './sandbox/route-receivers.ts', 'app/server.ts'],
    {
      cwd: ROOT,
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      onOutput(chunk.toString());
      const found = /listens on (http:\/\/localhost:\d+)/.exec(text);
      if (found) resolve((found[1] as string).replace('localhost', '127.0.0.1'));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => reject(new Error(`The app ended with ${code}:\n${text}`)));
  });
  return { child, url };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return gone;
}

/** Waits until something holds; its own words tell what was waited for. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 40,
): Promise<void> {
  for (const deadline = Date.now() + seconds * 1_000; Date.now() < deadline; await sleep(50))
    if (await holds()) return;
  throw new Error(`Waited ${seconds} s in vain: ${what}`);
}
