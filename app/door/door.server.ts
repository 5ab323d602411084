import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.server.ts';
import { isKnownTopic, readDelivery, readPayload } from '../sources/shopify/topics.ts';
import { readBody } from './body.server.ts';
import { countedErrors } from './counted-errors.ts';
import type { Intake } from './intake.server.ts';

/**
 * The door for Shopify's webhooks: `POST /webhooks/shopify`, answered before Remix (docs/decisions/0003). The order is
 * the promise: nothing is parsed before the signature over the raw bytes was compared in constant time, and 200 is
 * said only after the delivery is committed. A 5xx makes Shopify send it again.
 */
export interface Door {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Deliveries that were answered 200 without effect, since the process started. */
  ignored(): Record<'unknownShop' | 'unknownTopic' | 'unreadable' | 'repeated', number>;
}

export interface DoorOptions {
  /** The app's client secret: Shopify signs with it. */
  secret: string;
  intake: Intake;
  log: Log;
  now(): number;
}

/** Shopify's customer payloads are a few kilobytes. */
const MAX_BYTES = 1_048_576;

export function createDoor({ secret, intake, log, now }: DoorOptions): Door {
  const notTaken = countedErrors(log, 'a webhook could not be taken; the sender will try again');
  const key = createSecretKey(secret, 'utf8');
  const ignored = { unknownShop: 0, unknownTopic: 0, unreadable: 0, repeated: 0 };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      request.resume();
      response.setHeader('allow', 'POST');
      return answer(response, 405, 'Only POST');
    }
    const body = await readBody(request, MAX_BYTES);
    if (body === 'too_large') return answer(response, 413, 'The body is larger than 1 MB', true);
    if (body === 'aborted') return;
    const signature = header(request, 'x-shopify-hmac-sha256');
    if (signature === '') return answer(response, 401, 'The signature is missing');
    if (!signed(body, key, signature)) return answer(response, 401, 'The signature does not match');
    const topic = header(request, 'x-shopify-topic').toLowerCase();
    const domain = header(request, 'x-shopify-shop-domain').toLowerCase();
    const webhookId = header(request, 'x-shopify-webhook-id');
    if (topic === '' || domain === '' || webhookId === '')
      return answer(response, 400, `Missing: ${missing({ topic, domain, webhookId })}`);
    if (body.length === 0) return answer(response, 400, 'The body is empty');

    const reading = readPayload(body.toString('utf8'));
    if (reading.kind === 'unreadable') {
      log.warn({ topic, domain, webhookId, reason: reading.reason }, 'a signed webhook could not be read');
      return answer(response, 400, reading.reason);
    }
    if (!isKnownTopic(topic)) {
      ignored.unknownTopic += 1;
      log.debug({ topic, domain }, 'a webhook of an unknown topic was ignored');
      return answer(response, 200, 'Ignored: unknown topic');
    }
    const delivery = readDelivery(topic, reading.payload, timeOf(request, reading.payload, now()));
    if (delivery.kind === 'unreadable' || delivery.kind === 'unknown_topic') {
      ignored.unreadable += 1;
      log.warn({ topic, domain, webhookId }, 'a webhook named nothing that we could act on');
      return answer(response, 200, 'Ignored: nothing to act on');
    }
    const ending = await intake.take({ domain, topic, webhookId, delivery });
    if (ending === 'unknown_shop') ignored.unknownShop += 1;
    if (ending === 'repeated') ignored.repeated += 1;
    if (ending === 'taken') return accepted(response);
    return answer(response, 200, `Ignored: ${ending.replace('_', ' ')}`);
  }

  return {
    async handle(request, response) {
      try {
        await handle(request, response);
      } catch (err) {
        notTaken(err);
        if (!response.headersSent) answer(response, 503, 'Not accepted: try again');
      }
    },
    ignored: () => ({ ...ignored }),
  };
}

function signed(body: Buffer, key: KeyObject, signature: string): boolean {
  const expected = createHmac('sha256', key).update(body).digest();
  const given = Buffer.from(signature, 'base64');
  // A length that differs says nothing about the secret; comparing with itself keeps the time the same.
  return given.length === expected.length
    ? timingSafeEqual(given, expected)
    : !timingSafeEqual(expected, expected);
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
}

function missing({ topic, domain, webhookId }: Record<'topic' | 'domain' | 'webhookId', string>): string {
  return [
    topic === '' && 'X-Shopify-Topic',
    domain === '' && 'X-Shopify-Shop-Domain',
    webhookId === '' && 'X-Shopify-Webhook-Id',
  ]
    .filter(Boolean)
    .join(', ');
}

/** The time of the event: the header Shopify sends, else the payload's own word, else now; never in the future. */
function timeOf(request: IncomingMessage, payload: Record<string, unknown>, now: number): Date {
  const said =
    timeIn(header(request, 'x-shopify-triggered-at')) ??
    timeIn(payload.occurredAt) ??
    timeIn(payload.updated_at);
  return new Date(Math.min(said ?? now, now));
}

function timeIn(text: unknown): number | null {
  const parsed = typeof text === 'string' && text !== '' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

/** Nobody reads why it was taken; without a body the head is one write of the socket. */
function accepted(response: ServerResponse): void {
  response.statusCode = 200;
  response.end();
}

function answer(response: ServerResponse, status: number, text: string, close = false): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  if (close) response.setHeader('connection', 'close');
  response.end(text);
}
