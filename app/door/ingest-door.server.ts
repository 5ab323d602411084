import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Source } from '../domain/customer.ts';
import type { Ports } from '../ports.ts';
import { INGEST_PATH, type Ingest } from '../sources/ingest.ts';
import { receive } from '../sync/receive.server.ts';
import { readBody } from './body.server.ts';
import { countedErrors } from './counted-errors.ts';

const MAX_BYTES = 1_048_576;
/** "Last event received" is for people: a write per event would cost more than the event. */
const NOTED_EVERY_MS = 60_000;

/**
 * The door of sources that push: `POST /ingest/<source>/<key>`, answered before Remix like the other doors. The key names
 * the connection, the source's own code judges signature and content, and nothing is answered with 2xx before it is
 * committed.
 */
export function createIngestDoor(ports: Ports, ingests: Partial<Record<Source, Ingest>>) {
  const { log } = ports;
  const notTaken = countedErrors(log, 'an event of a source could not be taken; the sender may try again');
  const noted = new Map<string, number>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      request.resume();
      response.setHeader('allow', 'POST');
      return answer(response, 405, 'Only POST');
    }
    const path = (request.url?.split('?', 1)[0] ?? '').slice(INGEST_PATH.length);
    const [source = '', key = '', ...rest] = path.split('/');
    const body = await readBody(request, MAX_BYTES);
    if (body === 'too_large') {
      response.setHeader('connection', 'close');
      return answer(response, 413, 'The body is larger than 1 MB');
    }
    if (body === 'aborted') return;
    const ingest = Object.hasOwn(ingests, source) ? ingests[source as Source] : undefined;
    const found = ingest && rest.length === 0 ? await findConnection(ports, source, key) : null;
    if (!ingest || !found) return answer(response, 404, 'Unknown address');

    const now = ports.now();
    const reading = ingest.read({
      header: (name) => headerOf(request, name),
      body,
      secret: ports.secrets.decrypt(found.secret),
      now,
      encrypt: (text) => ports.secrets.encrypt(text),
    });
    if (reading.kind === 'refused') {
      if (reading.status === 400)
        log.warn({ shopId: found.shopId, source }, 'a signed event of a source could not be read');
      return answer(response, reading.status, reading.text);
    }
    if (reading.kind === 'nothing') return answer(response, 200, reading.text);
    if (!found.installed) return answer(response, 200, 'Ignored: the app is not installed');
    const { changeIds } = await receive(ports, [
      {
        shopId: found.shopId,
        changes: reading.changes,
        receipt: { webhookId: `${source}:${reading.deliveryId}`, topic: reading.topic },
      },
    ]);
    await note(found.shopId, source, now);
    return changeIds[0] === null
      ? answer(response, 200, 'Ignored: repeated')
      : answer(response, ingest.accepted, 'Accepted');
  }

  async function note(shopId: number, source: string, now: number): Promise<void> {
    const key = `${shopId}:${source}`;
    if (now - (noted.get(key) ?? 0) < NOTED_EVERY_MS) return;
    noted.set(key, now);
    await ports.db.pool
      .query('update source_connections set received_at = $3 where shop_id = $1 and source = $2', [
        shopId,
        source,
        new Date(now),
      ])
      // The event is committed: what people see of it must not have it sent again.
      .catch((err: unknown) => log.warn({ err, shopId, source }, 'the time of an event was not noted'));
  }

  return {
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      try {
        await handle(request, response);
      } catch (err) {
        notTaken(err);
        if (!response.headersSent) answer(response, 503, 'Not accepted: try again');
      }
    },
  };
}

interface Found {
  shopId: number;
  installed: boolean;
  /** Encrypted. */
  secret: string;
}

/** Index: the unique key. */
async function findConnection(ports: Ports, source: string, key: string): Promise<Found | null> {
  if (key === '') return null;
  const { rows } = await ports.db.pool.query({
    name: 'ingest-connection',
    text: `select c.shop_id, c.ingest_secret, s.uninstalled_at is null as installed
      from source_connections c join shops s on s.id = c.shop_id
      where c.ingest_key = $1 and c.source = $2 and c.ingest_secret is not null`,
    values: [key, source],
  });
  const row = rows[0];
  return row
    ? { shopId: row.shop_id, installed: row.installed as boolean, secret: row.ingest_secret as string }
    : null;
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(text);
}
