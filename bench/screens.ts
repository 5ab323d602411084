import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { ensureDatabase, startEmbeddedPostgres } from '../app/embedded-postgres.server.ts';
import { launchSandbox, type Sandbox } from '../sandbox/launch.ts';
import type { Result } from './run.ts';
import { fillDatabase } from './screens-fill.ts';

/** BENCH_SMALL=1 tries the benchmark itself, with a thousandth of the rows. */
const SHRINK = process.env.BENCH_SMALL ? 1_000 : 1;
const ENTRIES = 10_000_000 / SHRINK;
const CUSTOMERS = 1_000_000 / SHRINK;
const ROUNDS = 31;
const LIMIT_MS = 100;

/** Each screen's loader by its route, and the calls that screens make besides. */
const SCREENS: Record<string, string> = {
  home: '/app?_data=routes%2Fapp._index',
  'home, live': '/app/live',
  activity: '/app/activity?_data=routes%2Fapp.activity',
  'activity, failed only': '/app/activity?outcome=failed&_data=routes%2Fapp.activity',
  problems: '/app/problems?_data=routes%2Fapp.problems',
  connection: '/app/connection?_data=routes%2Fapp.connection',
  settings: '/app/settings?_data=routes%2Fapp.settings',
  mapping: '/app/mapping?_data=routes%2Fapp.mapping',
  imports: '/app/imports?_data=routes%2Fapp.imports',
  customers: '/app/customers?_data=routes%2Fapp.customers',
  'status, 30 days': '/api/v1/skills/customer-sync/status?window=2592000',
  'log of one customer': '/api/v1/skills/customer-sync/log?customer=7000000000500',
};

/**
 * What each screen's loader takes, over HTTP and with its authentication, in the whole running app, with ten million
 * sync entries and a million customers in the database. Loaders that ask a vendor get the emulator's answer.
 */
export async function benchScreens(): Promise<Result> {
  const directory = await mkdtemp(path.join(tmpdir(), 'customer-sync-bench-'));
  const postgres = await startEmbeddedPostgres({ directory });
  const url = await ensureDatabase(postgres, 'bench');
  const sandbox = await launchSandbox({
    dataDir: path.join(directory, 'sandbox'),
    databaseUrl: url,
    quiet: true,
  });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const shop = await connect(sandbox);
    const bytes = await fillDatabase(client, shop, { entries: ENTRIES, customers: CUSTOMERS });
    const rows: Result['rows'] = [];
    for (const [screen, address] of Object.entries(SCREENS)) {
      const took: number[] = [];
      let status = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        // Tokens live for a minute, so each call has a new one; that is not part of what is measured.
        const token = await idToken(sandbox, shop);
        const startedAt = performance.now();
        const answer = await call(sandbox, token, address);
        await answer.arrayBuffer();
        status = answer.status;
        took.push(performance.now() - startedAt);
      }
      took.sort((a, b) => a - b);
      const at = (share: number) => Number((took[Math.floor(took.length * share)] ?? 0).toFixed(1));
      rows.push({ screen, status, 'median ms': at(0.5), 'p95 ms': at(0.95) });
    }
    return {
      name: 'screens',
      rows,
      verdicts: {
        entries: ENTRIES,
        customers: CUSTOMERS,
        databaseMegabytes: Math.round(bytes / 1_048_576),
        allAnswered: rows.every((row) => row.status === 200),
        slowestMedianMs: Math.max(...rows.map((row) => Number(row['median ms']))),
        below100ms: rows.every((row) => Number(row['median ms']) < LIMIT_MS),
      },
    };
  } finally {
    await client.end();
    await sandbox.stop();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Installs the app in the sandbox's store by its first call, and connects Brevo; answers the shop's domain. */
async function connect(sandbox: Sandbox): Promise<string> {
  const shop = `${new URL(sandbox.adminUrl).pathname.split('/').at(-1)}.myshopify.com`;
  const answer = await call(sandbox, await idToken(sandbox, shop), '/api/v1/connection', {
    method: 'PUT',
    body: JSON.stringify({ apiKey: sandbox.brevoKey }),
  });
  if (!answer.ok) throw new Error(`The app did not connect: ${answer.status} ${await answer.text()}`);
  return shop;
}

async function idToken(sandbox: Sandbox, shop: string): Promise<string> {
  return (await (await fetch(`${sandbox.shopifyUrl}/__sandbox/id-token?shop=${shop}`)).text()).trim();
}

function call(sandbox: Sandbox, token: string, address: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${sandbox.appPort}${address}`, {
    ...init,
    // Shopify's package answers 410 to what calls itself no browser.
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    },
  });
}
