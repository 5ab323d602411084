import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { routeHosts } from '../../sandbox/route-hosts.ts';
import { createPublicFetch } from './fetch.server.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

/** A server under the name shop.example.com. */
async function serve(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const route = routeHosts({ 'shop.example.com': `http://127.0.0.1:${port}` });
  undo.push(() => {
    route.restore();
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  });
  return server;
}

describe('a guarded call', () => {
  it('answers status, headers and text', async () => {
    await serve((request, response) => {
      response.setHeader('x-host', String(request.headers.host));
      response.writeHead(201).end(`${request.method} ${request.url}`);
    });
    const answer = await createPublicFetch()('https://shop.example.com/a?b=1', {
      method: 'POST',
      body: 'x',
    });
    expect(answer).toMatchObject({ kind: 'answered', status: 201, text: 'POST /a?b=1' });
    expect(answer.kind === 'answered' && answer.headers['x-host']).toBe('shop.example.com');
  });

  it.each([
    ['127.0.0.1'],
    ['10.0.0.8'],
    ['169.254.169.254'],
    ['172.16.9.9'],
    ['192.168.1.1'],
    ['100.64.0.1'],
    ['0.0.0.0'],
    ['224.0.0.1'],
    ['::1'],
    ['fe80::1'],
    ['fd00::1'],
    ['::ffff:127.0.0.1'],
    ['64:ff9b::7f00:1'],
  ])('is refused when the name resolves to %s, also as one of several', async (address) => {
    let called = 0;
    await serve((_, response) => {
      called += 1;
      response.end();
    });
    const family = address.includes(':') ? 6 : 4;
    for (const addresses of [
      [{ address, family }],
      [
        { address: '20.20.20.20', family: 4 },
        { address, family },
      ],
    ])
      expect(await createPublicFetch(async () => addresses)('https://shop.example.com/')).toMatchObject({
        kind: 'refused',
      });
    expect(called).toBe(0);
  });

  it('looks at every connection anew: a name that turns private is refused', async () => {
    const server = await serve((_, response) => response.setHeader('connection', 'close').end('x'));
    const answers = ['20.20.20.20', '127.0.0.1'];
    const guarded = createPublicFetch(async () => [{ address: answers.shift() as string, family: 4 }]);
    expect((await guarded('https://shop.example.com/')).kind).toBe('answered');
    server.closeAllConnections();
    expect((await guarded('https://shop.example.com/')).kind).toBe('refused');
  });

  it.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://user:pass@shop.example.com/',
    'ftp://shop.example.com/',
  ])('is refused for %s', async (url) => {
    expect((await createPublicFetch()(url)).kind).toBe('refused');
  });

  it('follows no redirect', async () => {
    await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1/' }).end());
    expect(await createPublicFetch()('https://shop.example.com/')).toMatchObject({ status: 302 });
  });

  it('cuts off an endless answer and a silent one', async () => {
    await serve((request, response) => {
      if (request.url === '/silent') return;
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.on('close', () => clearInterval(timer));
    });
    const guarded = createPublicFetch();
    expect(await guarded('https://shop.example.com/endless', { maxBytes: 100_000 })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('larger'),
    });
    expect(await guarded('https://shop.example.com/silent', { timeoutMs: 300 })).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('0.3 seconds'),
    });
  });

  it('says that a name does not exist', async () => {
    const gone = async () => {
      throw Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    };
    expect(await createPublicFetch(gone)('https://nowhere.example.com/')).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('ENOTFOUND'),
    });
  });
});
