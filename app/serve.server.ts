import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CreateApp } from './app-parts.ts';
import { type Database, migrate, openDatabase } from './db.server.ts';
import { type EmbeddedPostgres, ensureDatabase, startEmbeddedPostgres } from './embedded-postgres.server.ts';
import { type Env, readEnv } from './env.server.ts';
import { createHttpServer, type HttpServer } from './http.server.ts';
import { createLog, type Log } from './log.server.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DATABASE_NAME = 'customer_sync';
/** Orchestrators kill after 30 seconds; what is not done by then was leased and comes back. */
const STOP_WITHIN_MS = 28_000;
/** Ctrl-C under npm arrives twice, from the terminal and from npm: this soon it is not a second wish. */
const SAME_SIGNAL_MS = 1_000;

interface Running {
  /** Ends when everything below runs, or the start was given up. */
  started: Promise<void>;
  stopping: boolean;
  http: HttpServer | undefined;
  worker: { stop(): Promise<void> } | undefined;
  database: Database | undefined;
  postgres: EmbeddedPostgres | undefined;
}

/** Starts the app and stays in the foreground until a signal, or a fault nobody handled, ends it. */
export async function serve(createApp: CreateApp, args: string[]): Promise<void> {
  const roles = readRoles(args);
  const reading = readEnv();
  if (roles.kind === 'invalid' || reading.kind === 'invalid') {
    const faults = roles.kind === 'invalid' ? roles.faults : reading.kind === 'invalid' ? reading.faults : [];
    process.stderr.write(`The app cannot start:\n${faults.map((fault) => `  - ${fault}\n`).join('')}`);
    process.exit(1);
  }
  const { env } = reading;
  const log = createLog(env.logLevel);
  const running: Running = {
    started: Promise.resolve(),
    stopping: false,
    http: undefined,
    worker: undefined,
    database: undefined,
    postgres: undefined,
  };
  exitOnFaults(log);
  stopOnSignals(running, log);
  running.started = start(createApp, roles, env, log, running).catch(async (err: unknown) => {
    log.fatal({ err }, 'The app could not start');
    running.stopping = true;
    await stopAll(running, log);
    process.exit(1);
  });
  await running.started;
}

async function start(
  createApp: CreateApp,
  roles: Roles,
  env: Env,
  log: Log,
  running: Running,
): Promise<void> {
  // Between the steps: a signal that came meanwhile ends the start where it is.
  const url = env.databaseUrl ?? (await startOwnPostgres(env, running, log));
  if (running.stopping) return;
  const database = openDatabase({
    url,
    // While stopping, connections end because we end them.
    onError: (err) => running.stopping || log.error({ err }, 'A database connection broke'),
  });
  running.database = database;
  await migrate(database, url, ROOT);
  if (running.stopping) return;
  const app = await createApp({ env, database, log });
  // The web side first: webhooks can be taken while the worker is still starting.
  running.http = await createHttpServer({ app, database, log, root: ROOT, web: roles.web });
  if (running.stopping) return;
  const address = await running.http.listen(env.port);
  if (roles.worker) running.worker = await app.startWorker();
  if (running.stopping) return;
  const what = roles.web && roles.worker ? 'web and worker' : roles.web ? 'web' : 'worker';
  process.stdout.write(
    `Customer Sync for Brevo (${what}) listens on ${address}, public address ${env.appUrl}\n`,
  );
}

async function startOwnPostgres(env: Env, running: Running, log: Log): Promise<string> {
  running.postgres = await startEmbeddedPostgres({
    directory: path.resolve(ROOT, env.dataDir),
    onDeath: () => log.error('The embedded PostgreSQL has died and is started again'),
  });
  return ensureDatabase(running.postgres, DATABASE_NAME);
}

/** In this order: no new requests, the ones in hand and the running drain end, then what they stood on goes. */
async function stopAll(running: Running, log: Log): Promise<void> {
  const step = async (name: string, stop: (() => Promise<void>) | undefined) => {
    await stop?.().catch((err: unknown) => log.error({ err }, `Stopping the ${name} failed`));
  };
  await Promise.all([
    step('web server', running.http && (() => running.http!.close())),
    step('worker', running.worker && (() => running.worker!.stop())),
  ]);
  await step('database pool', running.database && (() => running.database!.close()));
  await step('embedded PostgreSQL', running.postgres && (() => running.postgres!.stop()));
}

function stopOnSignals(running: Running, log: Log): void {
  let firstAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals) => {
    if (firstAt !== undefined && Date.now() - firstAt < SAME_SIGNAL_MS) return;
    if (firstAt !== undefined) process.exit(130);
    firstAt = Date.now();
    running.stopping = true;
    log.info({ signal }, 'Stopping');
    setTimeout(() => {
      log.warn('Stopping took too long; unfinished work is taken up again at the next start');
      process.exit(0);
    }, STOP_WITHIN_MS).unref();
    void running.started.then(() => stopAll(running, log)).then(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** After a fault nobody handled the state is unknown: say so and go, the next start continues from the database. */
function exitOnFaults(log: Log): void {
  const onFault = (err: unknown) => {
    log.fatal({ err }, 'An error nobody handled ends the process');
    process.exit(1);
  };
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
}

type Roles = { kind: 'ok'; web: boolean; worker: boolean };

function readRoles(args: string[]): Roles | { kind: 'invalid'; faults: string[] } {
  const unknown = args.filter((arg) => arg !== '--web' && arg !== '--worker');
  if (unknown.length > 0) {
    return {
      kind: 'invalid',
      faults: unknown.map((arg) => `unknown argument ${arg}: use --web, --worker or none`),
    };
  }
  const web = args.includes('--web');
  const worker = args.includes('--worker');
  return { kind: 'ok', web: web || !worker, worker: worker || !web };
}
