import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { page } from './page.ts';
import { type SignatureCheck, verify } from './signature.ts';

/** One call that came in. */
export interface Received {
  at: string;
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  signature: SignatureCheck;
  answered: number;
}

/** How the receiver behaves: a status, or worse. */
export type Behaviour = number | 'silent' | 'endless' | 'huge' | 'redirect';

export interface RunningReceiver {
  url: string;
  port: number;
  received: Received[];
  /** The merchant's secret, for the check of signatures; null: they are not checked. */
  secret: string | null;
  behaviour: Behaviour;
  close(): Promise<void>;
}

/** The name under which the app reaches it: routed by sandbox/route-receivers.ts. */
const RECEIVER_HOST = 'receiver.example';
export const RECEIVER_URL = `http://${RECEIVER_HOST}/hooks`;
/** A public address that is nobody's concern: it is never reached. */
const PUBLIC_ADDRESS = '93.184.215.14';

const MOST_KEPT = 200;

/** What routes the receiver's name to it, for SANDBOX_RECEIVERS. */
export function routeTo(port: number) {
  return { [RECEIVER_HOST]: { answers: [[PUBLIC_ADDRESS]], port } };
}

/**
 * A merchant's own system that takes notifications: keeps what came in, checks signatures, shows both on a page. With a
 * certificate it speaks https.
 */
export async function startReceiver(port = 0, certificate?: SecureContextOptions): Promise<RunningReceiver> {
  const listener: RequestListener = (request, response) => {
    void answer(request, response).catch(() => response.destroy());
  };
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  const receiver: RunningReceiver = {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    received: [],
    secret: null,
    behaviour: 200,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const path = request.url ?? '/';
    // What a person does on the page comes by the server's own address; everything else is a delivery.
    if (request.headers.host === `127.0.0.1:${bound}` && path.startsWith('/'))
      return control(receiver, request.method ?? 'GET', path, body, response);
    const { behaviour } = receiver;
    receiver.received.unshift({
      at: new Date().toISOString(),
      method: request.method ?? '',
      path,
      headers: request.headers,
      body,
      signature: verify(receiver.secret, request.headers, body),
      answered: typeof behaviour === 'number' ? behaviour : 0,
    });
    receiver.received.splice(MOST_KEPT);
    behave(behaviour, response);
  }

  return receiver;
}

function behave(behaviour: Behaviour, response: ServerResponse): void {
  if (typeof behaviour === 'number') {
    response.writeHead(behaviour).end();
  } else if (behaviour === 'redirect') {
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
  } else if (behaviour === 'huge' || behaviour === 'endless') {
    response.writeHead(200, { 'content-type': 'text/plain' });
    const chunk = 'x'.repeat(behaviour === 'huge' ? 1024 * 1024 : 1);
    const pour = () => {
      if (response.destroyed) return;
      const more = response.write(chunk);
      if (behaviour === 'endless') setTimeout(pour, 20);
      else if (more) setImmediate(pour);
      else response.once('drain', pour);
    };
    pour();
  }
}

function control(
  receiver: RunningReceiver,
  method: string,
  path: string,
  body: string,
  response: ServerResponse,
): void {
  const form = new URLSearchParams(body);
  if (method === 'GET' && path === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(page(receiver, RECEIVER_URL));
  } else if (method === 'GET' && path === '/received') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(receiver.received));
  } else if (method === 'POST' && path === '/settings') {
    const status = Number(form.get('behaviour'));
    receiver.behaviour = status > 0 ? status : ((form.get('behaviour') ?? 200) as Behaviour);
    receiver.secret = form.get('secret')?.trim() || null;
    response.writeHead(303, { location: '/' }).end();
  } else if (method === 'POST' && path === '/clear') {
    receiver.received.splice(0);
    response.writeHead(303, { location: '/' }).end();
  } else {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
