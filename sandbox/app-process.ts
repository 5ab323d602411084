import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ending, ROOT, startProcess } from './processes.ts';

/** The app under the sandbox: built and configured as in production, only its network is bent, from outside. */
export interface AppProcess {
  port: number;
  pid: number;
  ended: Promise<Ending>;
  /** True once somebody of the sandbox ended it on purpose. */
  expectedToEnd(): boolean;
  end(signal: NodeJS.Signals): Promise<void>;
  stop(withinMs: number): Promise<void>;
  output(): string;
}

interface AppOptions {
  env: Record<string, string | undefined>;
  /** 0: a free one. */
  port: number;
  onLine?: (line: string) => void;
}

const LISTENS = /listens on http:\/\/[^:]+:(\d+)/;

export async function startApp(options: AppOptions): Promise<AppProcess> {
  const child = await startProcess({
    name: 'The app',
    args: ['--import=./sandbox/route-vendors.ts', '--import=./sandbox/route-receivers.ts', 'app/server.ts'],
    env: {
      ...options.env,
      SCOPES: scopes(),
      NODE_ENV: 'production',
      LOG_LEVEL: process.env.SANDBOX_LOG_LEVEL ?? 'warn',
      PORT: String(options.port),
    },
    ready: LISTENS,
    ...(options.onLine ? { onLine: options.onLine } : {}),
  });
  const port = Number(child.found);
  let expected = false;
  await untilHealthy(port, child.running);
  return {
    port,
    pid: child.pid,
    ended: child.ended,
    expectedToEnd: () => expected,
    output: child.output,
    async end(signal) {
      expected = true;
      child.kill(signal);
      await child.ended;
    },
    async stop(withinMs) {
      expected = true;
      await child.stop(withinMs);
    },
  };
}

/** As the merchant grants them: what shopify.app.toml asks for. */
function scopes(): string {
  const toml = readFileSync(`${ROOT}shopify.app.toml`, 'utf8');
  const found = /^scopes\s*=\s*"([^"]*)"/m.exec(toml)?.[1];
  if (!found) throw new Error('shopify.app.toml names no scopes');
  return found;
}

async function untilHealthy(port: number, running: () => boolean): Promise<void> {
  while (running()) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
}
