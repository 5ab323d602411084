import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeVendors } from './route-vendors.ts';

/** A server that answers its name and what it was asked. */
async function echo(name: string): Promise<{ url: string; server: Server }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, headers } = request;
    response.end(JSON.stringify({ name, method, url, headers, body: Buffer.concat(chunks).toString() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

const ask = async (url: string, init: RequestInit = {}) =>
  (await (await fetch(url, init)).json()) as Record<string, unknown>;

describe('the routes to the vendors', () => {
  let shopify: Awaited<ReturnType<typeof echo>>;
  let brevo: Awaited<ReturnType<typeof echo>>;
  let route: { restore(): void };

  beforeAll(async () => {
    [shopify, brevo] = await Promise.all([echo('shopify'), echo('brevo')]);
    route = routeVendors({ shopify: shopify.url, brevo: brevo.url });
  });
  afterAll(() => {
    route.restore();
    shopify.server.close();
    brevo.server.close();
  });

  it.each([
    ['https://a-store.myshopify.com/admin/x?y=1', 'shopify', 'a-store.myshopify.com'],
    ['https://storage.googleapis.com/file.jsonl', 'shopify', 'storage.googleapis.com'],
    ['https://api.brevo.com/v3/contacts', 'brevo', 'api.brevo.com'],
  ])("Node's own fetch takes %s to %s, with its host", async (url, name, host) => {
    const { pathname, search } = new URL(url);
    const answer = await ask(url, { method: 'POST', body: 'ä', headers: { 'api-key': 'k' } });
    expect(answer).toMatchObject({ name, method: 'POST', url: pathname + search, body: 'ä' });
    expect(answer.headers).toMatchObject({ 'x-sandbox-host': host, 'api-key': 'k' });
  });

  it('loopback passes as it is', async () => {
    const answer = await ask(`${brevo.url}/x`);
    expect(answer).toMatchObject({ name: 'brevo', url: '/x' });
    expect(answer.headers).not.toHaveProperty('x-sandbox-host');
  });

  it.each([
    'https://example.com/',
    'https://myshopify.com.example.net/',
    'https://api.brevo.com.example.net/',
    'https://10.0.0.1/',
  ])('%s is refused, and says why', async (url) => {
    const refused = await fetch(url).catch((error: Error) => error);
    expect(String((refused as Error).cause ?? refused)).toContain('The sandbox refuses to reach');
  });

  it('the newest counts, and what was there comes back', async () => {
    const newer = routeVendors({ shopify: brevo.url, brevo: shopify.url });
    expect(await ask('https://api.brevo.com/')).toMatchObject({ name: 'shopify' });
    newer.restore();
    expect(await ask('https://api.brevo.com/')).toMatchObject({ name: 'brevo' });
  });
});
