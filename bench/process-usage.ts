import { readdir, readFile } from 'node:fs/promises';

/** What processes use, from /proc: Linux only. CPU in seconds of one core, memory in MB. */
const TICKS = 100;

interface Stat {
  pid: number;
  parent: number;
  /** Own time, and the time of children that have ended. */
  own: number;
  ended: number;
}

/** CPU seconds of a process and of everything below it, what has ended included. */
export async function cpuOfTree(root: number): Promise<number> {
  const stats = await allStats();
  const byParent = Map.groupBy(stats, (stat) => stat.parent);
  const sum = (stat: Stat): number =>
    stat.own + stat.ended + (byParent.get(stat.pid) ?? []).reduce((total, child) => total + sum(child), 0);
  const found = stats.find((stat) => stat.pid === root);
  return found ? sum(found) / TICKS : 0;
}

/** The server process that listens for a database, found by one of its backends. */
export async function parentOf(pid: number): Promise<number> {
  return (await allStats()).find((stat) => stat.pid === pid)?.parent ?? 0;
}

export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
}

async function allStats(): Promise<Stat[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(names.map(readStat));
  return found.filter((stat) => stat !== null);
}

async function readStat(name: string): Promise<Stat | null> {
  const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
  // The command stands in brackets and may hold anything.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  if (fields.length < 20) return null;
  const [, parent = 0] = fields;
  const [utime = 0, stime = 0, cutime = 0, cstime = 0] = fields.slice(11, 15);
  return { pid: Number(name), parent, own: utime + stime, ended: cutime + cstime };
}
