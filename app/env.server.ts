import { z } from 'zod';

/** The environment, parsed once at boot (design section 8). Only this file reads `process.env`. */
export interface Env {
  production: boolean;
  shopifyApiKey: string;
  shopifyApiSecret: string;
  /** Public origin of the app, without a trailing slash. */
  appUrl: string;
  scopes: string[];
  /** Absent: the app runs its own PostgreSQL under `dataDir`. */
  databaseUrl: string | undefined;
  /** 32 bytes. */
  encryptionKey: Buffer;
  port: number;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  dataDir: string;
}

export type EnvReading = { kind: 'ok'; env: Env } | { kind: 'invalid'; faults: string[] };

const DEFAULT_SCOPES = 'read_customers,write_customers,read_customer_merge,read_orders';
/** Words that only an example or a placeholder would hold. */
const EXAMPLE = /change.?me|example|placeholder|secret.?here|your.|^(test|dev|password|secret)/i;

const schema = z.object({
  NODE_ENV: z.string().optional(),
  SHOPIFY_API_KEY: z.string().min(1, 'is missing: the client ID of the app in the Shopify Dev Dashboard'),
  SHOPIFY_API_SECRET: z
    .string()
    .min(1, 'is missing: the client secret of the app in the Shopify Dev Dashboard'),
  SHOPIFY_APP_URL: z.url('must be the public URL of the app, for example https://sync.example.com'),
  SCOPES: z.string().default(DEFAULT_SCOPES),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      'must be a postgresql:// URL; leave it unset to use the embedded PostgreSQL',
    )
    .optional(),
  ENCRYPTION_KEY: z.string().optional(),
  PORT: z.coerce
    .number('must be a port number')
    .int()
    .min(0, 'must be a port number')
    .max(65535, 'must be a port number')
    .default(3000),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, silent',
    })
    .default('info'),
  DATA_DIR: z.string().default('.data'),
});

/** Parses the environment; every fault is in the list, each with the variable's name and what to do. */
export function readEnv(raw: Record<string, string | undefined> = process.env): EnvReading {
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse({ ...given, ...missingAsEmpty(given) });
  const production = given.NODE_ENV === 'production';
  const faults = parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message}`);
  const key = readEncryptionKey(given.ENCRYPTION_KEY, given.SHOPIFY_API_SECRET, production, faults);
  if (production) refuseWeak('SHOPIFY_API_SECRET', given.SHOPIFY_API_SECRET, faults);
  if (!parsed.success || faults.length > 0 || !key) return { kind: 'invalid', faults };
  const v = parsed.data;
  return {
    kind: 'ok',
    env: {
      production,
      shopifyApiKey: v.SHOPIFY_API_KEY,
      shopifyApiSecret: v.SHOPIFY_API_SECRET,
      appUrl: v.SHOPIFY_APP_URL.replace(/\/+$/, ''),
      scopes: v.SCOPES.split(',').map((s) => s.trim()),
      databaseUrl: v.DATABASE_URL,
      encryptionKey: key,
      port: v.PORT,
      logLevel: v.LOG_LEVEL,
      dataDir: v.DATA_DIR,
    },
  };
}

function missingAsEmpty(given: Record<string, string | undefined>) {
  return Object.fromEntries(
    ['SHOPIFY_API_KEY', 'SHOPIFY_API_SECRET', 'SHOPIFY_APP_URL'].filter((n) => !given[n]).map((n) => [n, '']),
  );
}

function readEncryptionKey(
  text: string | undefined,
  secret: string | undefined,
  production: boolean,
  faults: string[],
): Buffer | undefined {
  const how = 'make one with: openssl rand -base64 32';
  if (!text) {
    if (production) {
      faults.push(`ENCRYPTION_KEY is missing: 32 bytes in base64; ${how}`);
      return undefined;
    }
    // Development only: a key that stays the same between starts, so that what was stored can be read again.
    return Buffer.from((secret ?? '').padEnd(32, '.').slice(0, 32));
  }
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) {
    faults.push(`ENCRYPTION_KEY must be 32 bytes in base64 (it is ${bytes.length}); ${how}`);
    return undefined;
  }
  if (production && new Set(bytes).size < 8) {
    faults.push(`ENCRYPTION_KEY is weak (its bytes repeat); ${how}`);
    return undefined;
  }
  return bytes;
}

function refuseWeak(name: string, value: string | undefined, faults: string[]): void {
  if (!value) return;
  if (value.length < 16) faults.push(`${name} is too short to be a real secret (${value.length} characters)`);
  else if (EXAMPLE.test(value) || new Set(value).size < 6) faults.push(`${name} looks like an example value`);
}
