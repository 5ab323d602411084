import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Ingest } from '../ingest.ts';
import { readJsonObject } from '../json-body.ts';
import { carryingChange } from './change.ts';
import { parseTrigger } from './trigger.ts';

/** The three headers of the Standard Webhooks specification. */
const SIGNATURE = 'webhook-signature';
const ID = 'webhook-id';
const TIMESTAMP = 'webhook-timestamp';
/** The longest id of an event that is kept to recognise a repetition. */
const LONGEST_ID = 255;

/**
 * Signed events of any system (docs/decisions/0080): the body is that of the trigger API, the signature that of Standard
 * Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`), which also bounds the age of a replayed request.
 */
export const customIngest: Ingest = {
  accepted: 202,
  read({ header, body, secret, now, encrypt }) {
    const signature = header(SIGNATURE);
    if (signature === '') return { kind: 'refused', status: 401, text: 'The signature is missing' };
    const missing = [ID, TIMESTAMP].filter((name) => header(name) === '');
    if (missing.length > 0) return { kind: 'refused', status: 400, text: `Missing: ${missing.join(', ')}` };
    const refusal = verify(body, secret, {
      [ID]: header(ID),
      [TIMESTAMP]: header(TIMESTAMP),
      [SIGNATURE]: signature,
    });
    if (refusal !== null) return { kind: 'refused', status: 401, text: refusal };
    if (header(ID).length > LONGEST_ID)
      return { kind: 'refused', status: 400, text: `${ID} is longer than ${LONGEST_ID} characters` };
    if (body.length === 0) return { kind: 'refused', status: 400, text: 'The body is empty' };
    const json = readJsonObject(body.toString('utf8'));
    if (json.kind === 'unreadable') return { kind: 'refused', status: 400, text: json.reason };
    const reading = parseTrigger(json.payload, new Date(now));
    if (reading.kind === 'invalid') {
      const faults = reading.faults.map(({ path, message }) => `${path}: ${message}`);
      return { kind: 'refused', status: 400, text: faults.join('\n') };
    }
    return {
      kind: 'changes',
      deliveryId: header(ID),
      topic: reading.trigger.event,
      changes: [carryingChange(reading.trigger, 'custom', encrypt)],
    };
  },
};

/** Why the signature does not hold, in words; null when it does. */
function verify(body: Buffer, secret: string, headers: Record<string, string>): string | null {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return null;
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    return /timestamp/i.test(error.message)
      ? 'The timestamp is more than five minutes from now'
      : 'The signature does not match';
  }
}
