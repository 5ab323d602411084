import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerAdminApi } from './admin-api.ts';
import { blockFile, blockPage } from './block-page.ts';
import type { ShopifyWorld } from './world.ts';

export interface AdminOptions {
  /** The app's public address, which the frame loads. */
  frameUrl: string;
  brevoUrl: string;
  startUrl: string;
  /** The app may remember this store from an earlier start of the sandbox. */
  reused?: boolean;
}

export type AdminRoutes = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => boolean | Promise<boolean>;

const FILES = fileURLToPath(new URL('./admin/', import.meta.url));
const STUB = ['app-bridge-stub.js', 'app-bridge-elements.js'];
const APP_BRIDGE = '/__sandbox/cdn/shopifycloud/app-bridge.js';
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * The store's admin in the sandbox, as routes of the Shopify emulator: the pages, their JSON, ID tokens for App Bridge,
 * and what the app's pages load from Shopify's CDN. Answers whether the request was one of these.
 */
export function adminRoutes(world: ShopifyWorld, options: AdminOptions): AdminRoutes {
  return (request, response, url) => {
    const where = url.pathname;
    if (where === '/') return redirect(response, options.startUrl || firstStore(world));
    if (where.startsWith('/store/')) return page(world, response, where);
    if (where.startsWith('/__sandbox/admin-files/')) return file(response, path.basename(where));
    if (where.startsWith('/__sandbox/admin/')) return answerAdminApi(world, options, request, response, url);
    if (where === '/__sandbox/block') return block(options, response, url);
    if (where.startsWith('/__sandbox/extensions/')) return blockPart(response, path.basename(where));
    if (where === '/__sandbox/id-token') return idToken(world, response, url);
    if (where === APP_BRIDGE) return appBridge(response);
    if (where.startsWith('/__sandbox/cdn/'))
      return send(response, 200, TYPES[path.extname(where)] ?? 'text/plain', '');
    if (where === '/favicon.ico') return send(response, 204, 'text/plain', '');
    return false;
  };
}

/** Every address of the admin is the same page; which screen it shows is decided in the browser. */
function page(world: ShopifyWorld, response: ServerResponse, where: string): boolean | Promise<boolean> {
  const [, , handle = '', rest] = where.split('/');
  const shop = world.shops.get(`${handle}.myshopify.com`);
  if (!shop)
    return send(response, 404, TYPES['.html']!, `<p>There is no store called ${asText(handle)}.</p>`);
  if (!rest) return redirect(response, `/store/${handle}/customers`);
  return file(response, 'index.html');
}

async function file(response: ServerResponse, name: string): Promise<boolean> {
  const body = await readFile(path.join(FILES, name)).catch(() => undefined);
  if (body === undefined) return send(response, 404, 'text/plain', 'Not found\n');
  return send(response, 200, TYPES[path.extname(name)] ?? 'application/octet-stream', body);
}

/** The two halves of the stub as the one script that the app's pages load. */
async function appBridge(response: ServerResponse): Promise<boolean> {
  const halves = await Promise.all(STUB.map((name) => readFile(new URL(name, import.meta.url), 'utf8')));
  return send(response, 200, TYPES['.js']!, halves.join('\n'));
}

function block(options: AdminOptions, response: ServerResponse, url: URL): boolean {
  const shop = `${url.searchParams.get('store') ?? ''}.myshopify.com`;
  return send(response, 200, TYPES['.html']!, blockPage({ appUrl: options.frameUrl, shop }));
}

async function blockPart(response: ServerResponse, name: string): Promise<boolean> {
  const body = await blockFile(name);
  if (body === undefined) return send(response, 404, 'text/plain', 'Not built: npm run build\n');
  return send(response, 200, TYPES[path.extname(name)] ?? 'application/json', body);
}

async function idToken(world: ShopifyWorld, response: ServerResponse, url: URL): Promise<boolean> {
  const domain = url.searchParams.get('shop') ?? '';
  response.setHeader('access-control-allow-origin', '*');
  if (!world.shops.has(domain)) return send(response, 404, 'text/plain', 'No such store\n');
  return send(response, 200, 'text/plain', await world.tokens.idToken(domain));
}

function firstStore(world: ShopifyWorld): string {
  const [domain = ''] = world.shops.keys();
  return `/store/${domain.replace('.myshopify.com', '')}`;
}

function redirect(response: ServerResponse, location: string): boolean {
  response.writeHead(302, { location, 'cache-control': 'no-store' }).end();
  return true;
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): boolean {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  return true;
}

function asText(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
