import {
  type ConsentDecision,
  type ConsentRecord,
  decideConsent,
  type OptOut,
} from '../../domain/consent.ts';
import type { Policy } from '../../domain/policy.ts';

/** What happens to the contact, as the table of the settings names it. */
export type ContactEffect = 'on_list' | 'stays_out' | 'blocked' | 'unblocked' | 'off_list' | 'none';

export interface ConsentRow {
  name: 'yes' | 'yes_before_no' | 'yes_after_no' | 'no' | 'pending' | 'never';
  contact: ContactEffect;
  /** The store is told of Brevo's no. */
  store: 'unchanged' | 'unsubscribed';
}

const EARLY = '2026-01-01T00:00:00.000Z';
const LATE = '2026-02-01T00:00:00.000Z';

/** The consent table under the merchant's choice, made by the very function that decides each delivery. */
export function consentRows(policy: Pick<Policy, 'neverConsented' | 'consentPolicy'>): ConsentRow[] {
  const row = (
    name: ConsentRow['name'],
    state: ConsentRecord['state'],
    at: string,
    noInBrevo: string | null,
  ): ConsentRow => {
    const optOut: OptOut | null = noInBrevo === null ? null : { at: noInBrevo, system: 'brevo' };
    const decision = decideConsent({
      consent: { state, level: null, at, system: 'shopify' },
      source: 'shopify',
      optOut,
      block: optOut ? { kind: 'blocked', since: optOut.at } : { kind: 'absent' },
      neverConsented: policy.neverConsented,
      seenAt: at,
      wordIsForOtherAddress: false,
      yesDelivered: false,
      ownBlock: false,
      formerBlock: false,
    });
    const told = decision.overruled?.system === 'brevo' && policy.consentPolicy !== 'source';
    return { name, contact: effectOf(decision), store: told ? 'unsubscribed' : 'unchanged' };
  };
  return [
    row('yes', 'subscribed', LATE, null),
    row('yes_before_no', 'subscribed', EARLY, LATE),
    row('yes_after_no', 'subscribed', LATE, EARLY),
    row('no', 'unsubscribed', LATE, null),
    row('pending', 'pending', LATE, null),
    row('never', 'never', LATE, null),
  ];
}

function effectOf({ block, listed, keepOut, overruled }: ConsentDecision): ContactEffect {
  if (keepOut) return 'none';
  if (overruled) return 'stays_out';
  if (block === 'set') return 'blocked';
  if (block === 'lift') return 'unblocked';
  return listed === true ? 'on_list' : 'off_list';
}
