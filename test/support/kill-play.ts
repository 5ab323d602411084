import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { connectShop, untilTrue } from '../../bench/stage.ts';
import { startBrevo } from '../../sandbox/brevo/server.ts';
import { stopLeftPostgres } from '../../sandbox/left-postgres.ts';
import { startShopify } from '../../sandbox/shopify/server.ts';
import { DEFAULT_SHOP } from '../../sandbox/shopify/world.ts';
import { APP_KEY, APP_SECRET, type AppProcess, appEnv, launchApp } from './app-process.ts';
import { KillLoad } from './kill-load.ts';

export type Victim = 'web' | 'worker' | 'postmaster' | 'backend';

export interface KillPlan {
  kills: number;
  workers: number;
  /** Who is killed next, and how long after the one before. */
  next(): { victim: Victim; afterMs: number };
  /** Decides what happens in the store. */
  random(): number;
  /** Where it is, for who waits for it. */
  note(what: string): void;
}

export interface KillEnding {
  count: Record<Victim, number>;
  load: KillLoad;
  /** What Brevo has otherwise than the store. */
  wrong: string[];
  trace: ReturnType<KillLoad['trace']>;
}

/**
 * `kill -9` of web, workers, PostgreSQL's postmaster and its backends under a steady load of changes. The database is the
 * app's own (no DATABASE_URL): whoever of the processes is alive brings it back. Whichever app process ends is started
 * again, as an orchestrator would. Afterwards Brevo is compared with the store, and its call log tells whether two calls for one
 * customer ever ran at once, and whether a customer's states arrived in order.
 */
export async function playKills({ kills, workers, next, random, note }: KillPlan): Promise<KillEnding> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'customer-sync-kills-'));
  const brevo = await startBrevo({ keepCalls: 2_000_000 });
  const shopify = await startShopify({ apiKey: APP_KEY, apiSecret: APP_SECRET });
  brevo.world.switches.echoes = false;
  brevo.world.latencyMs = 40;
  brevo.world.limits = { contactsPerSecond: 200, contactsPerHour: 10_000_000, otherPerHour: 100_000 };
  shopify.world.buckets.enforced = false;
  // The real one tries for four hours.
  shopify.world.webhooks.retryMs = [200, 500, 1_000, 2_000, ...Array(60).fill(4_000)];
  const env = appEnv(undefined, {
    DATA_DIR: dataDir,
    SANDBOX_SHOPIFY_URL: shopify.url,
    SANDBOX_BREVO_URL: brevo.url,
  });
  const count: Record<Victim, number> = { web: 0, worker: 0, postmaster: 0, backend: 0 };
  const running = new Map<string, AppProcess>();
  let closing = false;
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
      void app.ended.then(() => {
        if (!closing) restart(name);
      });
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
    for (let n = 0; n < kills; n += 1) {
      const { victim, afterMs } = next();
      await sleep(afterMs);
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
    return { count, load, wrong: load.wrong(), trace: load.trace() };
  } finally {
    closing = true;
    await Promise.all(starting.values());
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
