import { describe, expect, it, test } from 'vitest';
import { readDelivery, readPayload } from './topics.ts';

const AT = new Date('2026-11-24T10:00:00Z');
const HUGE = '90071992547409931';

/** The customer that a body names, read as the door reads it. */
function customerOf(topic: string, text: string): string | undefined {
  const reading = readPayload(text);
  const delivery = reading.kind === 'read' ? readDelivery(topic, reading.payload, AT) : reading;
  if (delivery.kind === 'changes') return delivery.changes[0]?.customerId;
  return delivery.kind === 'shop_event' && delivery.event.name === 'data_requested'
    ? delivery.event.customerId
    : undefined;
}

describe('ids beyond 2^53 are read digit by digit', () => {
  it.each([
    ['customers/update', `{"id":${HUGE}}`],
    ['customers/delete', `{"id":${HUGE}}`],
    ['customers_marketing_consent/update', `{"id":${HUGE}}`],
    ['customers_email_marketing_consent/update', `{"customer_id":${HUGE}}`],
    ['customers/purchasing_summary', `{"customerId":${HUGE}}`],
    ['customers/redact', `{"customer":{"id":${HUGE}}}`],
    ['customers/data_request', `{"customer":{"id":${HUGE}}}`],
    ['customers/update', `{"admin_graphql_api_id":"gid://shopify/Customer/${HUGE}"}`],
  ])('%s %s', (topic, text) => expect(customerOf(topic, text)).toBe(HUGE));

  it('and the largest exact one', () =>
    expect(customerOf('customers/update', '{"id":9007199254740991}')).toBe('9007199254740991'));
});

test.each(['{"id":1.5}', '{"id":-4}', '{"id":null}', '{"id":1e30}', '{"id":true}', '{}', '{"id":"x"}'])(
  '%s names nobody',
  (text) => expect(customerOf('customers/update', text)).toBeUndefined(),
);

test('a merge of somebody with themselves is one change, because a delivery may name a customer once', () => {
  const gid = 'gid://shopify/Customer/7';
  const payload = { admin_graphql_api_customer_kept_id: gid, admin_graphql_api_customer_deleted_id: gid };
  expect(readDelivery('customers/merge', payload, AT)).toEqual({
    kind: 'changes',
    changes: [
      { source: 'shopify', customerId: '7', kind: 'upsert', event: 'customer_updated', occurredAt: AT },
    ],
  });
});
