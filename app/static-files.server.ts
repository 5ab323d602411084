import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

type Encoding = 'br' | 'gzip' | 'identity';

/**
 * The built scripts and styles, kept in memory. Each is compressed once, when it is first asked for: Polaris' style
 * sheet alone is half a megabyte, and everything on the screen waits for it. Names carry a hash of the content, so
 * browsers keep them for ever; a name that is not in the build is not looked for on the disk.
 */
export async function serveAssets(
  directory: string,
): Promise<(name: string, req: IncomingMessage, res: ServerResponse) => void> {
  const names = new Set((await readdir(directory)).filter((name) => path.extname(name) in TYPES));
  const bodies = new Map<string, Promise<Buffer>>();

  const body = (name: string, encoding: Encoding): Promise<Buffer> => {
    const key = `${encoding} ${name}`;
    const known = bodies.get(key);
    if (known) return known;
    const made = readFile(path.join(directory, name)).then((bytes) => compress(bytes, encoding));
    bodies.set(key, made);
    return made;
  };

  return (name, req, res) => {
    if (!names.has(name) || (req.method !== 'GET' && req.method !== 'HEAD')) {
      res.writeHead(404, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end('Not found');
      return;
    }
    const encoding = accepted(req.headers['accept-encoding']);
    body(name, encoding).then(
      (bytes) => {
        res.writeHead(200, {
          'content-type': TYPES[path.extname(name)],
          'content-length': bytes.length,
          'cache-control': 'public, max-age=31536000, immutable',
          'x-content-type-options': 'nosniff',
          vary: 'Accept-Encoding',
          ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
        });
        res.end(req.method === 'HEAD' ? undefined : bytes);
      },
      () => res.writeHead(500).end(),
    );
  };
}

function accepted(header: string | string[] | undefined): Encoding {
  const words = String(header ?? '')
    .split(',')
    .map((word) => word.split(';')[0]?.trim());
  return words.includes('br') ? 'br' : words.includes('gzip') ? 'gzip' : 'identity';
}

async function compress(bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(bytes);
  if (encoding === 'identity') return bytes;
  return promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
}
