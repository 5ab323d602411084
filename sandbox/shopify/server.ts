import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { answerGraphql } from './graphql.ts';
import type { Shop } from './shop.ts';
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
      const host = String(request.headers['x-sandbox-host'] ?? '');
      if (asked.pathname.endsWith('.jsonl')) return sendFile(world, asked, response);
      const shop = world.shops.get(host);
      if (!shop) return json(response, 404, { errors: 'Not Found' });
      if (asked.pathname === '/admin/oauth/access_token') {
        const { status, body } = await world.tokens.answer(shop, await readForm(request));
        return json(response, status, body);
      }
      if (/^\/admin\/api\/[\w-]+\/graphql\.json$/.test(asked.pathname))
        return await graphql(world, shop, request, response);
      json(response, 404, { errors: 'Not Found' });
    } catch (error) {
      if (!response.headersSent)
        json(response, 500, { errors: `The emulator failed: ${(error as Error).stack}` });
    }
  }

  return {
    url,
    world,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function graphql(
  world: ShopifyWorld,
  shop: Shop,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { query, variables = {} } = (await readForm(request)) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  const operation = /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? '';
  world.calls.push({ shop: shop.domain, operation, variables, at: world.now() });
  if (world.calls.length > 20_000) world.calls.shift();
  const fault = world.faults.next(operation);
  switch (fault) {
    case 'reset':
    case 'timeout':
      request.socket.destroy();
      return;
    case '429':
      response.setHeader('retry-after', '0.2');
      return json(response, 429, { errors: 'Exceeded 2 calls per second for api client.' });
    case '500':
    case '502':
    case '503':
      response
        .writeHead(Number(fault), { 'content-type': 'text/html' })
        .end('<html><body>Something went wrong</body></html>');
      return;
    case 'throttled':
      return json(response, 200, {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: {
          cost: {
            requestedQueryCost: 20,
            actualQueryCost: null,
            throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 0, restoreRate: 100 },
          },
        },
      });
    case 'pcd':
      return json(response, 200, {
        data: { nodes: [null] },
        errors: [
          {
            message: 'This app is not approved to access the Customer object.',
            extensions: { code: 'ACCESS_DENIED' },
            path: ['nodes', 0],
          },
        ],
      });
  }
  const token = String(request.headers['x-shopify-access-token'] ?? '');
  if (fault === '401' || !world.tokens.valid(shop.domain, token)) {
    return json(response, 401, {
      errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
    });
  }
  json(response, 200, await answerGraphql(world, shop, query, variables));
}

function sendFile(world: ShopifyWorld, asked: URL, response: ServerResponse): void {
  const file = world.bulk.file(asked.pathname);
  if (!file) {
    json(response, 403, { error: 'expired' });
    return;
  }
  response.writeHead(200, { 'content-type': 'application/jsonl' });
  file.pipe(response);
}

async function readForm(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (String(request.headers['content-type']).includes('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  return JSON.parse(text || '{}') as Record<string, unknown>;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
