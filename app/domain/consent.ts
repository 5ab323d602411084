/** A channel's consent states, one spelling for all sources. `never` is "no word was ever said"; it is not consent. */
export type ConsentState = 'subscribed' | 'unsubscribed' | 'pending' | 'never' | 'invalid' | 'redacted';

/** The newest word a source holds for one channel, with where and when it was said. */
export interface ConsentRecord {
  state: ConsentState;
  /** single_opt_in | confirmed_opt_in | unknown */
  level: string | null;
  /** ISO 8601 instant of the word itself, not of the delivery; null where the source does not say. */
  at: string | null;
  /** The system that holds it: a source's name or `brevo`. */
  system: string;
}

/** The newest known "no" of an address. */
export interface OptOut {
  at: string;
  system: string;
}

/** What Brevo holds for the channel, as far as it is known: never assumed. `since` bounds the time of a block from above. */
export type BlockState =
  | { kind: 'unknown' }
  | { kind: 'absent' }
  | { kind: 'open' }
  | { kind: 'blocked'; since: string | null };

export interface ConsentInput {
  consent: ConsentRecord;
  /** The system whose records `consent` comes from. */
  source: string;
  optOut: OptOut | null;
  block: BlockState;
  neverConsented: 'off_list' | 'keep_out' | 'block';
  /** When the change that brought the word happened: stands in where the source gives no time for an opt-out. */
  seenAt: string;
  /** The consent was given before the customer had this address: it says nothing about an opt-out of the address. */
  wordIsForOtherAddress: boolean;
  /** This very yes was delivered before and Brevo was open then: a block found now is a new no of Brevo's side. */
  yesDelivered: boolean;
  /** The block that stands in Brevo is the one we set: nobody changed the contact since. */
  ownBlock: boolean;
  /** The block that stands in Brevo is of a customer who had this contact before and took their no along. */
  formerBlock: boolean;
}

/** What to do about one channel of one contact. */
export interface ConsentDecision {
  /** Whether the contact belongs on the list, as far as this channel says; `leave` where Brevo's side said no. */
  listed: boolean | 'leave';
  /** `set`: blocked must be true. `lift`: send false. `leave`: say nothing, the state in Brevo stays. */
  block: 'set' | 'lift' | 'leave';
  /** An opt-out to be remembered before anything is sent. */
  remember: OptOut | null;
  /** Brevo's own state must be read before this can be decided: nothing may be sent on it. */
  mustRead: boolean;
  /** The customer stays out of Brevo unless a contact is there already. */
  keepOut: boolean;
  /** Brevo's side said no after the source's yes: the source may be told. */
  overruled: OptOut | null;
}

/** An opt-out that is only the merchant's policy for people who never consented: any explicit yes is newer. */
export const POLICY_OPT_OUT: OptOut = { at: '1970-01-01T00:00:00.000Z', system: 'policy' };

/**
 * The consent table of design section 6. Opt-out always wins at once. `lift` comes out only for an explicit opt-in
 * that is later than every opt-out known from either side, and only once Brevo's own state was read.
 */
export function decideConsent(input: ConsentInput): ConsentDecision {
  const { consent, optOut, block } = input;
  const decision: ConsentDecision = {
    listed: false,
    block: 'leave',
    remember: null,
    mustRead: false,
    keepOut: false,
    overruled: null,
  };
  if (consent.state === 'unsubscribed' || consent.state === 'redacted') {
    const said: OptOut = { at: consent.at ?? input.seenAt, system: input.source };
    return {
      ...decision,
      block: 'set',
      remember: !optOut || said.at > optOut.at || optOut.system === 'policy' ? said : null,
    };
  }
  if (consent.state === 'subscribed') return decideYes(input, decision);
  // Never said anything, or not yet confirmed. An earlier no still holds.
  if (optOut && optOut.system !== 'policy') return { ...decision, block: 'set' };
  if (input.neverConsented === 'block') {
    const remember =
      block.kind === 'blocked' && !optOut
        ? { at: block.since ?? input.seenAt, system: 'brevo' }
        : POLICY_OPT_OUT;
    return {
      ...decision,
      block: 'set',
      remember: optOut ? null : remember,
      mustRead: !optOut && block.kind === 'unknown',
    };
  }
  return { ...decision, keepOut: input.neverConsented === 'keep_out' };
}

function decideYes(input: ConsentInput, decision: ConsentDecision): ConsentDecision {
  const { consent, optOut, block } = input;
  const at = input.wordIsForOtherAddress ? null : consent.at;
  if (optOut && !isNewer(at, optOut, input.source)) {
    // A known no stands against this yes; a block that somebody lifted by hand in Brevo is set again.
    return {
      ...decision,
      listed: optOut.system === 'brevo' ? 'leave' : false,
      block: 'set',
      overruled: optOut,
    };
  }
  switch (block.kind) {
    case 'unknown':
      return { ...decision, listed: true, mustRead: optOut !== null && !input.yesDelivered };
    case 'absent':
    case 'open':
      return { ...decision, listed: true };
    case 'blocked': {
      if (input.formerBlock) return { ...decision, listed: true, block: 'lift' };
      // A block of ours was for the opt-out that this yes is newer than; on a contact that somebody changed since, it may
      // stand for a later word.
      if (optOut && input.ownBlock && !input.yesDelivered)
        return { ...decision, listed: true, block: 'lift' };
      const found: OptOut = { at: block.since ?? input.seenAt, system: 'brevo' };
      if (block.since !== null && isNewer(at, found, input.source))
        return { ...decision, listed: true, block: 'lift' };
      return { ...decision, listed: 'leave', remember: found, overruled: found };
    }
  }
}

/**
 * Whether a yes of `source` at `at` is later than the opt-out. A source's records know their own order, so its yes in
 * the same second as its own no counts; against another system only a later time does. No time is never later.
 */
function isNewer(at: string | null, optOut: OptOut, source: string): boolean {
  if (at === null) return optOut.system === 'policy';
  const [yes, no] = [Date.parse(at), Date.parse(optOut.at)];
  return optOut.system === source ? yes >= no : yes > no;
}
