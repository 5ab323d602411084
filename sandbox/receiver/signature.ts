import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type SignatureCheck = 'valid' | 'wrong' | 'missing' | 'not checked';

const TOLERANCE_SECONDS = 5 * 60;

/**
 * Checks a delivery as the Standard Webhooks specification tells receivers to, written from the specification and not
 * with the library that the app signs with.
 */
export function verify(
  secret: string | null,
  headers: IncomingHttpHeaders,
  body: string,
  now = Date.now(),
): SignatureCheck {
  const [id, at, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(
    (name) => headers[name] as string | undefined,
  );
  if (!id || !at || !signatures) return 'missing';
  if (secret === null) return 'not checked';
  if (Math.abs(now / 1_000 - Number(at)) > TOLERANCE_SECONDS) return 'wrong';
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest();
  const fits = signatures.split(' ').some((signature) => {
    const [version, text = ''] = signature.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fits ? 'valid' : 'wrong';
}
