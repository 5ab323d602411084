import { createServer } from 'node:net';
import { type Ending, startProcess } from '../../sandbox/processes.ts';

export const APP_KEY = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
export const APP_SECRET = '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';

/** The environment of an app under test: as in production. Without a database the app starts its own under DATA_DIR. */
export function appEnv(
  databaseUrl: string | undefined,
  extra: Record<string, string> = {},
): Record<string, string | undefined> {
  return {
    NODE_ENV: 'production',
    SHOPIFY_API_KEY: APP_KEY,
    SHOPIFY_API_SECRET: APP_SECRET,
    SHOPIFY_APP_URL: 'https://app.example.com',
    SCOPES: undefined,
    ENCRYPTION_KEY: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=',
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...extra,
  };
}

export interface AppProcess {
  url: string;
  pid: number;
  /** Ends when the process has ended, whoever ended it. */
  ended: Promise<Ending>;
  kill(signal: NodeJS.Signals): Promise<Ending>;
}

interface LaunchOptions {
  /** `--web` or `--worker`; none: both. */
  roles?: string[];
  onLine?: (line: string) => void;
}

/** The built app as a process of its own, its vendors where SANDBOX_SHOPIFY_URL and SANDBOX_BREVO_URL say. */
export async function launchApp(
  env: Record<string, string | undefined>,
  { roles = [], onLine }: LaunchOptions = {},
): Promise<AppProcess> {
  const started = await startProcess({
    name: 'The app',
    args: [
      // As `npm start` does.
      '--max-semi-space-size=4',
      '--max-old-space-size=256',
      '--import=./sandbox/route-vendors.ts',
      '--import=./sandbox/route-receivers.ts',
      'app/server.ts',
      ...roles,
    ],
    env,
    ready: /listens on http:\/\/localhost:(\d+)/,
    ...(onLine ? { onLine } : {}),
  });
  return {
    url: `http://127.0.0.1:${started.found}`,
    pid: started.pid,
    ended: started.ended,
    async kill(signal) {
      if (started.running()) started.kill(signal);
      return started.ended;
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
