import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { migrate, openDatabase } from '../app/db.server.ts';
import { ensureDatabase, startEmbeddedPostgres } from '../app/embedded-postgres.server.ts';
import { APP_SECRET, appEnv } from '../test/support/app-process.ts';
import type { Result } from './run.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SHOPS = Array.from({ length: 5 }, (_, i) => `bench-${i}.myshopify.com`);
const SECONDS = 6;
const CONNECTIONS = 512;
/** More than the limit can answer in that time would need too much memory: it then ends early, and the rate stands. */
const REQUESTS = 160_000;
const ROUNDS = 3;

interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
  failed: number;
}

/**
 * The door beside its rival and its limit, in turns, in one run: what the machine does besides hits all three. The
 * server, PostgreSQL and the load share the machine's cores.
 */
export async function benchIntake(): Promise<Result> {
  const directory = await mkdtemp(path.join(tmpdir(), 'customer-sync-bench-'));
  const postgres = await startEmbeddedPostgres({ directory });
  try {
    const url = await ensureDatabase(postgres, 'bench');
    const database = openDatabase({ url });
    await migrate(database, url, ROOT);
    await database.prisma.shop.createMany({ data: SHOPS.map((domain) => ({ domain })) });
    const measured: Record<string, Measured[]> = { bare: [], door: [], template: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const target of Object.keys(measured)) {
        await database.pool.query('truncate pending_changes, webhook_receipts');
        await database.pool.query('delete from graphile_worker._private_jobs');
        await database.pool.query('checkpoint');
        measured[target]?.push(await measure(target, url));
      }
    }
    await database.close();
    return summarise(measured);
  } finally {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(target: string, databaseUrl: string): Promise<Measured> {
  const server = spawn(process.execPath, [`bench/targets/${target}.ts`], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...appEnv(databaseUrl) } as NodeJS.ProcessEnv,
  });
  const port = Number((await firstLine(server, /^port (\d+)/))[1]);
  const load = spawn(
    process.execPath,
    ['bench/load.ts', port, SECONDS, CONNECTIONS, REQUESTS, APP_SECRET, SHOPS.join(',')].map(String),
    { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  await firstLine(load, /^ready/);
  const result = firstLine(load, /^\{.*\}$/);
  load.stdin?.write('go\n');
  const measured = JSON.parse((await result)[0]) as Measured;
  server.kill('SIGKILL');
  return measured;
}

function firstLine(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      const found = pattern.exec(line);
      if (!found) return;
      lines.close();
      resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`A process of the benchmark ended with ${code}`)));
  });
}

function summarise(measured: Record<string, Measured[]>): Result {
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const of = (target: string, key: keyof Measured) => median((measured[target] ?? []).map((m) => m[key]));
  const rows = Object.keys(measured).map((target) => ({
    target:
      { bare: 'node:http + HMAC (limit)', door: 'our door', template: 'official template' }[target] ?? target,
    'webhooks/s': of(target, 'perSecond'),
    'p50 ms': of(target, 'p50'),
    'p99 ms': of(target, 'p99'),
    failed: (measured[target] ?? []).reduce((sum, m) => sum + m.failed, 0),
  }));
  const timesTemplate = of('door', 'perSecond') / of('template', 'perSecond');
  const shareOfLimit = of('door', 'perSecond') / of('bare', 'perSecond');
  return {
    name: 'intake',
    rows,
    verdicts: {
      timesTemplate: Number(timesTemplate.toFixed(1)),
      shareOfLimit: Number(shareOfLimit.toFixed(3)),
      noneFailed: rows.every((row) => row.failed === 0),
      tenTimes: timesTemplate >= 10,
      sixtyPercent: shareOfLimit >= 0.6,
    },
  };
}
