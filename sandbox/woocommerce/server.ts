import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerCall, refusal, type WooAnswer } from './api.ts';
import { type ApiKey, WooWorld } from './world.ts';

export interface RunningWoo {
  world: WooWorld;
  url: string;
  close(): Promise<void>;
}

/** An emulated WooCommerce shop on a port of its own. */
export async function startWoo(options: { now?: () => number; port?: number } = {}): Promise<RunningWoo> {
  const world = new WooWorld(options.now);
  const server = createServer((request, response) => void answer(world, request, response));
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
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

async function answer(world: WooWorld, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://shop');
  world.calls.push({ method: request.method ?? '', path: url.pathname + url.search });
  if (world.faults.hit(request, response)) return;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { status, body, headers } = reply(world, request, url, Buffer.concat(chunks).toString('utf8'));
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
