import type { ConsentRecord, OptOut } from './consent.ts';
import type { Difference } from './difference.ts';

/** Why nothing goes out at all. */
export type Halt = 'not_connected' | 'disabled' | 'paused' | 'key_refused' | 'brevo_down';

/** What a waiting change waits for besides a halt. */
export type WaitsFor = 'now' | 'retry' | 'store' | 'batch' | 'run';

/** Rules by which a customer is left out of Brevo (sync/plan.server.ts gives them their codes). */
export const SKIP_RULES = [
  'invalid_email',
  'no_email_or_phone',
  'never_consented',
  'exists_in_brevo',
] as const;
export type SkipRule = (typeof SKIP_RULES)[number];

export type WhyCode =
  | 'unknown_customer'
  | 'redacted'
  | `halted_${Halt}`
  | `waiting_${WaitsFor}`
  | 'problem'
  | 'store_unread'
  | 'store_unasked'
  | 'brevo_unread'
  | `skipped_${SkipRule}`
  | 'gone_not_in_brevo'
  | 'gone_kept'
  | 'gone_not_removed'
  | 'never_sent'
  | 'deleted_in_brevo'
  | 'differs'
  | 'on_list'
  | 'blocked_by_store'
  | 'blocked_by_brevo'
  | 'blocked_never_consented'
  | 'off_list_never_consented'
  | 'off_list_pending'
  | 'off_list_left'
  | 'no_list';

/** One sentence: its code, and what its words need. Times are ISO instants. */
export interface Why {
  code: WhyCode;
  params: Record<string, string | number>;
}

/** Everything the answer is made of. */
export interface WhyFacts {
  customer: string;
  halt: Halt | null;
  /** `unasked`: the source cannot be asked, and nothing it sent is at hand. */
  store: { kind: 'found' } | { kind: 'absent' } | { kind: 'unasked' } | { kind: 'unread'; message: string };
  brevo: { kind: 'found' } | { kind: 'absent' } | { kind: 'unasked' } | { kind: 'unread'; message: string };
  /** What the last delivery left: null when there was none. */
  link: { state: string; syncedAt: string | null } | null;
  /** Something of the customer was seen before: a delivery, an entry, a change. */
  seen: boolean;
  pending: { waitsFor: WaitsFor; until: string | null; attempt: number } | null;
  problem: { cause: string; message: string } | null;
  /** The rule by which a delivery would skip the customer as they are now. */
  skip: SkipRule | null;
  /** What a delivery would change now. */
  differences: readonly Difference[];
  /** By the channel that decides about the list: e-mail, or SMS where there is no address. */
  consent: ConsentRecord | null;
  overruled: OptOut | null;
  neverConsented: 'off_list' | 'keep_out' | 'block';
  listChosen: boolean;
  contact: { blocked: boolean; onList: boolean; leftList: boolean } | null;
}

/**
 * The one answer to "why is this person (not) in Brevo?". Looked at in this order: what is final, what holds
 * everything, what waits, what needs a person, what could not be read, which rule keeps the customer out, and only
 * then what the two sides say.
 */
export function whyOf(facts: WhyFacts): Why {
  const { link, store, brevo } = facts;
  if (link?.state === 'redacted') return why('redacted');
  const right =
    store.kind === 'found' && brevo.kind === 'found' && facts.skip === null && facts.differences.length === 0;
  if (!facts.seen && (store.kind === 'absent' || store.kind === 'unasked'))
    return why('unknown_customer', { customer: facts.customer });
  if (facts.halt !== null && (facts.pending || !right)) return why(`halted_${facts.halt}`);
  if (facts.pending) return waiting(facts.pending);
  if (facts.problem) return why('problem', facts.problem);
  if (store.kind === 'unread') return why('store_unread', { message: store.message });
  if (brevo.kind === 'unread') return why('brevo_unread', { message: brevo.message });
  if (store.kind === 'unasked') return why('store_unasked', { at: link?.syncedAt ?? '' });
  if (store.kind === 'absent') return gone(facts);
  if (facts.skip !== null) return why(`skipped_${facts.skip}`);
  if (brevo.kind !== 'found')
    return link?.state === 'synced'
      ? why('deleted_in_brevo', { at: link.syncedAt ?? '' })
      : why('never_sent');
  if (facts.differences.length > 0) {
    const fields = [...new Set(facts.differences.map((d) => d.field))];
    return why('differs', { count: fields.length, fields: fields.join(', ') });
  }
  return settled(facts);
}

function waiting({ waitsFor, until, attempt }: NonNullable<WhyFacts['pending']>): Why {
  switch (waitsFor) {
    case 'now':
    case 'run':
    case 'store':
      return why(`waiting_${waitsFor}`);
    case 'batch':
      return why('waiting_batch', { until: until ?? '' });
    case 'retry':
      return why('waiting_retry', { attempt, until: until ?? '' });
  }
}

function gone({ brevo, link, contact }: WhyFacts): Why {
  if (brevo.kind !== 'found') return why('gone_not_in_brevo');
  return link?.state === 'synced' && contact ? why('gone_not_removed') : why('gone_kept');
}

/** Both sides are equal: whether the person gets mail, and by whose word. */
function settled({ contact, consent, overruled, listChosen, neverConsented }: WhyFacts): Why {
  if (contact?.blocked) {
    if (overruled?.system === 'brevo') return why('blocked_by_brevo', { at: overruled.at });
    if (consent?.state === 'unsubscribed' || consent?.state === 'redacted')
      return why('blocked_by_store', { at: consent.at ?? '' });
    if (overruled) return why('blocked_by_store', { at: overruled.at });
    if (consent?.state !== 'subscribed' && neverConsented === 'block') return why('blocked_never_consented');
    return why('blocked_by_brevo', { at: '' });
  }
  if (contact?.onList) return why('on_list');
  if (!listChosen) return why('no_list');
  if (consent?.state === 'subscribed' || contact?.leftList) return why('off_list_left');
  return consent?.state === 'pending' ? why('off_list_pending') : why('off_list_never_consented');
}

function why(code: WhyCode, params: Why['params'] = {}): Why {
  return { code, params };
}
