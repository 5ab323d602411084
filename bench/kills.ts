import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startBrevo } from '../sandbox/brevo/server.ts';
import { stopLeftPostgres } from '../sandbox/left-postgres.ts';
import { startShopify } from '../sandbox/shopify/server.ts';
import { DEFAULT_SHOP } from '../sandbox/shopify/world.ts';
import { APP_KEY, APP_SECRET, type AppProcess, appEnv, launchApp } from '../test/support/app-process.ts';
import { KillLoad } from '../test/support/kill-load.ts';
import type { Result } from './run.ts';
import { connectShop, note, untilTrue } from './stage.ts';

type Victim = 'web' | 'worker' | 'postmaster' | 'backend';

/** `npm run bench -- kills [how many = 100] [workers = 2] [seed]` */
const [kills = 100, workers = 2, seed = Date.now() % 1_000_000] = process.argv.slice(3).map(Number);

/**
 * `kill -9` of web, workers, PostgreSQL's postmaster and its backends at random moments under a steady load of changes.
 * The database is the app's own (no DATABASE_URL): whoever of the processes is alive brings it back. Killed app
 * processes are started again, as an orchestrator would. Afterwards Brevo is compared with the store, and its call log
 * tells whether two calls for one customer ever ran at once, and whether a customer's states arrived in order.
 */
export async function benchKills(): Promise<Result> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'customer-sync-kills-'));
  const brevo = await startBrevo({ keepCalls: 2_000_000 });
  const shopify = await startShopify({ apiKey: APP_KEY, apiSecret: APP_SECRET });
  brevo.world.switches.echoes = false;
  brevo.world.latencyMs = 40;
  brevo.world.limits = { contactsPerSecond: 200, contactsPerHour: 10_000_000, otherPerHour: 100_000 };
  shopify.world.buckets.enforced = false;
  // The real one tries for four hours.
  shopify.world.webhooks.retryMs = [200, 500, 1_000, 2_000, ...Array(60).fill(4_000)];
  const random = dice(seed);
  const env = appEnv(undefined, {
    DATA_DIR: dataDir,
    SANDBOX_SHOPIFY_URL: shopify.url,
    SANDBOX_BREVO_URL: brevo.url,
  });
  const count: Record<Victim, number> = { web: 0, worker: 0, postmaster: 0, backend: 0 };
  const running = new Map<string, AppProcess>();
  const starting = new Map<string, Promise<void>>();

  const start = async (name: string) => {
    const roles = [name === 'web' ? '--web' : '--worker'];
    const onLine = (line: string) => process.env.BENCH_VERBOSE && process.stderr.write(`${name}: ${line}\n`);
    for (;;) {
      // A start may meet a database that is just dying: started again, as an orchestrator would.
      const app = await launchApp(env, { roles, onLine }).catch((error: Error) => error);
      if (app instanceof Error) {
        note(`${name} did not start: ${app.message.slice(0, 300)}`);
        await sleep(500);
        continue;
      }
      running.set(name, app);
      if (name === 'web') shopify.world.webhooks.appUrl = app.url;
      return;
    }
  };
  const restart = (name: string) => {
    running.delete(name);
    starting.set(
      name,
      start(name).finally(() => starting.delete(name)),
    );
  };

  try {
    await start('web');
    await connectShop(shopify.world, shopify.world.webhooks.appUrl, DEFAULT_SHOP, brevo.world.defaultKey);
    for (let n = 0; n < workers; n += 1) await start(`worker ${n}`);
    const load = new KillLoad(shopify.world.shop(), brevo.world, random);
    load.start(25);
    note(`seed ${seed}, ${kills} kills, ${workers} workers`);
    for (let n = 0; n < kills; n += 1) {
      await sleep(300 + random() * 2_200);
      const victim = choose(random);
      const done = await kill(victim);
      if (!done) n -= 1;
      else if (n % 10 === 9 || kills < 20) note(`${n + 1} kills (${victim}), ${load.changes} changes`);
    }
    load.stop();
    note('the load has ended');
    await Promise.all(starting.values());
    note('every process is back');
    await shopify.world.webhooks.settled();
    note('every delivery is in');
    await untilTrue(() => load.wrong().length === 0, 90, 500).catch(() => {});
    const wrong = load.wrong();
    for (const line of wrong.slice(0, 10)) note(line);
    const trace = load.trace();
    for (const line of [...trace.overlaps, ...trace.outOfOrder].slice(0, 10)) note(line);
    return {
      name: 'kills',
      rows: [
        { seed, workers, ...count, changes: load.changes, customers: load.customers, calls: trace.calls },
      ],
      verdicts: {
        lostOrWrong: wrong.length,
        atOnce: trace.overlaps.length,
        outOfOrder: trace.outOfOrder.length,
        holds: wrong.length + trace.overlaps.length + trace.outOfOrder.length === 0,
      },
    };
  } finally {
    await Promise.all([...running.values()].map((app) => app.kill('SIGTERM')));
    await stopLeftPostgres(dataDir);
    await Promise.all([brevo.close(), shopify.close()]);
    await rm(dataDir, { recursive: true, force: true });
  }

  async function kill(victim: Victim): Promise<boolean> {
    if (victim === 'web' || victim === 'worker') {
      const names = [...running.keys()].filter((name) => name.startsWith(victim));
      const name = names[Math.floor(random() * names.length)];
      if (!name) return false;
      await running.get(name)?.kill('SIGKILL');
      restart(name);
    } else {
      const pid = victim === 'postmaster' ? await postmaster(dataDir) : await backend(dataDir, random);
      if (!pid) return false;
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        return false;
      }
    }
    count[victim] += 1;
    return true;
  }
}

function choose(random: () => number): Victim {
  const dice = random();
  if (dice < 0.2) return 'web';
  if (dice < 0.55) return 'worker';
  return dice < 0.75 ? 'postmaster' : 'backend';
}

async function postmaster(dataDir: string): Promise<number | undefined> {
  const text = await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
  return Number(text.split('\n')[0]) || undefined;
}

/** One of the server's sessions, which it answers by restarting all of them. */
async function backend(dataDir: string, random: () => number): Promise<number | undefined> {
  const parent = await postmaster(dataDir);
  if (!parent) return undefined;
  const { stdout } = await promisify(execFile)('ps', ['--ppid', String(parent), '-o', 'pid=,command=']).catch(
    () => ({ stdout: '' }),
  );
  const sessions = stdout.split('\n').filter((line) => line.includes('customer_sync'));
  const line = sessions[Math.floor(random() * sessions.length)];
  return line ? Number(line.trim().split(/\s+/)[0]) : undefined;
}

/** Mulberry32: the same numbers for the same seed. */
function dice(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
