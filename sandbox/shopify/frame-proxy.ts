import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Where things are; told from outside and again whenever it changes. */
export interface FrameProxyTargets {
  /** The port that the app listens on. */
  app: number;
  /** Origin of the sandbox's Shopify admin, which frames the app and serves what comes from Shopify's CDN. */
  admin: string;
}

export interface FrameProxy {
  url: string;
  point(targets: Partial<FrameProxyTargets>): void;
  close(): Promise<void>;
}

const CDN = 'https://cdn.shopify.com/';
const ADMIN = 'https://admin.shopify.com/';
const HOP_BY_HOP = /^(connection|keep-alive|transfer-encoding|upgrade|te|trailer|proxy-.*)$/;
/** Bodies that may name Shopify's CDN. */
const REWRITTEN = /^(text\/html|(text|application)\/javascript)/;

/**
 * The public address of the app in the sandbox. It stands for two things that Shopify has and a closed network has
 * not: an admin at admin.shopify.com that may frame the app, and App Bridge at cdn.shopify.com. Only answers are
 * changed; what goes to the app, webhooks above all, passes byte by byte.
 */
export async function startFrameProxy(port = 0): Promise<FrameProxy> {
  const targets: FrameProxyTargets = { app: 0, admin: '' };
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const server = createServer((request, response) => {
    void forward(request, response, targets, agent).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    point: (changed) => void Object.assign(targets, changed),
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  targets: FrameProxyTargets,
  agent: Agent,
): Promise<void> {
  const answer = await new Promise<IncomingMessage | undefined>((resolve) => {
    const upstream = send({
      host: '127.0.0.1',
      port: targets.app,
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: requestHeaders(request),
      agent,
    });
    upstream.on('response', resolve);
    upstream.on('error', () => resolve(undefined));
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  });
  if (!answer) return answerRestarting(request, response);
  const rewrite = REWRITTEN.test(String(answer.headers['content-type'] ?? ''));
  response.writeHead(answer.statusCode ?? 502, responseHeaders(answer, targets.admin, rewrite));
  if (rewrite) await pipeline(answer, replaceAll(CDN, cdnOf(targets.admin)), response);
  else await pipeline(answer, response);
}

function requestHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!HOP_BY_HOP.test(name)) headers[name] = value;
  }
  headers['x-forwarded-proto'] = 'http';
  headers['x-forwarded-host'] = request.headers.host;
  headers['x-forwarded-for'] = request.socket.remoteAddress;
  // A compressed page could not be changed on its way.
  headers['accept-encoding'] = 'identity';
  return headers;
}

function responseHeaders(answer: IncomingMessage, admin: string, rewrite: boolean): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!HOP_BY_HOP.test(name)) headers[name] = value;
  }
  const { 'content-security-policy': policy, link, location } = answer.headers;
  if (policy) headers['content-security-policy'] = String(policy).replace(/frame-ancestors/, `$& ${admin}`);
  if (link) headers.link = String(link).replaceAll(CDN, cdnOf(admin));
  if (location?.startsWith(ADMIN)) headers.location = location.replace(ADMIN, `${admin}/`);
  if (rewrite) {
    // The length changes, and what a browser kept from an earlier sandbox names that one's addresses.
    for (const name of ['content-length', 'etag', 'last-modified']) delete headers[name];
    headers['cache-control'] = 'no-store';
  }
  return headers;
}

function cdnOf(admin: string): string {
  return `${admin}/__sandbox/cdn/`;
}

/** Replaces in a stream, also where the text lies across two chunks. latin1 keeps every byte as it is. */
function replaceAll(from: string, to: string): Transform {
  let rest = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = (rest + chunk.toString('latin1')).replaceAll(from, to);
      const keep = startOf(from, text);
      rest = text.slice(text.length - keep);
      done(null, Buffer.from(text.slice(0, text.length - keep), 'latin1'));
    },
    flush(done) {
      done(null, Buffer.from(rest, 'latin1'));
    },
  });
}

/** How many characters at the end of the text could be the start of what is looked for. */
function startOf(wanted: string, text: string): number {
  for (let length = Math.min(wanted.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(wanted.slice(0, length))) return length;
  }
  return 0;
}

function answerRestarting(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  const page = request.method === 'GET' && String(request.headers.accept ?? '').includes('text/html');
  response.writeHead(502, {
    'content-type': page ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  const text = 'The app does not answer. It is restarting, or it was stopped.';
  response.end(
    page
      ? `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>502</title><p style="font:14px system-ui;padding:2rem">${text}</p>`
      : `${text}\n`,
  );
}
