import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createRequestHandler } from '@remix-run/express';
import type { ServerBuild } from '@remix-run/node';
import express from 'express';
import type { AppParts } from './app-parts.ts';
import type { Database } from './db.server.ts';
import { docsPage } from './docs-page.server.ts';
import type { Log } from './log.server.ts';
import { serveAssets } from './static-files.server.ts';

export interface HttpServer {
  /** Answers the local address. */
  listen(port: number): Promise<string>;
  /** Takes no more connections and ends when the requests in hand are answered. */
  close(): Promise<void>;
}

export interface HttpServerOptions {
  app: AppParts;
  database: Database;
  log: Log;
  root: string;
  /** false: a worker that answers only its health. */
  web: boolean;
}

const CLOSE_WITHIN_MS = 20_000;
const HEALTH_TIMEOUT_MS = 3_000;

/**
 * One server, in the order of what is asked most: the webhook door (never through Express or Remix: design section
 * 5.1), the health check, then the app with its files.
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { app, database, log, web } = options;
  const rest: RequestListener = web ? await createWebApp(options) : notFound;
  const assets = web ? await serveAssets(path.join(options.root, 'build/client/assets')) : undefined;
  const server = createServer((request, response) => {
    const where = request.url?.split('?', 1)[0] ?? '/';
    if (where === '/healthz') void answerHealth(database, request, response);
    else if (web && /^\/(webhooks|ingest)\//.test(where)) void knock(app, log, request, response);
    else if (assets && where.startsWith('/assets/'))
      assets(where.slice('/assets/'.length), request, response);
    else rest(request, response);
  });
  // Longer than load balancers keep a connection (60 s), so that they never send into one we are closing.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 80_000;
  server.requestTimeout = 60_000;
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
  });

  return {
    async listen(port) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, () => {
          server.off('error', reject);
          resolve();
        });
      });
      return `http://localhost:${(server.address() as AddressInfo).port}`;
    },
    async close() {
      if (!server.listening) return;
      let closed = false;
      const done = new Promise<void>((resolve) => {
        server.close(() => {
          closed = true;
          resolve();
        });
      });
      // A connection that is kept alive counts as open until its last answer is out.
      for (const started = Date.now(); !closed && Date.now() - started < CLOSE_WITHIN_MS; ) {
        server.closeIdleConnections();
        await Promise.race([done, sleep(100)]);
      }
      if (closed) return;
      log.warn('Requests that did not end in time were cut off');
      server.closeAllConnections();
    },
  };
}

async function createWebApp({ app, log, root }: HttpServerOptions): Promise<RequestListener> {
  const client = path.join(root, 'build/client');
  const file = path.join(root, 'build/server/index.js');
  const build = (await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw new Error('The built app could not be loaded: run `npm run build` first', { cause });
  })) as ServerBuild;
  const web = express();
  web.disable('x-powered-by');
  web.set('trust proxy', true);
  web.use((request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'strict-origin-when-cross-origin');
    if (request.secure) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    next();
  });
  web.use((request, response, next) => {
    closeAfterUnreadBody(request, response);
    next();
  });
  web.use(docsPage());
  web.use(express.static(client, { maxAge: '1h', index: false }));
  web.all(
    '*',
    createRequestHandler({
      build,
      mode: 'production',
      getLoadContext: (_request, response) => ({ ...app.context, drained: () => drained(response) }),
    }),
  );
  web.use(
    (
      err: Error & { status?: number },
      _request: express.Request,
      response: express.Response,
      next: express.NextFunction,
    ) => {
      if (response.headersSent) return next(err);
      const status = err.status && err.status >= 400 && err.status < 500 ? err.status : 500;
      if (status === 500) log.error({ err }, 'A request failed');
      response
        .status(status)
        .type('text/plain')
        .send(status === 404 ? 'Not found' : 'Something went wrong');
    },
  );
  return web;
}

/**
 * An answer that is given before the body was read (401, 413, 415) ends the connection: the rest of the body would
 * stand in the way of the next request on it, which would wait for ever.
 */
function closeAfterUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((...args: Parameters<typeof writeHead>) => {
    if (!request.complete && !response.headersSent) response.setHeader('connection', 'close');
    return writeHead(...args);
  }) as typeof response.writeHead;
}

/** The door answers its own faults; this is for the one it did not think of. */
async function knock(
  app: AppParts,
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await app.handleWebhook(request, response);
  } catch (err) {
    log.error({ err }, 'The webhook door failed');
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
}

async function answerHealth(
  database: Database,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const alive = await Promise.race([
    database.pool.query('select 1').then(
      () => true,
      () => false,
    ),
    sleep(HEALTH_TIMEOUT_MS, false),
  ]);
  const body = JSON.stringify({
    status: alive ? 'ok' : 'unavailable',
    database: alive ? 'ok' : 'unreachable',
  });
  response.writeHead(alive ? 200 : 503, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function notFound(_request: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(404, { 'content-type': 'text/plain' })
    .end('This process only works in the background.\n');
}

/** Remix writes a stream without looking back: who makes a long one waits here for a slow reader. */
async function drained(response: ServerResponse): Promise<void> {
  if (!response.writableNeedDrain || response.destroyed) return;
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
