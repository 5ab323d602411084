import type { FaultKind } from '../../sandbox/brevo/faults.ts';
import type { ShopifyFaultKind } from '../../sandbox/shopify/faults.ts';

/**
 * What can go wrong with a vendor, and what is to be seen of it: by the merchant in the app (in its English words), and
 * by whoever runs the app in its log. What happens is in test/integration/faults.test.ts, which plays every row.
 */
export interface Seen {
  /** The entry of the attempt that met the fault; null: the call succeeded all the same. */
  entry: { code: string; status: number | null; words: string } | null;
  /** When it lasts: the notice in words, and what the app's log names it. null: it is not the account's trouble. */
  notice: string | null;
  log: { kind: string; cause: string } | null;
}

export interface TroubleRow extends Seen {
  fault: FaultKind;
  health: 'ok' | 'unauthorized' | 'unreachable';
}

const UNREACHABLE = {
  health: 'unreachable',
  notice:
    'Brevo cannot be reached. You do not have to do anything. We try again by ourselves and nothing is lost.',
} as const;

const refused = (fault: FaultKind, code: string, words: string, notice: string): TroubleRow => ({
  fault,
  entry: { code, status: 401, words },
  health: 'unauthorized',
  notice,
  log: { kind: 'brevo_unauthorized', cause: code },
});

const outage = (fault: FaultKind, code: string, status: number | null): TroubleRow => ({
  fault,
  entry: { code, status, words: 'Brevo did not answer. It is tried again by itself.' },
  ...UNREACHABLE,
  log: { kind: 'brevo_unreachable', cause: code },
});

/** Brevo's trouble: what was to be done waits, is tried again, and loses nothing. */
export const TROUBLE: TroubleRow[] = [
  refused(
    'wrongKey',
    'wrong_key',
    'Brevo does not know the API key.',
    'Brevo does not know the API key. Paste a working key. What waits is then sent by itself.',
  ),
  refused(
    'disabledKey',
    'disabled_key',
    'The API key is switched off in Brevo.',
    'The API key is switched off in Brevo. Switch the key on in Brevo, or paste another one.',
  ),
  refused(
    'ipBlock',
    'blocked_ip',
    'Brevo blocks the address of this app.',
    'Brevo blocks the address of this app. In Brevo, open Security, then Authorised IPs, and allow the address or switch the check off.',
  ),
  refused(
    'missingHeader',
    'no_key',
    'Brevo did not get an API key.',
    'Brevo did not get an API key. Paste a working key. What waits is then sent by itself.',
  ),
  {
    fault: '429',
    entry: {
      code: 'rate_limited',
      status: 429,
      words: 'Brevo asked us to slow down. It is tried again by itself.',
    },
    health: 'ok',
    notice: null,
    log: null,
  },
  outage('408', 'http_408', 408),
  outage('425', 'http_425', 425),
  outage('500html', 'http_500', 500),
  outage('502', 'http_502', 502),
  outage('503', 'http_503', 503),
  outage('reset', 'und_err_socket', null),
  // Silence until the connection breaks, before and after Brevo did what was asked.
  outage('timeout', 'und_err_socket', null),
  outage('timeoutAfterApply', 'und_err_socket', null),
  outage('resetAfterApply', 'und_err_socket', null),
];

export interface RefusalRow {
  fault: FaultKind;
  /** `problem`: a person has to look; `skipped`: nothing can be done but in the store; `without`: the rest arrives. */
  ends: 'problem' | 'skipped' | 'without';
  code: string;
  status: number | null;
  /** Of the entry: the reason, for a failure what to do, and what Brevo said. */
  words: string;
  /** On the screen of problems, for all customers of the cause. */
  problem?: string;
}

const problem = (
  fault: FaultKind,
  code: string,
  status: number,
  said: string,
  cause: string,
  fix: string,
): RefusalRow => ({
  fault,
  ends: 'problem',
  code,
  status,
  words: `${cause} ${fix} ${said}`,
  problem: `${cause} ${fix}`,
});

const CORRECT = 'Correct what Brevo names, in your store or in the field mapping.';
const REFUSED = 'Brevo refused the data of this customer.';

/** Brevo refuses one contact for good: nobody else waits for it. */
export const REFUSALS: RefusalRow[] = [
  problem('rejected', 'rejected_by_brevo', 400, 'Bad request', REFUSED, CORRECT),
  problem(
    '402',
    'plan_limit',
    402,
    'You do not have enough credits',
    'The limit of your Brevo plan is reached.',
    'Make room in Brevo or change the plan.',
  ),
  problem(
    '403',
    'permission_denied',
    403,
    'Permission denied',
    'The API key may not do this in Brevo.',
    'Check in Brevo what the account and the key are allowed to do.',
  ),
  problem(
    '404',
    'not_found',
    404,
    'Contact does not exist',
    'Brevo does not find the contact, or something it refers to.',
    'Retry: the contact is looked up and created again where it is missing.',
  ),
  problem(
    '405',
    'cannot_be_deleted',
    405,
    'The address is registered with Brevo',
    'Brevo does not allow this contact to be deleted.',
    'Check in Brevo what still uses the contact.',
  ),
  problem('406', 'rejected_by_brevo', 406, 'Not acceptable', REFUSED, CORRECT),
  problem('422', 'rejected_by_brevo', 422, 'The request cannot be processed', REFUSED, CORRECT),
  {
    fault: 'invalidEmail',
    ends: 'skipped',
    code: 'invalid_email',
    status: null,
    words: 'Brevo does not accept the e-mail address',
  },
  {
    fault: 'invalidPhone',
    ends: 'without',
    code: 'phone_refused',
    status: 201,
    words: 'Brevo does not accept the phone number, so SMS was left empty.',
  },
];

export type Held = 'email' | 'SMS' | 'WHATSAPP' | 'LANDLINE_NUMBER' | 'ext_id';

export interface DuplicateRow {
  /** Each by a foreign contact of its own. */
  held: Held[];
  /** What the customer's contact goes without. */
  without: Held[];
  code: string | null;
  words: string;
}

const PHONE_HELD = (name: string) =>
  `Another contact in Brevo has the same phone number, so ${name} was left empty.`;
const ID_HELD = 'Another contact in Brevo has the same ext_id, so this contact goes without.';

/** Identifiers that foreign contacts hold: their owners are left alone, and the rest arrives. */
export const DUPLICATES: DuplicateRow[] = [
  // Whoever has the address is the person: the contact is taken over.
  { held: ['email'], without: [], code: null, words: '' },
  { held: ['SMS'], without: ['SMS'], code: 'phone_held_by_other', words: PHONE_HELD('SMS') },
  { held: ['WHATSAPP'], without: ['WHATSAPP'], code: 'phone_held_by_other', words: PHONE_HELD('WHATSAPP') },
  {
    held: ['LANDLINE_NUMBER'],
    without: ['LANDLINE_NUMBER'],
    code: 'phone_held_by_other',
    words: PHONE_HELD('LANDLINE_NUMBER'),
  },
  { held: ['ext_id'], without: ['ext_id'], code: 'ext_id_held_by_other', words: ID_HELD },
  {
    held: ['SMS', 'ext_id'],
    without: ['SMS', 'ext_id'],
    code: 'phone_held_by_other',
    words: `${PHONE_HELD('SMS')} ${ID_HELD}`,
  },
  {
    held: ['SMS', 'WHATSAPP'],
    without: ['SMS', 'WHATSAPP'],
    code: 'phone_held_by_other',
    words: `${PHONE_HELD('SMS')} ${PHONE_HELD('WHATSAPP')}`,
  },
  { held: ['email', 'SMS'], without: ['SMS'], code: 'phone_held_by_other', words: PHONE_HELD('SMS') },
  {
    held: ['email', 'WHATSAPP', 'ext_id'],
    without: ['WHATSAPP', 'ext_id'],
    code: 'phone_held_by_other',
    words: `${PHONE_HELD('WHATSAPP')} ${ID_HELD}`,
  },
  {
    held: ['SMS', 'WHATSAPP', 'LANDLINE_NUMBER', 'ext_id'],
    without: ['SMS', 'WHATSAPP', 'LANDLINE_NUMBER', 'ext_id'],
    code: 'phone_held_by_other',
    words: [PHONE_HELD('SMS'), PHONE_HELD('WHATSAPP'), PHONE_HELD('LANDLINE_NUMBER'), ID_HELD].join(' '),
  },
];

export interface StoreRow extends Seen {
  fault: ShopifyFaultKind;
}

const AWAY =
  'Your store cannot be reached. You do not have to do anything. We try again by ourselves and nothing is lost.';
const NO_ACCESS =
  'The app may not read your customers any more. Opening the app usually restores the access. If this stays for a few minutes, allow what the app asks for or reinstall it.';

const store = (fault: ShopifyFaultKind, code: string, notice: string): StoreRow => ({
  fault,
  entry: {
    code,
    status: null,
    words:
      notice === AWAY
        ? 'The store did not answer when the customer was to be read.'
        : 'The store does not let the app read its customers any more.',
  },
  notice,
  log: { kind: notice === AWAY ? 'source_unreachable' : 'source_no_access', cause: code },
});

/** The store's trouble: what waits is kept, and Brevo is not bothered. */
export const STORE: StoreRow[] = [
  // Waited out within the drain, by the cost or the time that the store names.
  { fault: 'throttled', entry: null, notice: null, log: null },
  { fault: '429', entry: null, notice: null, log: null },
  store('500', 'http_500', AWAY),
  store('502', 'http_502', AWAY),
  store('503', 'http_503', AWAY),
  store('malformedJson', 'malformed_answer', AWAY),
  store('reset', 'shopify_unreachable', AWAY),
  store('403', 'source_no_access', NO_ACCESS),
  store('401', 'source_no_access', NO_ACCESS),
  store('pcd', 'source_no_access', NO_ACCESS),
];
