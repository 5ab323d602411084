import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningBrevo, startBrevo } from '../sandbox/brevo/server.ts';
import { seedShop } from '../sandbox/shopify/seed.ts';
import type { RunningShopify } from '../sandbox/shopify/server.ts';
import { DEFAULT_SHOP } from '../sandbox/shopify/world.ts';
import { freePort } from '../test/support/app-process.ts';
import { cpuOfTree, parentOf, residentMb } from './process-usage.ts';
import type { Result } from './run.ts';
import { note, openStage, type Stage } from './stage.ts';

/** `IMPORT_SIZES=10000,100000` measures other sizes, `IMPORT_SINGLE=0` leaves out the 18 minutes of single calls. */
const SIZES = (process.env.IMPORT_SIZES ?? '10000,100000,1000000').split(',').map(Number);
const SINGLE = Number(process.env.IMPORT_SINGLE ?? 10_000);
/** What an import takes in Brevo is not known; this is a guess that makes a million rows some ten minutes. */
const IMPORT_MS = Number(process.env.IMPORT_MS ?? 5_000);
const IMPORT_MS_PER_ROW = Number(process.env.IMPORT_MS_PER_ROW ?? 0.3);

interface Measured {
  customers: number;
  seconds: number;
  appCpu: number;
  databaseCpu: number;
  residentMb: number;
  calls: number;
  imports: number;
  wrong: number;
  phases: Record<string, number>;
}

/**
 * Whole initial imports through the built app: from the store's bulk operation into an empty Brevo with its real limits.
 * Our own share is the CPU time of the app and of PostgreSQL together, as if they had never worked side by side; the
 * emulators are processes of the benchmark and are not in it.
 */
export async function benchImport(): Promise<Result> {
  const singles = SINGLE > 0 ? measureSingles(SINGLE) : Promise.resolve(0);
  const measured: Measured[] = [];
  for (const size of SIZES) {
    const one = await measure(size);
    measured.push(one);
    console.error(JSON.stringify(one));
  }
  const singleSeconds = await singles;
  const largest = measured.at(-1) as Measured;
  const perCall = 10;
  const rows = measured.map((m) => ({
    customers: m.customers,
    'wall s': round(m.seconds),
    'app CPU s': round(m.appCpu),
    'database CPU s': round(m.databaseCpu),
    'largest RSS MB': m.residentMb,
    'Brevo calls': m.calls,
    'calls/1,000': round((m.calls / m.customers) * 1_000),
    imports: m.imports,
    'one call each, s': m.customers / perCall,
    'times faster': round(m.customers / perCall / m.seconds),
    wrong: m.wrong,
  }));
  return {
    name: 'import',
    rows,
    verdicts: {
      ownSeconds: round(largest.appCpu + largest.databaseCpu),
      ownBelow3Minutes: largest.appCpu + largest.databaseCpu < 180,
      residentBelow300: measured.every((m) => m.residentMb < 300),
      callsBelow4: measured.every((m) => m.calls / m.customers < 0.004 || m.customers < 50_000),
      timesFasterMeasured: singleSeconds > 0 ? round(singleSeconds / (measured[0] as Measured).seconds) : 0,
      singleSecondsMeasured: round(singleSeconds),
      timesFaster: round(largest.customers / perCall / largest.seconds),
      fiftyTimes: largest.customers / perCall / largest.seconds >= 50,
      nothingWrong: measured.every((m) => m.wrong === 0),
    },
  };
}

async function measure(size: number): Promise<Measured> {
  const stage = await openStage();
  try {
    const { brevo, shopify, database } = stage;
    const times = { importMs: IMPORT_MS, importMsPerRow: IMPORT_MS_PER_ROW };
    brevo.world.switches = { ...brevo.world.switches, ...times };
    seedShop(shopify.world.shop(), size);
    const port = String(await freePort());
    // On this machine, so that the emulated Brevo can call back.
    const app = await stage.launch([], {
      PORT: port,
      SHOPIFY_APP_URL: `http://127.0.0.1:${port}`,
    });
    await stage.connect(app.url, DEFAULT_SHOP, brevo.world.defaultKey);
    shopify.world.webhooks.appUrl = app.url;
    const { rows } = await database.pool.query('select pg_backend_pid() as pid');
    const server = await parentOf(rows[0]?.pid as number);
    await sleep(3_000);
    note(`${size} customers; the idle app has ${await residentMb(app.pid)} MB`);
    const before = { app: await cpuOfTree(app.pid), database: await cpuOfTree(server) };
    const callsBefore = brevo.world.log.count;
    const startedAt = performance.now();
    const id = await start(stage, app.url);
    const { phases, peak } = await watch(stage, app.pid, id, startedAt);
    return {
      customers: size,
      seconds: round((performance.now() - startedAt) / 1_000),
      appCpu: round((await cpuOfTree(app.pid)) - before.app),
      databaseCpu: round((await cpuOfTree(server)) - before.database),
      residentMb: peak,
      calls: brevo.world.log.count - callsBefore,
      imports: brevo.world.account().processes.length,
      wrong: countWrong(brevo, shopify),
      phases,
    };
  } finally {
    await stage.close();
  }
}

async function start({ shopify }: Stage, appUrl: string): Promise<string> {
  const token = await shopify.world.tokens.idToken(DEFAULT_SHOP);
  const answer = await fetch(`${appUrl}/api/v1/skills/customer-sync/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  return ((await answer.json()) as { id: string }).id;
}

/** Looks at the run until it is over: seconds of each phase, and the largest memory of the app. */
async function watch({ database }: Stage, pid: number, id: string, startedAt: number) {
  const phases: Record<string, number> = {};
  let peak = 0;
  let told = 0;
  for (let at = startedAt; ; ) {
    await sleep(250);
    peak = Math.max(peak, await residentMb(pid));
    const found = await database.pool.query('select status, phase, counts, error from runs where id = $1', [
      id,
    ]);
    const { status, phase, counts, error } = found.rows[0];
    const now = performance.now();
    phases[phase] = round((phases[phase] ?? 0) + (now - at) / 1_000);
    at = now;
    if (now - told > 20_000) {
      told = now;
      note(`${phase}: read ${counts.read ?? 0}, imported ${counts.imported ?? 0}, ${peak} MB`);
    }
    if (status === 'completed') return { phases, peak };
    if (status !== 'running' && status !== 'queued') throw new Error(`The import ended: ${status} ${error}`);
  }
}

/** Customers whose contact is not there, not theirs, or in another consent state; and contacts of nobody. */
function countWrong(brevo: RunningBrevo, shopify: RunningShopify): number {
  const { contacts } = brevo.world.account();
  let [wrong, reachable] = [0, 0];
  for (const customer of shopify.world.shop().customers.values()) {
    if (customer.email === null && customer.phone === null) continue;
    reachable += 1;
    const contact = contacts.find('ext_id', customer.id);
    const blocked = customer.email !== null && customer.emailConsent.state === 'UNSUBSCRIBED';
    const listed =
      (customer.email === null ? customer.smsConsent : customer.emailConsent).state === 'SUBSCRIBED';
    const right =
      contact !== undefined &&
      contact.email === (customer.email?.toLowerCase() ?? null) &&
      contact.emailBlacklisted === blocked &&
      contact.listIds.has(2) === listed &&
      contact.attributes.TOTAL_ORDERS === customer.orders.length &&
      (contact.attributes.FIRSTNAME ?? null) === customer.firstName;
    if (!right) wrong += 1;
  }
  return wrong + Math.abs(contacts.byId.size - reachable);
}

/** One upsert a call at the limit, which is what everybody does: the time for so many, measured against the same emulator. */
async function measureSingles(count: number): Promise<number> {
  const brevo = await startBrevo();
  brevo.world.switches.echoes = false;
  const startedAt = performance.now();
  for (let i = 0; i < count; ) {
    const response = await fetch(`${brevo.url}/v3/contacts`, {
      method: 'POST',
      headers: { 'api-key': brevo.world.defaultKey, 'content-type': 'application/json' },
      body: JSON.stringify({ email: `single-${i}@example.com`, updateEnabled: true, listIds: [2] }),
    });
    await response.text();
    if (response.status !== 429) i += 1;
    else await sleep(20);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await brevo.close();
  return seconds;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
