import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppLoadContext } from '@remix-run/node';
import type { Database } from './db.server.ts';
import type { Env } from './env.server.ts';
import type { Log } from './log.server.ts';

/** What the executable hands to the composition root (app/ports.server.ts)... */
export interface AppSetup {
  env: Env;
  database: Database;
  log: Log;
}

/** ...and what it gets: the parts that app/serve.server.ts sets in motion. */
export interface AppParts {
  /** What every loader and action sees as `context`. */
  context: AppLoadContext;
  /** The door: answers everything under /webhooks/, before Remix. */
  handleWebhook(request: IncomingMessage, response: ServerResponse): unknown;
  /** Starts draining; `stop` ends when the work in hand is done or handed back. */
  startWorker(): Promise<{ stop(): Promise<void> }>;
}

export type CreateApp = (setup: AppSetup) => Promise<AppParts>;
