import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { IngestReading } from '../ingest.ts';
import { woocommerceIngest } from './ingest.ts';

const SECRET = '6a09e667f3bcc908b2fb1366ea957d3e';
const NOW = Date.UTC(2026, 10, 24, 10);

function read(body: string, headers: Record<string, string>, secret = SECRET): IngestReading {
  return woocommerceIngest.read({
    header: (name) => headers[name] ?? '',
    body: Buffer.from(body),
    secret,
    now: NOW,
    encrypt: (text) => text,
  });
}

function signed(topic: string, body: string, change: Record<string, string> = {}): Record<string, string> {
  return {
    'x-wc-webhook-topic': topic,
    'x-wc-webhook-id': '3',
    'x-wc-webhook-delivery-id': '7b1d3e',
    'x-wc-webhook-signature': createHmac('sha256', SECRET).update(body).digest('base64'),
    ...change,
  };
}

describe('a webhook of WooCommerce', () => {
  it('holds to the published vector of HMAC-SHA256 (RFC 4231, case 2), in base64 as WooCommerce writes it', () => {
    const vector = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
    const headers = {
      'x-wc-webhook-topic': 'customer.updated',
      'x-wc-webhook-delivery-id': '1',
      'x-wc-webhook-signature': Buffer.from(vector, 'hex').toString('base64'),
    };
    // Signed as it should be, and then found to be no JSON.
    expect(read('what do ya want for nothing?', headers, 'Jefe')).toMatchObject({ status: 400 });
    expect(read('what do ya want for nothing!', headers, 'Jefe')).toMatchObject({ status: 401 });
    // The hash in hexadecimal is what other systems send; WooCommerce sends base64.
    expect(
      read('what do ya want for nothing?', { ...headers, 'x-wc-webhook-signature': vector }, 'Jefe'),
    ).toMatchObject({ status: 401 });
  });

  it('that says hello when it is saved is answered, unsigned as it is, and has no effect', () => {
    expect(read('webhook_id=3', {})).toMatchObject({ kind: 'nothing' });
    expect(read('webhook_id=3&id=5', {})).toMatchObject({ kind: 'refused', status: 401 });
    expect(read('{"id":5}', {})).toMatchObject({ kind: 'refused', status: 401 });
  });

  it.each([
    ['customer.created', '{"id":5,"email":"a@example.com"}', 'customer_created', 'upsert'],
    ['customer.updated', '{"id":5}', 'customer_updated', 'upsert'],
    ['customer.deleted', '{"id":5}', 'customer_deleted', 'delete'],
    ['order.created', '{"id":900,"customer_id":5}', 'customer_orders_updated', 'upsert'],
    ['order.updated', '{"id":900,"customer_id":5}', 'customer_orders_updated', 'upsert'],
  ])('%s %s is %s', (topic, body, event, kind) => {
    const reading = read(body, signed(topic, body));
    expect(reading).toMatchObject({
      kind: 'changes',
      topic,
      changes: [{ source: 'woocommerce', customerId: '5', event, kind, occurredAt: new Date(NOW) }],
    });
    expect(JSON.stringify(reading)).not.toContain('example.com');
  });

  it.each([
    ['an unknown topic', 'product.updated', '{"id":5}'],
    ['the order of a guest', 'order.created', '{"id":900,"customer_id":0}'],
    [
      'a customer who was gone before the payload was made',
      'customer.updated',
      '{"code":"woocommerce_rest_invalid_id"}',
    ],
  ])('of %s is accepted without effect', (_, topic, body) => {
    expect(read(body, signed(topic, body))).toMatchObject({ kind: 'nothing' });
  });

  it('tells two customers of one second apart, whose deliveries have the same id', () => {
    const [one, two] = ['{"id":5}', '{"id":6}'];
    const ids = [one, two, one].map((body) => {
      const reading = read(body as string, signed('customer.updated', body as string));
      return reading.kind === 'changes' ? reading.deliveryId : '';
    });
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[0]).toBe(ids[2]);
  });

  it.each<[string, number, string, Record<string, string>]>([
    ['a wrong signature', 401, '{"id":5}', { 'x-wc-webhook-signature': 'AAAA' }],
    ['no topic', 400, '{"id":5}', { 'x-wc-webhook-topic': '' }],
    ['no delivery id', 400, '{"id":5}', { 'x-wc-webhook-delivery-id': '' }],
    ['an empty body', 400, '', {}],
    ['a list', 400, '[]', {}],
  ])('with %s is refused with %i', (_, status, body, change) => {
    expect(read(body, signed('customer.updated', body, change))).toMatchObject({ kind: 'refused', status });
  });
});
