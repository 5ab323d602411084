import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Database, migrate, openDatabase } from '../app/db.server.ts';
import { ensureDatabase, startEmbeddedPostgres } from '../app/embedded-postgres.server.ts';
import { type RunningBrevo, startBrevo } from '../sandbox/brevo/server.ts';
import { type RunningShopify, startShopify } from '../sandbox/shopify/server.ts';
import type { ShopifyWorld } from '../sandbox/shopify/world.ts';
import { APP_KEY, APP_SECRET, type AppProcess, appEnv, launchApp } from '../test/support/app-process.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What a benchmark of the whole path plays on: a PostgreSQL of its own and emulated vendors; app processes come and go. */
export interface Stage {
  brevo: RunningBrevo;
  shopify: RunningShopify;
  database: Database;
  launch(roles?: string[], extra?: Record<string, string>): Promise<AppProcess>;
  connect(appUrl: string, domain: string, brevoKey: string): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const directory = await mkdtemp(path.join(tmpdir(), 'customer-sync-bench-'));
  const postgres = await startEmbeddedPostgres({ directory });
  const brevo = await startBrevo({ keepCalls: 2_000_000 });
  const shopify = await startShopify({ apiKey: APP_KEY, apiSecret: APP_SECRET });
  brevo.world.switches.echoes = false;
  shopify.world.buckets.enforced = false;
  const url = await ensureDatabase(postgres, 'bench');
  const database = openDatabase({ url, connections: 5 });
  await migrate(database, url, ROOT);
  const running: AppProcess[] = [];
  return {
    brevo,
    shopify,
    database,
    async launch(roles = [], extra = {}) {
      const vendors = { SANDBOX_SHOPIFY_URL: shopify.url, SANDBOX_BREVO_URL: brevo.url };
      const env = appEnv(url, { ...vendors, ...extra });
      const onLine = (line: string) => process.env.BENCH_VERBOSE && process.stderr.write(`${line}\n`);
      const app = await launchApp(env, { roles, onLine });
      running.push(app);
      return app;
    },
    connect: (appUrl, domain, brevoKey) => connectShop(shopify.world, appUrl, domain, brevoKey),
    async close() {
      await Promise.all(running.map((app) => app.kill('SIGTERM')));
      await Promise.all([brevo.close(), shopify.close(), database.close()]);
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Installs the app in the store and connects it, as a merchant would, with the list of the account's first day. */
export async function connectShop(
  shopify: ShopifyWorld,
  appUrl: string,
  domain: string,
  brevoKey: string,
): Promise<void> {
  const put = async (what: string, body: unknown) => {
    const token = await shopify.tokens.idToken(domain);
    const answer = await fetch(`${appUrl}/api/v1/${what}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`PUT ${what} of ${domain}: ${answer.status} ${await answer.text()}`);
  };
  await put('connection', { apiKey: brevoKey });
  await put('skills/customer-sync', { options: { listId: 2 } });
}

/** Looks again every few milliseconds until it holds. */
export async function untilTrue(
  holds: () => boolean | Promise<boolean>,
  seconds = 30,
  everyMs = 1,
): Promise<void> {
  for (const deadline = Date.now() + seconds * 1_000; Date.now() < deadline; await sleep(everyMs))
    if (await holds()) return;
  throw new Error(`Waited ${seconds} s in vain`);
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Where a long benchmark is, for who waits for it. */
export function note(what: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`);
}
