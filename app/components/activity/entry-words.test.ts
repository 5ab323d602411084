import { expect, it } from 'vitest';
import { translator } from '../i18n/translator.ts';
import { noticeWords } from '../notice-words.ts';
import { entryWords } from './entry-words.ts';

const english = translator('en');
const dutch = translator('nl');

it('names the particulars of the log in English, and tells by the code in another language', () => {
  const entry = {
    outcome: 'succeeded',
    code: 'phone_held_by_other',
    message: 'SMS was left empty.',
    httpStatus: 201,
  } as const;
  expect(entryWords(entry, english)).toEqual({ reason: 'SMS was left empty.', fix: null, original: null });
  expect(entryWords(entry, dutch).reason).toBe(
    'Een ander contact in Brevo heeft hetzelfde telefoonnummer, dus het is weggelaten.',
  );
});

it('says what to do about a failure, and keeps what Brevo said', () => {
  const entry = { outcome: 'failed', code: 'plan_limit', message: 'No credits', httpStatus: 402 } as const;
  expect(entryWords(entry, english)).toEqual({
    reason: 'The limit of your Brevo plan is reached.',
    fix: 'Make room in Brevo or change the plan.',
    original: 'No credits',
  });
});

it.each([
  ['http_503', 503, 'Brevo antwoordde niet. Het wordt vanzelf opnieuw geprobeerd.'],
  ['und_err_socket', null, 'Brevo antwoordde niet. Het wordt vanzelf opnieuw geprobeerd.'],
  ['econnreset', null, 'Brevo antwoordde niet. Het wordt vanzelf opnieuw geprobeerd.'],
  // Only Brevo's status stands in an entry.
  ['http_503', null, 'De winkel antwoordde niet toen de klant werd gelezen.'],
  ['source_no_access', null, 'De winkel laat de app zijn klanten niet meer lezen.'],
  ['something_new', null, 'Het lukte deze keer niet en wordt vanzelf opnieuw geprobeerd.'],
])('has one sentence for what a vendor did not answer: %s %s', (code, httpStatus, reason) => {
  const entry = { outcome: 'retrying', code, message: 'not this', httpStatus } as const;
  expect(entryWords(entry, dutch)).toEqual({ reason, fix: null, original: null });
});

it('gives a refused key the words of its cause', () => {
  const notice = { kind: 'brevo_unauthorized', params: { cause: 'blocked_ip' } };
  expect(noticeWords(notice, english)).toEqual({
    title: 'Brevo blocks the address of this app.',
    fix: 'In Brevo, open Security, then Authorised IPs, and allow the address or switch the check off.',
  });
  expect(noticeWords({ ...notice, params: {} }, english).title).toBe('Brevo does not accept the API key');
  expect(noticeWords({ kind: 'never_seen', params: {} }, english).title).toBe(
    'Something needs your attention',
  );
});
