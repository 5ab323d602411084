import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { verify } from '../../../sandbox/receiver/signature.ts';
import { signedHeaders } from './signing.server.ts';

/** The vectors that the libraries of the Standard Webhooks project publish (Python and JavaScript; Rust). */
const VECTORS = [
  {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: 1_614_265_330,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    at: 1_649_367_553,
    body: '{"email":"test@example.com","username":"test_user"}',
    signature: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
];

describe('signing', () => {
  test.each(VECTORS)('the published vector $id', ({ secret, id, at, body, signature }) => {
    expect(signedHeaders([{ secret }], id, new Date(at * 1_000), body)).toEqual({
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': signature,
    });
  });

  const [one, two] = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'];

  test('with two secrets, whoever has either one can verify', () => {
    const body = '{"type":"test"}';
    const headers = signedHeaders([{ secret: one }, { secret: two }], 'msg_1', new Date(), body);
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [one, two]) {
      expect(new Webhook(secret).verify(body, headers)).toEqual({ type: 'test' });
      expect(verify(secret, headers, body)).toBe('valid');
    }
    const other = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
    expect(() => new Webhook(other).verify(body, headers)).toThrow('No matching signature');
    expect(verify(other, headers, body)).toBe('wrong');
    expect(verify(one, headers, `${body} `)).toBe('wrong');
  });

  test('a fraction of a second changes nothing: whole seconds are signed', () => {
    const headers = signedHeaders([{ secret: one }], 'msg_1', new Date(Date.now() + 0.9), 'ä€😀');
    expect(verify(one, headers, 'ä€😀')).toBe('valid');
  });
});
