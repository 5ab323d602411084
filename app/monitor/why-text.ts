import type { Why, WhyCode } from '../domain/why.ts';

/**
 * The answers in English, as the API gives them. The screens have the same under `why` in app/components/i18n, and a
 * test holds the two together. What a sentence needs stands in double braces; times are ISO instants.
 */
export const WHY_TEXT: Record<WhyCode, string> = {
  unknown_customer: 'Neither the store nor the app knows a customer with the ID {{customer}}.',
  redacted: 'The data of this customer was erased on request, so there is no contact and none is made.',
  halted_not_connected: 'No Brevo account is connected, so nothing is sent.',
  halted_disabled: 'The sync is switched off, so nothing is sent.',
  halted_paused: 'The sync is paused. What waits goes out when it is resumed.',
  halted_key_refused: 'Brevo refuses the API key. What waits goes out when the key works again.',
  halted_brevo_down: 'Brevo does not answer. What waits goes out when it does.',
  waiting_now: 'A change of this customer is about to be sent.',
  waiting_retry: 'Sending failed {{attempt}} times and is tried again at {{until}}.',
  waiting_store: 'A change waits because the store does not answer.',
  waiting_batch: 'A change waits for the next batch at {{until}}.',
  waiting_run: 'A change waits because its import or comparison is paused.',
  problem: 'This customer could not be synced: {{message}}',
  store_unread: 'The store could not be asked just now: {{message}}',
  store_unasked:
    'The system this customer comes from cannot be asked. What its last event said was sent at {{at}}.',
  brevo_unread: 'Brevo could not be asked just now: {{message}}',
  skipped_invalid_email: 'The customer is left out because the e-mail address is not valid.',
  skipped_no_email_or_phone:
    'The customer is left out because there is neither an e-mail address nor a usable phone number.',
  skipped_never_consented:
    'The customer never said yes to marketing and is kept out, as chosen in the settings.',
  skipped_exists_in_brevo:
    'The contact was in Brevo before, and updating existing contacts is switched off in the settings.',
  gone_not_in_brevo: 'The customer is gone from the store, and there is no contact in Brevo.',
  gone_kept:
    'The customer is gone from the store. The contact was kept in Brevo and taken off the list, as chosen in the settings.',
  gone_not_removed:
    'The customer is gone from the store, but the contact is not removed yet. The next comparison does that, or sync now.',
  never_sent: 'This customer was never sent to Brevo. An import sends everybody; sync now sends this one.',
  deleted_in_brevo:
    'The contact was sent at {{at}} and is no longer in Brevo. The next comparison makes it anew, or sync now.',
  differs:
    'The contact is in Brevo but differs in {{fields}}. The next comparison repairs that, or sync now.',
  on_list: 'The contact is in Brevo, is on the list and has the data of the store.',
  blocked_by_store:
    'The contact is in Brevo with the data of the store, and blocked because the customer unsubscribed in the store.',
  blocked_by_brevo:
    'The contact is in Brevo with the data of the store, and blocked because the person opted out in Brevo.',
  blocked_never_consented:
    'The contact is in Brevo with the data of the store, and blocked because the customer never said yes to marketing.',
  off_list_never_consented:
    'The contact is in Brevo with the data of the store, and not on the list because the customer never said yes to marketing.',
  off_list_pending:
    'The contact is in Brevo with the data of the store, and not on the list because the customer has not confirmed the consent yet.',
  off_list_left:
    'The contact is in Brevo with the data of the store, and not on the list because the person left it in Brevo.',
  no_list: 'The contact is in Brevo with the data of the store. No list is chosen, so it is on none.',
};

/** The sentence with its particulars. */
export function whyText({ code, params }: Why): string {
  return WHY_TEXT[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
}
