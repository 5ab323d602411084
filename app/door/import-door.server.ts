import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ports } from '../ports.ts';
import { sameSecret } from '../settings/secrets.server.ts';
import { readBody } from './body.server.ts';

export const IMPORT_PATH = '/webhooks/brevo-import/';

/** What Brevo sends at the end of an import is not documented, and is not believed either: it is only a hint to look. */
const MAX_BYTES = 65_536;

/**
 * The door for the end of an import: `POST /webhooks/brevo-import/<load>.<secret>`, the address that was given to Brevo
 * as `notifyUrl`. The secret is compared in constant time; who does not have it learns nothing, not even whether the load
 * is there. The body is not used. 429 asks Brevo for another try.
 */
export function createImportDoor(ports: Ports, onImportOver: (batchId: string) => Promise<void>) {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' && request.method !== 'GET') {
      request.resume();
      response.setHeader('allow', 'GET, POST');
      return answer(response, 405, 'Only POST');
    }
    if ((await readBody(request, MAX_BYTES)) === 'aborted') return;
    const address = (request.url?.split('?', 1)[0] ?? '').slice(IMPORT_PATH.length);
    const [id = '', secret = ''] = address.split('.', 2);
    const load = UUID.test(id) ? await findLoad(ports, id) : null;
    // Compared in any case, so that an unknown load takes as long as a wrong secret.
    const right = sameSecret(ports.secrets.fingerprint(secret), load?.secret ?? '');
    if (!load || !right) return answer(response, 404, 'Unknown address');
    await ports.db.pool.query(
      'update import_loads set notified_at = $2 where id = $1 and ended_at is null and notified_at is null',
      [id, new Date(ports.now())],
    );
    await onImportOver(load.batchId);
    return answer(response, 200, 'Accepted');
  }

  return {
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      try {
        await handle(request, response);
      } catch (err) {
        ports.log.error({ err }, 'the end of an import could not be taken; it is polled for');
        if (!response.headersSent) answer(response, 429, 'Not accepted: try again');
      }
    },
  };
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

async function findLoad(ports: Ports, id: string): Promise<{ batchId: string; secret: string } | null> {
  const { rows } = await ports.db.pool.query(
    'select batch_id, notify_secret from import_loads where id = $1 and notify_secret is not null',
    [id],
  );
  return rows[0] ? { batchId: rows[0].batch_id, secret: rows[0].notify_secret } : null;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(text);
}
