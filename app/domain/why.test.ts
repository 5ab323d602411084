import { describe, expect, it } from 'vitest';
import { type Why, type WhyFacts, whyOf } from './why.ts';

const AT = '2026-11-24T10:00:00.000Z';
const FOUND = { kind: 'found' } as const;
const ABSENT = { kind: 'absent' } as const;
const yes = { state: 'subscribed', level: null, at: AT, system: 'shopify' } as const;

/** In the store, in Brevo, on the list, equal. */
const well: WhyFacts = {
  customer: '7',
  halt: null,
  store: FOUND,
  brevo: FOUND,
  link: { state: 'synced', syncedAt: AT },
  seen: true,
  pending: null,
  problem: null,
  skip: null,
  differences: [],
  consent: yes,
  overruled: null,
  neverConsented: 'off_list',
  listChosen: true,
  contact: { blocked: false, onList: true, leftList: false },
};
const off = { blocked: false, onList: false, leftList: false };
const blocked = { blocked: true, onList: false, leftList: false };
const differs = [{ kind: 'attribute_differs', field: 'FIRSTNAME', wanted: 'A', held: 'B' }] as const;
const waits = { waitsFor: 'now', until: null, attempt: 0 } as const;
const problem = { cause: 'plan_limit', message: 'Full.' };
const brevoNo = { at: AT, system: 'brevo' };

const CASES: [string, Partial<WhyFacts>, Why['code'], Why['params']?][] = [
  ['all is well', {}, 'on_list'],
  [
    'an id that nobody knows',
    { store: ABSENT, brevo: ABSENT, link: null, seen: false },
    'unknown_customer',
    { customer: '7' },
  ],
  [
    'an id of a source that cannot be asked',
    { store: { kind: 'unasked' }, brevo: ABSENT, link: null, seen: false },
    'unknown_customer',
    { customer: '7' },
  ],
  [
    'a store that cannot be read, and nothing known',
    { store: { kind: 'unread', message: 'Down' }, brevo: ABSENT, link: null, seen: false },
    'store_unread',
    { message: 'Down' },
  ],
  [
    'erased, whatever waits',
    { link: { state: 'redacted', syncedAt: AT }, pending: waits, halt: 'paused', problem },
    'redacted',
  ],
  ['paused, and all is well', { halt: 'paused' }, 'on_list'],
  ['paused, and something waits', { halt: 'paused', pending: waits }, 'halted_paused'],
  ['switched off, and something differs', { halt: 'disabled', differences: differs }, 'halted_disabled'],
  ['a refused key', { halt: 'key_refused', brevo: { kind: 'unread', message: 'No' } }, 'halted_key_refused'],
  ['Brevo down, contact missing', { halt: 'brevo_down', brevo: ABSENT }, 'halted_brevo_down'],
  ['no account', { halt: 'not_connected', brevo: { kind: 'unasked' }, link: null }, 'halted_not_connected'],
  ['about to be sent', { pending: waits, problem }, 'waiting_now'],
  [
    'tried again',
    { pending: { waitsFor: 'retry', until: AT, attempt: 3 } },
    'waiting_retry',
    { attempt: 3, until: AT },
  ],
  [
    'the next batch',
    { pending: { waitsFor: 'batch', until: AT, attempt: 0 } },
    'waiting_batch',
    { until: AT },
  ],
  [
    'a store that does not answer',
    { pending: { waitsFor: 'store', until: AT, attempt: 1 } },
    'waiting_store',
  ],
  ['a paused run', { pending: { waitsFor: 'run', until: null, attempt: 0 } }, 'waiting_run'],
  ['a problem', { problem, differences: differs }, 'problem', problem],
  [
    'Brevo cannot be read',
    { brevo: { kind: 'unread', message: 'Slow' } },
    'brevo_unread',
    { message: 'Slow' },
  ],
  ['a source that cannot be asked', { store: { kind: 'unasked' } }, 'store_unasked', { at: AT }],
  ['a bad address', { skip: 'invalid_email', brevo: ABSENT, link: null }, 'skipped_invalid_email'],
  ['no address', { skip: 'no_email_or_phone', brevo: ABSENT }, 'skipped_no_email_or_phone'],
  ['kept out', { skip: 'never_consented', brevo: ABSENT }, 'skipped_never_consented'],
  ['not updated', { skip: 'exists_in_brevo', brevo: FOUND }, 'skipped_exists_in_brevo'],
  ['gone, and no contact', { store: ABSENT, brevo: ABSENT }, 'gone_not_in_brevo'],
  ['gone, and kept', { store: ABSENT, link: { state: 'unlinked', syncedAt: AT }, contact: off }, 'gone_kept'],
  ['gone, and not told', { store: ABSENT }, 'gone_not_removed'],
  ['never sent', { brevo: ABSENT, link: null, seen: false }, 'never_sent'],
  [
    'skipped before, and right now',
    { brevo: ABSENT, link: { state: 'skipped', syncedAt: AT } },
    'never_sent',
  ],
  ['deleted by hand', { brevo: ABSENT }, 'deleted_in_brevo', { at: AT }],
  [
    'changed by hand',
    { differences: [...differs, { kind: 'on_list', field: 'list', wanted: null, held: '2' }] },
    'differs',
    { count: 2, fields: 'FIRSTNAME, list' },
  ],
  [
    'unsubscribed in the store',
    { contact: blocked, consent: { ...yes, state: 'unsubscribed' } },
    'blocked_by_store',
    { at: AT },
  ],
  ['opted out in Brevo later', { contact: blocked, overruled: brevoNo }, 'blocked_by_brevo', { at: AT }],
  [
    'an older no of the store itself',
    { contact: blocked, overruled: { at: AT, system: 'shopify' } },
    'blocked_by_store',
    { at: AT },
  ],
  [
    'blocked by the merchant’s choice',
    { contact: blocked, consent: { ...yes, state: 'never' }, neverConsented: 'block' },
    'blocked_never_consented',
  ],
  [
    'blocked by somebody',
    { contact: blocked, consent: { ...yes, state: 'never' } },
    'blocked_by_brevo',
    { at: '' },
  ],
  ['never said yes', { contact: off, consent: { ...yes, state: 'never' } }, 'off_list_never_consented'],
  ['not confirmed', { contact: off, consent: { ...yes, state: 'pending' } }, 'off_list_pending'],
  ['left the list', { contact: { ...off, leftList: true } }, 'off_list_left'],
  ['no list', { contact: off, listChosen: false }, 'no_list'],
];

describe('why a person is or is not in Brevo', () => {
  it.each(CASES)('%s', (_, facts, code, params = {}) => {
    expect(whyOf({ ...well, ...facts })).toEqual({ code, params });
  });
});
