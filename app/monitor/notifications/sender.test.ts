import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Receivers, routeReceivers } from '../../../sandbox/route-receivers.ts';
import { createSender, type Sender } from './sender.server.ts';

const PUBLIC = '93.184.215.14';
const PUBLIC_V6 = '2606:2800:21f:cb07:6820:80da:af6b:8b2c';

/** A server on loopback that stands for whatever an attacker wants to be reached: no call may ever arrive here. */
let forbidden: Server;
let calls: string[] = [];
let open: Server;
let behave: RequestListener = (_request, response) => void response.end();
let raw: TcpServer;
let rawAnswer: (write: (text: string) => void) => void = () => {};
let sender: Sender;
let receivers: Receivers;
let route: { restore(): void };

const portOf = (server: Server | TcpServer) => (server.address() as AddressInfo).port;
const listening = (server: Server | TcpServer) =>
  new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));

beforeAll(async () => {
  forbidden = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.end();
  });
  open = createServer((request, response) => behave(request, response));
  raw = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => rawAnswer((text) => socket.destroyed || socket.write(text)));
  });
  await Promise.all([listening(forbidden), listening(open), listening(raw)]);
  receivers = {
    'hooks.example': { answers: [[PUBLIC]], port: portOf(open) },
    'raw.example': { answers: [[PUBLIC]], port: portOf(raw) },
  };
  route = routeReceivers(receivers);
  sender = createSender();
});
afterEach(() => {
  behave = (_request, response) => void response.end();
  calls = [];
});
afterAll(async () => {
  route.restore();
  await sender.close();
  for (const server of [forbidden, open]) server.closeAllConnections();
  for (const server of [forbidden, open, raw]) server.close();
});

const post = (url: string) => sender.post(url, '{}', { 'webhook-id': 'msg_1' });

describe('addresses that are never called', () => {
  test.each([
    'http://localhost:PORT/',
    'http://localhost.:PORT/',
    'http://app.localhost:PORT/',
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://127.255.255.254:PORT/',
    'http://0:PORT/',
    'http://0.0.0.0:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://017700000001:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[0:0:0:0:0:0:0:1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[::127.0.0.1]:PORT/',
    'http://①②⑦.⓪.⓪.①:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://100.100.100.200/latest/meta-data/',
    'http://192.0.0.192/opc/v2/',
    'http://10.0.0.1/',
    'http://192.168.0.1/',
    'http://[fe80::1]/',
    'http://user:password@hooks.example/',
    'ftp://hooks.example/',
    'file:///etc/passwd',
    'gopher://hooks.example/',
  ])('%s', async (address) => {
    const ending = await post(address.replace('PORT', String(portOf(forbidden))));
    expect(ending).toMatchObject({ kind: 'refused', reason: expect.any(String) });
    expect(calls).toEqual([]);
  });
});

describe('names that point where nobody may go', () => {
  test.each([
    ['loopback', ['127.0.0.1']],
    ['loopback by IPv6', ['::1']],
    ['loopback, mapped into IPv6', ['::ffff:127.0.0.1']],
    ['loopback, in the old IPv4-compatible form', ['::7f00:1']],
    ['loopback through NAT64', ['64:ff9b::7f00:1']],
    ['loopback through a local NAT64 prefix', ['64:ff9b:1::7f00:1']],
    ['loopback through 6to4', ['2002:7f00:1::']],
    ['loopback through Teredo', ['2001:0:4136:e378:8000:63bf:80ff:fffe']],
    ['a metadata service', ['169.254.169.254']],
    ['the platform address of a cloud', ['168.63.129.16']],
    ['a private network', ['10.1.2.3']],
    ['a private network behind a public address', [PUBLIC, '192.168.1.1']],
    ['a unique local address', ['fd12:3456:789a::1']],
    ['a link-local address', ['fe80::1']],
    ['a carrier network', ['100.64.0.1']],
    ['this network', ['0.0.0.0']],
    ['multicast', ['224.0.0.1']],
    ['broadcast', ['255.255.255.255']],
    ['documentation', ['2001:db8::1']],
    ['nothing', []],
  ])('%s', async (_name, answer) => {
    receivers['hostile.example'] = { answers: [answer], port: portOf(forbidden) };
    expect(await post('http://hostile.example/')).toMatchObject({ kind: 'refused' });
    expect(await post('https://hostile.example/')).toMatchObject({ kind: 'refused' });
    expect(calls).toEqual([]);
  });

  test('a name that is public when it is looked up and private when it is connected to (rebinding)', async () => {
    const port = portOf(open);
    receivers['rebinding.example'] = { answers: [[PUBLIC], ['127.0.0.1'], ['169.254.169.254']], port };
    behave = (_request, response) => void response.writeHead(200, { connection: 'close' }).end();
    const endings = [];
    for (let i = 0; i < 4; i += 1) endings.push((await post('http://rebinding.example/')).kind);
    expect(endings).toEqual(['taken', 'refused', 'refused', 'refused']);
  });

  test('a public name is called, by IPv6 as well', async () => {
    receivers['six.example'] = { answers: [[PUBLIC_V6]], port: portOf(open) };
    expect(await post('http://six.example/')).toEqual({ kind: 'taken', status: 200 });
  });
});

describe('answers', () => {
  test('redirects are not followed', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      behave = (_request, response) =>
        void response.writeHead(status, { location: `http://127.0.0.1:${portOf(forbidden)}/` }).end();
      expect(await post('http://hooks.example/')).toMatchObject({ kind: 'declined', status });
    }
    expect(calls).toEqual([]);
  });

  test('an endless answer is cut off; what counts is its status', async () => {
    let poured = 0;
    const ended = new Promise<void>((resolve) => {
      behave = (_request, response) => {
        response.on('close', resolve);
        pour(response, 'x'.repeat(64 * 1024), (bytes) => {
          poured += bytes;
        });
      };
    });
    expect(await post('http://hooks.example/')).toEqual({ kind: 'taken', status: 200 });
    await ended;
    expect(poured).toBeLessThan(20 * 1024 * 1024);
  });

  test('an answer that drips for ever is cut off', async () => {
    const ended = new Promise<void>((resolve) => {
      behave = (_request, response) => {
        response.on('close', resolve);
        response.writeHead(500);
        const drip = setInterval(() => response.destroyed || response.write('.'), 20);
        response.on('close', () => clearInterval(drip));
      };
    });
    expect(await post('http://hooks.example/')).toMatchObject({ kind: 'declined', status: 500 });
    await ended;
  });

  test('headers without end are cut off', async () => {
    rawAnswer = (write) => {
      write('HTTP/1.1 200 OK\r\n');
      for (let i = 0; i < 4_000; i += 1) write(`x-${i}: ${'y'.repeat(100)}\r\n`);
    };
    expect(await post('http://raw.example/')).toMatchObject({ kind: 'unreachable' });
  });

  test('nonsense is no answer', async () => {
    rawAnswer = (write) => write('SSH-2.0-OpenSSH_9.2\r\n');
    expect(await post('http://raw.example/')).toMatchObject({ kind: 'unreachable' });
  });

  test('silence, and hints without an answer, end after ten seconds', { timeout: 60_000 }, async () => {
    behave = () => {};
    rawAnswer = (write) => {
      const hint = setInterval(() => write('HTTP/1.1 103 Early Hints\r\n\r\n'), 50);
      setTimeout(() => clearInterval(hint), 15_000).unref();
    };
    const endings = await Promise.all([post('http://hooks.example/'), post('http://raw.example/')]);
    for (const ending of endings) expect(ending.kind).toBe('unreachable');
    expect(endings[0]).toEqual({ kind: 'unreachable', code: 'timeout' });
  });

  test('the wish to wait is read', async () => {
    behave = (_request, response) => void response.writeHead(429, { 'retry-after': '120' }).end();
    expect(await post('http://hooks.example/')).toEqual({
      kind: 'declined',
      status: 429,
      retryAfterMs: 120_000,
    });
  });
});

function pour(response: ServerResponse, chunk: string, told: (bytes: number) => void): void {
  if (response.destroyed) return;
  told(chunk.length);
  if (response.write(chunk)) setImmediate(() => pour(response, chunk, told));
  else response.once('drain', () => pour(response, chunk, told));
}
