import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FrameProxy, startFrameProxy } from './frame-proxy.ts';

const ADMIN = 'http://127.0.0.1:4321';
let proxy: FrameProxy;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const app = createServer((request, response) => answer(request, response));

beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  proxy = await startFrameProxy();
});
beforeEach(() => proxy.point({ app: (app.address() as AddressInfo).port, admin: ADMIN }));
afterAll(async () => {
  await proxy.close();
  app.closeAllConnections();
  app.close();
});

describe("the app's public address", () => {
  it('lets the admin frame the app, and keeps the rest of the policy', async () => {
    answer = (_, response) =>
      response
        .writeHead(200, {
          'content-type': 'text/html',
          'content-security-policy': "default-src 'self'; frame-ancestors https://admin.shopify.com;",
          link: '<https://cdn.shopify.com/shopifycloud/app-bridge.js>; rel=preload',
        })
        .end();
    const { headers } = await fetch(proxy.url);
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'self'; frame-ancestors ${ADMIN} https://admin.shopify.com;`,
    );
    expect(headers.get('link')).toBe(`<${ADMIN}/__sandbox/cdn/shopifycloud/app-bridge.js>; rel=preload`);
  });

  it("names the stub in place of Shopify's CDN, wherever the text is torn, and keeps every byte besides", async () => {
    const page =
      'é<script src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>https://cdn.shopify';
    for (let cut = 1; cut < page.length; cut += 7) {
      answer = (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', etag: '"x"' });
        response.write(page.slice(0, cut));
        setImmediate(() => response.end(page.slice(cut)));
      };
      const got = await fetch(proxy.url);
      expect(await got.text()).toBe(page.replace('https://cdn.shopify.com/', `${ADMIN}/__sandbox/cdn/`));
      expect(got.headers.get('etag')).toBeNull();
    }
  });

  it('hands requests over byte by byte, under the public host', async () => {
    const body = Buffer.from([0, 255, 10, 200]);
    let seen: Record<string, unknown> = {};
    answer = async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      seen = { url: request.url, host: request.headers.host, body: Buffer.concat(chunks) };
      response.writeHead(204).end();
    };
    const path = '/webhooks/shopify?a=%20b';
    expect((await fetch(proxy.url + path, { method: 'POST', body })).status).toBe(204);
    expect(seen).toEqual({ url: path, host: new URL(proxy.url).host, body });
  });

  it('streams what is no page', async () => {
    let finish = () => {};
    answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('first');
      finish = () => response.end('second');
    };
    const first = await new Promise<string>((resolve) => {
      request(proxy.url, (response) => {
        response.once('data', (chunk: Buffer) => {
          resolve(chunk.toString());
          finish();
        });
      }).end();
    });
    expect(first).toBe('first');
  });

  it("leads to the sandbox's admin in place of Shopify's", async () => {
    answer = (_, response) =>
      response.writeHead(302, { location: 'https://admin.shopify.com/store/x/apps/y' }).end();
    const { headers } = await fetch(proxy.url, { redirect: 'manual' });
    expect(headers.get('location')).toBe(`${ADMIN}/store/x/apps/y`);
  });

  it('says that the app is down, and the page tries again', async () => {
    proxy.point({ app: 1 });
    const page = await fetch(proxy.url, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(502);
    expect(await page.text()).toContain('http-equiv="refresh"');
    expect((await fetch(proxy.url, { method: 'POST', body: '{}' })).status).toBe(502);
  });
});
