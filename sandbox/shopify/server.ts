import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { serveGraphql } from './graphql-door.ts';
import { json } from './reply.ts';
import { readScopes, readSubscriptions } from './webhooks.ts';
import { ShopifyWorld } from './world.ts';

export interface ShopifyOptions {
  apiKey: string;
  apiSecret: string;
  port?: number;
  now?: () => number;
  random?: () => number;
  /** Where webhooks go; may be set later as `world.webhooks.appUrl`. */
  appUrl?: string;
  tomlPath?: string;
  /** Asked first: the admin's pages. True when it answered. */
  routes?: (
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    world: ShopifyWorld,
  ) => boolean | Promise<boolean>;
}

export interface RunningShopify {
  url: string;
  world: ShopifyWorld;
  close(): Promise<void>;
}

const TOML = fileURLToPath(new URL('../../shopify.app.toml', import.meta.url));

/** Starts the emulated Shopify on loopback. */
export async function startShopify(options: ShopifyOptions): Promise<RunningShopify> {
  const toml = options.tomlPath ?? TOML;
  const world = new ShopifyWorld({
    apiKey: options.apiKey,
    apiSecret: options.apiSecret,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    topics: readSubscriptions(toml),
    scopes: readScopes(toml),
  });
  world.webhooks.appUrl = options.appUrl ?? '';
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const asked = new URL(request.url ?? '/', url);
      if (await options.routes?.(request, response, asked, world)) return;
      // Routed by hosts and certificates instead of by route-vendors.ts, the host is the connection's own.
      const host = String(request.headers['x-sandbox-host'] ?? request.headers.host ?? '').replace(
        /:\d+$/,
        '',
      );
      if (asked.pathname.endsWith('.jsonl')) return sendFile(world, asked, request, response);
      const shop = world.shops.get(host);
      if (!shop) return json(response, 404, { errors: 'Not Found' });
      if (asked.pathname === '/admin/oauth/access_token') {
        const { status, body } = await world.tokens.answer(shop, await readForm(request));
        return json(response, status, body);
      }
      if (/^\/admin\/api\/[\w-]+\/graphql\.json$/.test(asked.pathname))
        return await serveGraphql(world, shop, request, response, await readForm(request));
      json(response, 404, { errors: 'Not Found' });
    } catch (error) {
      if (response.headersSent) return;
      if (error instanceof SyntaxError) json(response, 400, { errors: 'Bad Request' });
      else json(response, 500, { errors: `The emulator failed: ${(error as Error).stack}` });
    }
  }

  return {
    url,
    world,
    close: () =>
      new Promise((resolve) => {
        server.close(() => void world.bulk.close().then(resolve));
        server.closeAllConnections();
      }),
  };
}

/** A part of the result where one is asked for, as the storage behind the address does it. */
function sendFile(world: ShopifyWorld, asked: URL, request: IncomingMessage, response: ServerResponse): void {
  const file = world.bulk.file(asked.pathname);
  if (!file) {
    json(response, 403, { error: 'expired' });
    return;
  }
  const headers = { 'content-type': 'application/jsonl', 'accept-ranges': 'bytes' };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = Number(range?.[1] ?? 0);
  const end = Math.min(file.size - 1, range?.[2] ? Number(range[2]) : file.size - 1);
  if (range && start > end) {
    response.writeHead(416, { 'content-range': `bytes */${file.size}` }).end();
    return;
  }
  const length = { 'content-length': end - start + 1 };
  if (range)
    response.writeHead(206, { ...headers, ...length, 'content-range': `bytes ${start}-${end}/${file.size}` });
  else response.writeHead(200, { ...headers, ...length });
  file
    .read(start, end)
    .on('error', () => response.destroy())
    .pipe(response);
}

async function readForm(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (String(request.headers['content-type']).includes('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  return JSON.parse(text || '{}') as Record<string, unknown>;
}
