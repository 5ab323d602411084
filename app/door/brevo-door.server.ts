import type { IncomingMessage, ServerResponse } from 'node:http';
import { readWebhookEvents } from '../brevo/webhook-events.ts';
import { SECRET_HEADER } from '../brevo/webhooks.server.ts';
import type { Ports } from '../ports.ts';
import { sameSecret } from '../settings/secrets.server.ts';
import { takeContactEvents } from '../sync/contact-events.server.ts';
import { readBody } from './body.server.ts';
import { countedErrors } from './counted-errors.ts';

/** A batched delivery holds at most 500 events of a few hundred bytes. */
const MAX_BYTES = 1_048_576;

export const BREVO_PATH = '/webhooks/brevo/';

/**
 * The door for Brevo's webhooks: `POST /webhooks/brevo/<key>`, with the secret that was given to Brevo in a header. Brevo
 * drops an event for good after every 4xx and 5xx but 429 (facts/brevo.md section 0), so: 200 after all of it is
 * committed, and for what can never be read; 429 when we are at fault; 401 and 404 only where nobody of ours sent it.
 */
export function createBrevoDoor(ports: Ports) {
  const { log } = ports;
  const notTaken = countedErrors(log, 'a webhook of Brevo could not be taken; Brevo will try again');

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      request.resume();
      response.setHeader('allow', 'POST');
      return answer(response, 405, 'Only POST');
    }
    const key = (request.url?.split('?', 1)[0] ?? '').slice(BREVO_PATH.length);
    const body = await readBody(request, MAX_BYTES);
    if (body === 'too_large') {
      log.warn('a webhook of Brevo was larger than 1 MB; what it told comes by reconciliation');
      response.setHeader('connection', 'close');
      return answer(response, 413, 'The body is larger than 1 MB');
    }
    if (body === 'aborted') return;
    const found = await findShop(ports, key);
    if (!found) return answer(response, 404, 'Unknown address');
    const given = request.headers[SECRET_HEADER];
    // The hash of nothing is nobody's secret: a missing one is compared like a wrong one.
    if (!sameSecret(ports.secrets.fingerprint(typeof given === 'string' ? given : ''), found.secret))
      return answer(response, 401, 'The secret does not match');
    const events = readWebhookEvents(body.toString('utf8'), ports.now());
    if (events === null) {
      log.warn({ shopId: found.shop.id }, 'a webhook of Brevo could not be read');
      return answer(response, 200, 'Ignored: not JSON');
    }
    const taken = await takeContactEvents(ports, found.shop, events);
    log.debug({ shopId: found.shop.id, events: events.length, taken }, 'Brevo told of contacts');
    return answer(response, 200, taken > 0 ? 'Accepted' : 'Ignored: nothing to act on');
  }

  return {
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      try {
        await handle(request, response);
      } catch (err) {
        notTaken(err);
        if (response.headersSent) return;
        response.setHeader('retry-after', '60');
        answer(response, 429, 'Not accepted: try again');
      }
    },
  };
}

interface Found {
  shop: { id: number; installed: boolean };
  /** The fingerprint of the secret. */
  secret: string;
}

async function findShop(ports: Ports, key: string): Promise<Found | null> {
  if (key === '') return null;
  const { rows } = await ports.db.pool.query({
    name: 'brevo-door-shop',
    text: `select c.shop_id, c.webhook_secret, s.uninstalled_at is null as installed
      from connections c join shops s on s.id = c.shop_id where c.webhook_key = $1 and c.webhook_secret is not null`,
    values: [key],
  });
  const row = rows[0];
  return row ? { shop: { id: row.shop_id, installed: row.installed }, secret: row.webhook_secret } : null;
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(text);
}
