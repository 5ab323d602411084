import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IngestReading } from '../ingest.ts';
import { customIngest } from './ingest.ts';

/** The example of the Standard Webhooks specification and its libraries. */
const EXAMPLE = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const EVENT = JSON.stringify({
  event: 'customer_updated',
  timestamp: '2021-02-25T15:02:00Z',
  data: { id: 'c-1', email: 'a@example.com' },
  changes: { firstName: { old: 'A', new: 'B' } },
});

beforeEach(() => void vi.useFakeTimers({ now: EXAMPLE.timestamp * 1_000 }));
afterEach(() => void vi.useRealTimers());

function read(body: string, headers: Record<string, string>): IngestReading {
  return customIngest.read({
    header: (name) => headers[name] ?? '',
    body: Buffer.from(body),
    secret: EXAMPLE.secret,
    now: Date.now(),
    encrypt: (text) => `sealed ${text}`,
  });
}

function signed(body: string, change: Record<string, string> = {}): Record<string, string> {
  const at = new Date();
  return {
    'webhook-id': 'e-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(EXAMPLE.secret).sign('e-1', at, body),
    ...change,
  };
}

describe('a custom event', () => {
  it("holds to the specification's own example", () => {
    const headers = {
      'webhook-id': EXAMPLE.id,
      'webhook-timestamp': String(EXAMPLE.timestamp),
      'webhook-signature': EXAMPLE.signature,
    };
    // Signed as it should be, but no customer event: read, and refused for what is in it.
    expect(read(EXAMPLE.body, headers)).toMatchObject({
      kind: 'refused',
      status: 400,
      text: expect.stringContaining('event'),
    });
    expect(read(`${EXAMPLE.body} `, headers)).toMatchObject({ kind: 'refused', status: 401 });
    expect(read(EXAMPLE.body, { ...headers, 'webhook-id': 'msg_other' })).toMatchObject({ status: 401 });
    vi.setSystemTime(Date.now() + 301_000);
    expect(read(EXAMPLE.body, headers)).toMatchObject({
      status: 401,
      text: expect.stringContaining('timestamp'),
    });
  });

  it('becomes a change that carries its data, sealed', () => {
    expect(read(EVENT, signed(EVENT))).toEqual({
      kind: 'changes',
      deliveryId: 'e-1',
      topic: 'customer_updated',
      changes: [
        {
          source: 'custom',
          customerId: 'c-1',
          kind: 'upsert',
          event: 'customer_updated',
          occurredAt: new Date('2021-02-25T15:02:00Z'),
          payload: expect.stringMatching(/^sealed .*"firstName":\{"old":"A","new":"B"\}/),
        },
      ],
    });
  });

  it('is accepted by one of several signatures, as during a rotation', () => {
    const other = new Webhook('whsec_b3RoZXIgc2VjcmV0IG9mIHRoZSBzZW5kZXI=').sign('e-1', new Date(), EVENT);
    const both = `${other} ${signed(EVENT)['webhook-signature']}`;
    expect(read(EVENT, signed(EVENT, { 'webhook-signature': both })).kind).toBe('changes');
    expect(read(EVENT, signed(EVENT, { 'webhook-signature': other }))).toMatchObject({ status: 401 });
  });

  it.each<[string, number, string, Record<string, string>]>([
    ['no signature', 401, EVENT, { 'webhook-signature': '' }],
    ['another version of the signature', 401, EVENT, { 'webhook-signature': 'v2,AAAA' }],
    ['rubbish for a signature', 401, EVENT, { 'webhook-signature': 'v1' }],
    ['no id', 400, EVENT, { 'webhook-id': '' }],
    ['no timestamp', 400, EVENT, { 'webhook-timestamp': '' }],
    ['a timestamp that is none', 401, EVENT, { 'webhook-timestamp': 'today' }],
    ['an empty body', 400, '', {}],
    ['unreadable JSON', 400, '{"event":', {}],
    ['a list', 400, '[]', {}],
    ['absurd nesting', 400, `{"a":${'['.repeat(1_000)}${']'.repeat(1_000)}}`, {}],
    ['no e-mail address', 400, '{"event":"customer_created","data":{"id":"1"}}', {}],
  ])('with %s is refused with %i', (_, status, body, change) => {
    expect(read(body, signed(body, change))).toMatchObject({ kind: 'refused', status });
  });

  it('of a deletion carries nothing', () => {
    const body = '{"event":"customer_deleted","data":{"id":7}}';
    const reading = read(body, signed(body));
    expect(reading).toMatchObject({ changes: [{ kind: 'delete', customerId: '7' }] });
    expect(JSON.stringify(reading)).not.toContain('sealed');
  });
});
