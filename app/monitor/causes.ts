/** What went wrong and what to do about it, in words for the merchant. */
interface Explanation {
  message: string;
  fix: string;
}

const KEY_FIX =
  'Open Settings and connect Brevo again with a valid API key; what waits is then delivered by itself.';

/**
 * One line per cause, the keys being those that sync/ and brevo/ give to failures and to a connection's health.
 * A problem speaks to the merchant: it says what to do next, not what the code did.
 */
const EXPLANATIONS: Record<string, Explanation> = {
  // One customer
  invalid_email: {
    message: 'The e-mail address of this customer is not valid.',
    fix: 'Correct the address in the store; the customer is then sent by itself.',
  },
  rejected_by_brevo: {
    message: 'Brevo refused the data of this customer.',
    fix: 'Correct what Brevo names in the store or in the field mapping, then retry.',
  },
  contact_conflict: {
    message: 'Another contact in Brevo already holds an identifier of this customer.',
    fix: 'Merge or correct the two contacts in Brevo, then retry.',
  },
  contact_vanished: {
    message: 'The contact was removed in Brevo while it was being updated.',
    fix: 'Retry: the contact is created again.',
  },
  not_found: {
    message: 'Brevo does not find the contact, or something it refers to.',
    fix: 'Retry: the contact is looked up and created again where it is missing.',
  },
  cannot_be_deleted: {
    message: 'Brevo does not allow this contact to be deleted.',
    fix: 'Check in Brevo what still uses the contact, then retry.',
  },
  unreadable_event: {
    message: 'The event that was sent for this customer cannot be read.',
    fix: 'Send the event again in the documented form.',
  },
  // The configuration
  attribute_missing: {
    message: 'The field mapping names an attribute that Brevo does not have, or that is of another type.',
    fix: 'Open Field mapping and create the attribute or choose another, then retry.',
  },
  list_missing: {
    message: 'The list that contacts are put on does not exist in Brevo any more.',
    fix: 'Open Settings and choose a list, then retry.',
  },
  // The Brevo account
  wrong_key: { message: 'Brevo does not know the API key.', fix: KEY_FIX },
  no_key: { message: 'Brevo did not get an API key.', fix: KEY_FIX },
  disabled_key: {
    message: 'The API key is disabled or has expired in Brevo.',
    fix: 'Enable the key in Brevo under SMTP & API, or connect Brevo again in Settings with another key.',
  },
  blocked_ip: {
    message: 'Brevo blocks the address of this app.',
    fix: 'In Brevo, open Security and then Authorised IPs, and allow the address that Brevo names or turn the blocking off.',
  },
  permission_denied: {
    message: 'The API key may not do this in Brevo.',
    fix: 'Check in Brevo what the account and the key are allowed to do, then retry.',
  },
  plan_limit: {
    message: 'The limit of the Brevo plan is reached.',
    fix: 'Make room or change the plan in Brevo, then retry.',
  },
  rate_limited: {
    message: 'Brevo asked to be called less often, again and again.',
    fix: 'Retry later. If it happens often, choose batch mode in Settings.',
  },
  outage: {
    message: 'Brevo did not answer or answered with an error of its own.',
    fix: 'Look at status.brevo.com, and retry when Brevo is well again.',
  },
  // The store
  shopify_unreachable: {
    message: 'The store did not answer when the customer was to be read.',
    fix: 'Retry later.',
  },
  no_access: {
    message: 'The store does not let the app read its customers any more.',
    fix: 'Open the app in the Shopify admin once, and allow what it asks for; then retry.',
  },
  // Neither
  too_many_attempts: {
    message: 'It was tried as often as it may be and did not succeed.',
    fix: 'See the log of this customer for the attempts, then retry.',
  },
  unexpected: {
    message: 'Something unexpected went wrong.',
    fix: 'Retry. If it happens again, tell support the id of the problem.',
  },
};

export const CAUSES = Object.keys(EXPLANATIONS);

/** The words for a cause; an unknown one gets those for the unexpected. `said` is the vendor's own sentence. */
export function explain(cause: string, said = ''): Explanation {
  const known = Object.hasOwn(EXPLANATIONS, cause) ? EXPLANATIONS[cause] : EXPLANATIONS.unexpected;
  const { message, fix } = known as Explanation;
  const own = said.trim();
  return { message: own === '' || own === message ? message : `${message} (${own})`, fix };
}
