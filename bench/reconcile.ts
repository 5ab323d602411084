import { setTimeout as sleep } from 'node:timers/promises';
import { seedShop } from '../sandbox/shopify/seed.ts';
import { DEFAULT_SHOP } from '../sandbox/shopify/world.ts';
import { freePort } from '../test/support/app-process.ts';
import { cpuOfTree, parentOf, residentMb } from './process-usage.ts';
import type { Result } from './run.ts';
import { note, openStage, type Stage } from './stage.ts';

/** `RECONCILE_SIZES=10000,100000` measures other sizes. */
const SIZES = (process.env.RECONCILE_SIZES ?? '10000,100000,1000000').split(',').map(Number);
/** Contacts that somebody changed by hand before the comparison. */
const TAMPERED = 100;
const REAL = { contactsPerSecond: 10, contactsPerHour: 36_000, otherPerHour: 100 };
const GENEROUS = { contactsPerSecond: 500, contactsPerHour: 10_000_000, otherPerHour: 100_000 };

interface Measured {
  customers: number;
  seconds: number;
  readingSeconds: number;
  appCpu: number;
  databaseCpu: number;
  idleMb: number;
  peakMb: number;
  calls: number;
  differed: number;
  repaired: number;
  /** Bytes of a synced customer in the database, indexes included, by table. */
  bytes: Record<string, number>;
}

/**
 * A comparison of the whole store with the whole account through the built app, at Brevo's real limits; both sides were
 * made equal by an import before, and a few contacts were then changed by hand. The database's size is read off after
 * the import: what a synced customer takes for good.
 */
export async function benchReconcile(): Promise<Result> {
  const measured: Measured[] = [];
  for (const size of SIZES) {
    const one = await measure(size);
    measured.push(one);
    console.error(JSON.stringify(one));
  }
  const [smallest, largest] = [measured[0] as Measured, measured.at(-1) as Measured];
  return {
    name: 'reconcile',
    rows: measured.map((m) => ({
      customers: m.customers,
      'wall s': m.seconds,
      'of it reading Brevo s': m.readingSeconds,
      'Brevo calls': m.calls,
      'app CPU s': m.appCpu,
      'database CPU s': m.databaseCpu,
      'idle RSS MB': m.idleMb,
      'largest RSS MB': m.peakMb,
      differed: m.differed,
      repaired: m.repaired,
      'bytes a customer': Object.values(m.bytes).reduce((sum, bytes) => sum + bytes, 0),
    })),
    verdicts: {
      exactly: measured.every((m) => m.differed === TAMPERED && m.repaired === TAMPERED),
      memoryGrowthMb: largest.peakMb - smallest.peakMb,
      ...Object.fromEntries(Object.entries(largest.bytes).map(([table, bytes]) => [`bytes_${table}`, bytes])),
    },
  };
}

async function measure(size: number): Promise<Measured> {
  const stage = await openStage();
  try {
    const { brevo, shopify, database } = stage;
    brevo.world.switches = { ...brevo.world.switches, importMs: 50, importMsPerRow: 0.001 };
    brevo.world.limits = GENEROUS;
    seedShop(shopify.world.shop(), size);
    // On this machine, so that the emulated Brevo can call back when an import is over.
    const port = String(await freePort());
    const app = await stage.launch([], { PORT: port, SHOPIFY_APP_URL: `http://127.0.0.1:${port}` });
    await stage.connect(app.url, DEFAULT_SHOP, brevo.world.defaultKey);
    shopify.world.webhooks.appUrl = app.url;
    note(`${size} customers: making both sides equal`);
    await finish(stage, app.url, 'imports', () => {});
    const bytes = await bytesPerCustomer(stage);
    const contacts = [...brevo.world.account().contacts.byId.values()].filter((c) => c.extId && c.email);
    const step = Math.floor(contacts.length / TAMPERED);
    for (let i = 0; i < TAMPERED; i += 1) {
      const id = contacts[i * step]?.id as number;
      brevo.world.act({ kind: 'edit', id, attributes: { LASTNAME: `Tampered ${i}` } });
    }
    const { rows } = await database.pool.query('select pg_backend_pid() as pid');
    const server = await parentOf(rows[0]?.pid as number);
    brevo.world.limits = REAL;
    await sleep(3_000);
    const idleMb = await residentMb(app.pid);
    const before = { app: await cpuOfTree(app.pid), database: await cpuOfTree(server) };
    const callsBefore = brevo.world.log.count;
    const startedAt = performance.now();
    let peakMb = 0;
    const { counts, phases } = await finish(stage, app.url, 'reconciliations', async () => {
      peakMb = Math.max(peakMb, await residentMb(app.pid));
    });
    return {
      customers: size,
      seconds: round((performance.now() - startedAt) / 1_000),
      readingSeconds: round(phases.indexing ?? 0),
      appCpu: round((await cpuOfTree(app.pid)) - before.app),
      databaseCpu: round((await cpuOfTree(server)) - before.database),
      idleMb,
      peakMb,
      calls: brevo.world.log.count - callsBefore,
      differed: counts.differed ?? 0,
      repaired: counts.succeeded ?? 0,
      bytes,
    };
  } finally {
    await stage.close();
  }
}

async function finish(
  { shopify, database }: Stage,
  appUrl: string,
  kind: 'imports' | 'reconciliations',
  look: () => void | Promise<void>,
): Promise<{ counts: Record<string, number>; phases: Record<string, number> }> {
  const token = await shopify.world.tokens.idToken(DEFAULT_SHOP);
  const answer = await fetch(`${appUrl}/api/v1/skills/customer-sync/${kind}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  const { id } = (await answer.json()) as { id: string };
  const phases: Record<string, number> = {};
  let told = 0;
  for (let at = performance.now(); ; ) {
    await sleep(250);
    await look();
    const found = await database.pool.query('select status, phase, counts, error from runs where id = $1', [
      id,
    ]);
    const { status, phase, counts, error } = found.rows[0];
    const now = performance.now();
    phases[phase] = (phases[phase] ?? 0) + (now - at) / 1_000;
    at = now;
    if (now - told > 20_000) {
      told = now;
      note(`${kind}, ${phase}: ${JSON.stringify(counts)}`);
    }
    if (status === 'completed') return { counts, phases };
    if (status !== 'running' && status !== 'queued') throw new Error(`The run ended: ${status} ${error}`);
  }
}

/** What the tables that hold something of each customer take, indexes included, after a clean-up. */
async function bytesPerCustomer({ database }: Stage): Promise<Record<string, number>> {
  const tables = ['contact_links', 'sync_entries', 'opt_outs', 'pending_changes'];
  const { rows } = await database.pool.query(
    `select count(*)::int as count from contact_links where state = 'synced'`,
  );
  const customers = rows[0]?.count as number;
  const bytes: Record<string, number> = {};
  for (const table of tables) {
    await database.pool.query(`vacuum full ${table}`);
    const size = await database.pool.query(`select pg_total_relation_size('${table}')::bigint as bytes`);
    bytes[table] = Math.round(Number(size.rows[0]?.bytes) / customers);
  }
  return bytes;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
