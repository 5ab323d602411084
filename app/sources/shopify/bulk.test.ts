import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdminApi } from './admin-api.server.ts';
import { bulkExport } from './bulk.server.ts';
import { linesOf, withoutFirst } from './json-lines.ts';

const file = Buffer.from(
  Array.from(
    { length: 500 },
    (_, i) =>
      `${JSON.stringify({ id: `gid://shopify/Customer/${i}`, firstName: `Zoë ${i}`, amountSpent: null, numberOfOrders: '0' })}\n`,
  ).join(''),
);
let server: Server;
let ranges: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const { range } = request.headers;
    ranges.push(range);
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    if (request.url === '/ranges' && range) {
      response.writeHead(from < file.length ? 206 : 416);
      response.end(file.subarray(from));
    } else if (request.url === '/gone') response.writeHead(403).end('expired');
    else if (request.url === '/breaks') {
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, 20_001), () => response.destroy());
    } else response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

async function read(path: string, from: number) {
  ranges = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const items = [];
  for await (const item of bulkExport({} as AdminApi).readExport(url, [], from)) items.push(item);
  const ids = items.map((item) => (item.kind === 'customer' ? item.customer.id : item.kind));
  return { items, ids };
}

describe('reading the file of a bulk operation', () => {
  it.each(['/ranges', '/plain'])(
    'goes on behind any line, whatever the server makes of a range (%s)',
    async (path) => {
      const { items, ids } = await read(path, 0);
      expect(ids).toEqual(Array.from({ length: 500 }, (_, i) => String(i)));
      for (const line of [1, 250, 499]) {
        const before = items[line - 1];
        const from = before?.kind === 'customer' ? before.end : -1;
        const rest = await read(path, from);
        expect(rest.ids).toEqual(ids.slice(line));
        expect(rest.items.at(-1)).toMatchObject({ end: file.length });
        expect(ranges).toEqual([`bytes=${from}-`]);
      }
      expect((await read(path, file.length)).ids).toEqual([]);
    },
  );

  it('says that a file broke off, and never takes it for one that ended', async () => {
    const { items, ids } = await read('/breaks', 0);
    expect(ids.at(-1)).toBe('broken');
    const last = items.at(-2);
    const rest = await read('/plain', last?.kind === 'customer' ? last.end : -1);
    expect([...ids.slice(0, -1), ...rest.ids]).toEqual(Array.from({ length: 500 }, (_, i) => String(i)));
    expect((await read('/gone', 0)).items).toEqual([
      { kind: 'broken', message: expect.stringContaining('403') },
    ]);
  });
});

describe('lines of bytes', () => {
  async function* chunks(bytes: Buffer, size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }

  it('come out the same however the bytes are torn', async () => {
    const bytes = Buffer.from('één\n\nтри \r\n🌻\nlast');
    for (let size = 1; size <= bytes.length; size += 1) {
      const lines = [];
      for await (const line of linesOf(chunks(bytes, size), 0)) lines.push(line);
      expect(lines.map((l) => l.text)).toEqual(['één', 'три', '🌻', 'last']);
      for (const [index, { end }] of lines.entries()) {
        const rest = [];
        for await (const line of linesOf(withoutFirst(chunks(bytes, size), end), end)) rest.push(line);
        expect(rest).toEqual(lines.slice(index + 1));
      }
    }
  });
});
