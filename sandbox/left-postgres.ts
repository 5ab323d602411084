import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A killed app leaves its PostgreSQL running; the next start of the app takes it over, and the end of the sandbox
 * stops it here.
 */
export async function stopLeftPostgres(dataDir: string): Promise<void> {
  const text = await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  // After a power cut the number may by now be another process's.
  if (!pid || !(await commandOf(pid)).includes('postgres')) return;
  try {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; waited < 10_000; waited += 50) {
      await sleep(50);
      process.kill(pid, 0);
    }
  } catch {
    // It has gone.
  }
}

function commandOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(
    () =>
      new Promise((resolve) => {
        execFile('ps', ['-p', String(pid), '-o', 'command='], (error, out) => resolve(error ? '' : out));
      }),
  );
}
