import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerPage, isOnPage } from '../other-shops/door.ts';
import { bodyOf, noteCall } from '../other-shops/requests.ts';
import type { Shop } from '../other-shops/shop.ts';
import { answerCall, refusal, type WooAnswer } from './api.ts';
import { type ApiKey, WooWorld } from './world.ts';

export interface RunningWoo {
  world: WooWorld;
  url: string;
  close(): Promise<void>;
}

interface WooOptions {
  now?: () => number;
  /** For a person: a page at the server's own address. */
  pageOf?: (world: WooWorld) => Shop;
}

/** An emulated WooCommerce shop on a port of its own. */
export async function startWoo({ now, pageOf }: WooOptions = {}): Promise<RunningWoo> {
  const world = new WooWorld(now);
  const page = pageOf?.(world) ?? null;
  const server = createServer((request, response) => void answer(world, page, request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    world,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await world.webhooks.settled();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function answer(
  world: WooWorld,
  page: Shop | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://shop');
  if (page && isOnPage(request) && answerPage(page, request, await bodyOf(request), response)) return;
  noteCall(world, request, response, url.pathname + url.search);
  if (world.faults.hit(request, response)) return;
  const { status, body, headers } = reply(world, request, url, await bodyOf(request));
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers });
  response.end(JSON.stringify(body));
}

function reply(world: WooWorld, request: IncomingMessage, url: URL, body: string): WooAnswer {
  if (!url.pathname.startsWith('/wp-json/')) return refusal(404, 'not_found', 'Page not found');
  const key = signedIn(world, request.headers.authorization ?? '');
  if (typeof key === 'string') return refusal(401, 'woocommerce_rest_authentication_error', key);
  return answerCall({
    world,
    key,
    method: request.method ?? 'GET',
    path: url.pathname.slice('/wp-json'.length),
    query: url.searchParams,
    body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
  });
}

function signedIn(world: WooWorld, authorization: string): ApiKey | string {
  const [name, secret] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString('utf8')
    .split(':');
  const key = world.keys.find((each) => each.key === name);
  if (!key) return 'Consumer key is invalid.';
  return key.secret === secret ? key : 'Consumer secret is invalid.';
}
