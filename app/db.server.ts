import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';

/**
 * One pool for everything: Prisma for plain data access, the pool itself for the statements that guard concurrency
 * (sync/pending.sql.ts) and for graphile-worker.
 */
export interface Database {
  pool: pg.Pool;
  prisma: PrismaClient;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Connections of the pool; a draining account holds one, the door one. */
  connections?: number;
  onError?: (error: Error) => void;
}

// Dates are exact in both ways: pg gives Date objects for timestamptz, and bigint columns as strings.
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections ?? 20,
    // Prisma's adapter writes and reads instants without an offset: the session's zone has to be the one it means.
    options: '-c timezone=UTC',
  });
  pool.on('error', (error) => options.onError?.(error));
  // A client that breaks while somebody has it: whoever has it is told by the failing query.
  pool.on('connect', (client) => client.on('error', () => {}));
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool),
    // Prisma's own 5 s are less than a statement may wait on a machine that is full.
    transactionOptions: { maxWait: 30_000, timeout: 30_000 },
  });
  return {
    pool,
    prisma,
    async close() {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

const MIGRATION_LOCK = 7_203_331;

/**
 * Brings the schema up to date. Two processes that start together: one waits on the advisory lock and finds nothing
 * left to do. Prisma's CLI is started only when a migration is missing, because it costs seconds.
 */
export async function migrate(database: Database, url: string, root: string): Promise<void> {
  const lock = await database.pool.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if (await isBehind(lock, root)) await deploy(url, root, async () => !(await isBehind(lock, root)));
    await runMigrations({ pgPool: database.pool });
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
    lock.release();
  }
}

async function isBehind(client: pg.PoolClient, root: string): Promise<boolean> {
  const entries = await readdir(path.join(root, 'prisma/migrations'), { withFileTypes: true });
  const wanted = entries.filter((e) => e.isDirectory()).map((e) => e.name);
  const table = await client.query("select to_regclass('_prisma_migrations') as name");
  if (table.rows[0]?.name === null) return true;
  const done = await client.query(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  const names = new Set(done.rows.map((row) => row.migration_name as string));
  return wanted.some((name) => !names.has(name));
}

/**
 * Prisma's CLI has written the last migration's record within a second and then waits ten more for its idle pool: the
 * database says when it is done, and the command is ended.
 */
async function deploy(url: string, root: string, isDone: () => Promise<boolean>): Promise<void> {
  const cli = createRequire(path.join(root, 'package.json')).resolve('prisma/build/index.js');
  const child = spawn(process.execPath, [cli, 'migrate', 'deploy'], {
    cwd: root,
    env: {
      NODE_ENV: 'production' as const,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: root,
      DATABASE_URL: url,
      CHECKPOINT_DISABLE: '1',
      CI: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  for (;;) {
    const code = await Promise.race([ended, sleep(100, 'running' as const)]);
    if (code === 'running' && !(await isDone())) continue;
    if (code !== 'running' && code !== 0) throw new Error(`The migrations failed:\n${output}`);
    child.kill();
    await ended;
    return;
  }
}
