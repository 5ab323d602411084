import type { Warning } from '../domain/mapping.ts';

/** A warning in words, for the log: names field, attribute and what was done about it. Holds no value of the customer. */
export function warningText(warning: Warning): string {
  const { field, attribute } = warning;
  switch (warning.code) {
    case 'invalid_phone':
      return `The phone number is not valid, so ${attribute} was left empty.`;
    case 'phone_refused':
      return `Brevo does not accept the phone number, so ${attribute} was left empty.`;
    case 'phone_held_by_other':
      return `Another contact in Brevo has the same phone number, so ${attribute} was left empty.`;
    case 'ext_id_held_by_other':
      return 'Another contact in Brevo has the same ext_id, so this contact goes without.';
    case 'missing_attribute':
      return `The attribute ${attribute} does not exist in Brevo, so ${field} was not sent.`;
    case 'kept_opt_out':
      return 'The person opted out in Brevo after the consent in the store, so the contact stays blocked.';
    case 'not_a_date':
      return `The value of ${field} is not a date, so ${attribute} (date) was not changed.`;
    case 'not_a_number':
      return `The value of ${field} is not a number, so ${attribute} (number) was not changed.`;
    case 'not_a_boolean':
      return `The value of ${field} is neither yes nor no, so ${attribute} (boolean) was not changed.`;
    case 'unknown_option':
      return `The value of ${field} is not among the options of ${attribute}, so it was not changed.`;
    case 'not_a_list':
      return `The value of ${field} is not a list, so ${attribute} was not changed.`;
  }
}
