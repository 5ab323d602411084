import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const BENCH_KEY = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
export const BENCH_SECRET = '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';

/** The environment of an app process of a benchmark. */
export function appEnv(databaseUrl: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'production',
    SHOPIFY_API_KEY: BENCH_KEY,
    SHOPIFY_API_SECRET: BENCH_SECRET,
    SHOPIFY_APP_URL: 'https://app.example.com',
    ENCRYPTION_KEY: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=',
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'error',
  };
}

/** The built app as a process of its own, its vendors emulated. */
export async function launchApp(
  env: Record<string, string>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['--import', './sandbox/route-vendors.ts', 'app/server.ts'], {
    cwd: ROOT,
    env: env as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      if (process.env.BENCH_VERBOSE) process.stderr.write(chunk);
      const found = /listens on http:\/\/localhost:(\d+)/.exec(String(chunk));
      if (found) resolve(`http://127.0.0.1:${found[1]}`);
    });
    child.once('exit', (code) => reject(new Error(`The app ended with ${code}`)));
  });
  return {
    url,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Looks again every millisecond until it holds. */
export async function untilTrue(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(1)) if (await holds()) return;
  throw new Error('Waited 30 s in vain');
}
