import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate, openDatabase } from '../app/db.server.ts';
import { ensureDatabase, startEmbeddedPostgres } from '../app/embedded-postgres.server.ts';
import { startBrevo } from '../sandbox/brevo/server.ts';
import { startShopify } from '../sandbox/shopify/server.ts';
import { DEFAULT_SHOP } from '../sandbox/shopify/world.ts';
import { appEnv, BENCH_KEY, BENCH_SECRET, launchApp, untilTrue } from './app-process.ts';
import type { Result } from './run.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const EVENTS = 100;

/**
 * From the moment the store sends a webhook to the moment Brevo receives the write, on an idle system, one event at a
 * time. The emulated vendors answer at once, but what they and the loopback take is in the figure: it is an upper
 * bound of our own share.
 */
export async function benchLatency(): Promise<Result> {
  const directory = await mkdtemp(path.join(tmpdir(), 'customer-sync-bench-'));
  const postgres = await startEmbeddedPostgres({ directory });
  const brevo = await startBrevo();
  const shopify = await startShopify({ apiKey: BENCH_KEY, apiSecret: BENCH_SECRET });
  brevo.world.switches.echoes = false;
  brevo.world.limits = { contactsPerSecond: 500, contactsPerHour: 10_000_000, otherPerHour: 100_000 };
  shopify.world.buckets.enforced = false;
  const url = await ensureDatabase(postgres, 'bench');
  const database = openDatabase({ url });
  await migrate(database, url, ROOT);
  const app = await launchApp({
    ...appEnv(url),
    SANDBOX_SHOPIFY_URL: shopify.url,
    SANDBOX_BREVO_URL: brevo.url,
  });
  try {
    shopify.world.webhooks.appUrl = app.url;
    const token = await shopify.world.tokens.idToken(DEFAULT_SHOP);
    await fetch(`${app.url}/api/v1/connection`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ apiKey: brevo.world.defaultKey }),
    });
    const shop = shopify.world.shop();
    const took: number[] = [];
    // The first events warm up and create the attributes that the mapping needs.
    for (let i = 0; i < EVENTS + 10; i += 1) {
      const startedAt = Date.now();
      shop.createCustomer({ email: `latency-${i}@example.com`, firstName: `Latency ${i}` });
      await untilTrue(() => brevo.world.contactByEmail(`latency-${i}@example.com`) !== undefined);
      const write = brevo.world.calls.findLast((call) => call.method === 'POST' && call.path === '/contacts');
      if (i >= 10 && write) took.push(write.startedAt - startedAt);
      await untilTrue(async () => (await database.prisma.pendingChange.count()) === 0);
    }
    took.sort((a, b) => a - b);
    const median = took[Math.floor(took.length * 0.5)] ?? 0;
    const p99 = took[Math.floor(took.length * 0.99)] ?? 0;
    return {
      name: 'latency',
      rows: [
        { what: 'webhook sent to write received', events: took.length, 'median ms': median, 'p99 ms': p99 },
      ],
      verdicts: { medianBelow50: median < 50, p99Below150: p99 < 150 },
    };
  } finally {
    await app.stop();
    await Promise.all([brevo.close(), shopify.close(), database.close()]);
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
