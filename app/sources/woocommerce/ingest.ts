import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Change } from '../../domain/change.ts';
import type { Ingest, IngestReading } from '../ingest.ts';
import { readJsonObject } from '../json-body.ts';

/** The topics that are asked for; an order changes the figures of its customer, of which no customer topic tells. */
export const TOPICS = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'order.created',
  'order.updated',
] as const;

const EVENTS: Record<(typeof TOPICS)[number], { event: string; kind: Change['kind']; field: string }> = {
  'customer.created': { event: 'customer_created', kind: 'upsert', field: 'id' },
  'customer.updated': { event: 'customer_updated', kind: 'upsert', field: 'id' },
  'customer.deleted': { event: 'customer_deleted', kind: 'delete', field: 'id' },
  'order.created': { event: 'customer_orders_updated', kind: 'upsert', field: 'customer_id' },
  'order.updated': { event: 'customer_orders_updated', kind: 'upsert', field: 'customer_id' },
};

/**
 * WooCommerce's webhooks: `X-WC-Webhook-Signature` is the HMAC-SHA256 of the raw body in base64. The test request that
 * WooCommerce makes when a webhook is saved is not signed, says only `webhook_id=...`, and has no effect. Whatever else
 * WooCommerce may send is answered with 200: after a handful of other answers it turns the webhook off for good.
 */
export const woocommerceIngest: Ingest = {
  accepted: 200,
  read({ header, body, secret, now }): IngestReading {
    const signature = header('x-wc-webhook-signature');
    if (signature === '' && isPing(body)) return { kind: 'nothing', text: 'Hello' };
    if (signature === '') return { kind: 'refused', status: 401, text: 'The signature is missing' };
    if (!isSigned(body, secret, signature))
      return { kind: 'refused', status: 401, text: 'The signature does not match' };
    const topic = header('x-wc-webhook-topic').toLowerCase();
    const delivery = header('x-wc-webhook-delivery-id');
    const missing = [
      [topic, 'X-WC-Webhook-Topic'],
      [delivery, 'X-WC-Webhook-Delivery-ID'],
    ].filter(([value]) => value === '');
    if (missing.length > 0)
      return {
        kind: 'refused',
        status: 400,
        text: `Missing: ${missing.map(([, name]) => name).join(', ')}`,
      };
    if (body.length === 0) return { kind: 'refused', status: 400, text: 'The body is empty' };
    const json = readJsonObject(body.toString('utf8'));
    if (json.kind === 'unreadable') return { kind: 'refused', status: 400, text: json.reason };
    const known = Object.hasOwn(EVENTS, topic) ? EVENTS[topic as keyof typeof EVENTS] : undefined;
    if (!known) return { kind: 'nothing', text: 'Ignored: unknown topic' };
    const id = Number(json.payload[known.field]);
    // An order of a guest, or a customer who was gone before the payload was made.
    if (!Number.isSafeInteger(id) || id <= 0)
      return { kind: 'nothing', text: 'Ignored: it names no customer' };
    const change: Change = {
      source: 'woocommerce',
      customerId: String(id),
      kind: known.kind,
      event: known.event,
      // The modification time of a customer stays behind for some edits; what counts is read again anyway.
      occurredAt: new Date(now),
    };
    return { kind: 'changes', deliveryId: deliveryOf(header, body), topic, changes: [change] };
  },
};

/** The delivery id is made of the webhook and the second: two customers in one second share it. The body tells them apart. */
function deliveryOf(header: (name: string) => string, body: Buffer): string {
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return `${header('x-wc-webhook-id')}:${header('x-wc-webhook-delivery-id')}:${digest}`.slice(0, 255);
}

function isPing(body: Buffer): boolean {
  return body.length < 100 && /^webhook_id=\d+$/.test(body.toString('latin1'));
}

function isSigned(body: Buffer, secret: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(body).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length
    ? timingSafeEqual(given, expected)
    : !timingSafeEqual(expected, expected);
}
