import { describe, expect, it } from 'vitest';
import {
  type BlockState,
  type ConsentDecision,
  type ConsentInput,
  type ConsentState,
  decideConsent,
  type OptOut,
  POLICY_OPT_OUT,
} from './consent.ts';

const at = (second: number) => new Date(1_760_000_000_000 + second * 1_000).toISOString();
const no = (second: number, system = 'brevo'): OptOut => ({ at: at(second), system });
const blocked = (second: number | null): BlockState => ({
  kind: 'blocked',
  since: second === null ? null : at(second),
});
const open: BlockState = { kind: 'open' };
const absent: BlockState = { kind: 'absent' };
const unknown: BlockState = { kind: 'unknown' };

/** Every word is spoken at second 10, and seen at second 20, unless a row says otherwise. */
function decide(
  state: ConsentState,
  block: BlockState,
  optOut: OptOut | null,
  more: Partial<ConsentInput> = {},
) {
  return decideConsent({
    consent: { state, level: null, at: at(10), system: 'shopify' },
    source: 'shopify',
    optOut,
    block,
    neverConsented: 'off_list',
    seenAt: at(20),
    wordIsForOtherAddress: false,
    yesDelivered: false,
    ownBlock: false,
    formerBlock: false,
    ...more,
  });
}

type Row = [ConsentState, string, BlockState, OptOut | null, Partial<ConsentInput>, Partial<ConsentDecision>];

const own = { ownBlock: true };
const noTime = { consent: { state: 'subscribed', level: null, at: null, system: 'shopify' } } as const;
const noTimeNo = { consent: { state: 'unsubscribed', level: null, at: null, system: 'shopify' } } as const;

const ROWS: Row[] = [
  // The source said no: it wins at once, and is remembered by its own time.
  [
    'unsubscribed',
    'first word',
    unknown,
    null,
    {},
    { listed: false, block: 'set', remember: no(10, 'shopify') },
  ],
  ['unsubscribed', 'open in Brevo', open, null, {}, { block: 'set', remember: no(10, 'shopify') }],
  ['unsubscribed', 'blocked in Brevo', blocked(5), null, {}, { block: 'set', remember: no(10, 'shopify') }],
  ['unsubscribed', 'newer than a known no', open, no(5), {}, { block: 'set', remember: no(10, 'shopify') }],
  ['unsubscribed', 'older than a known no', open, no(15), {}, { block: 'set', remember: null }],
  ['unsubscribed', 'without a time', open, null, noTimeNo, { block: 'set', remember: no(20, 'shopify') }],
  ['unsubscribed', 'over a mere policy', open, POLICY_OPT_OUT, {}, { remember: no(10, 'shopify') }],
  ['redacted', 'as a no', open, null, {}, { listed: false, block: 'set' }],
  // The source said yes, and nobody is known to have said no.
  ['subscribed', 'new contact', absent, null, {}, { listed: true, block: 'leave' }],
  ['subscribed', 'open in Brevo', open, null, {}, { listed: true, block: 'leave' }],
  ['subscribed', 'Brevo not asked', unknown, null, {}, { listed: true, block: 'leave', mustRead: false }],
  ['subscribed', 'blocked before the yes', blocked(5), null, {}, { listed: true, block: 'lift' }],
  [
    'subscribed',
    'blocked after the yes',
    blocked(15),
    null,
    {},
    { listed: 'leave', block: 'leave', overruled: no(15) },
  ],
  ['subscribed', 'blocked in the same moment', blocked(10), null, {}, { listed: 'leave', block: 'leave' }],
  ['subscribed', 'blocked since unknown', blocked(null), null, {}, { block: 'leave', overruled: no(20) }],
  [
    'subscribed',
    'yes without a time, blocked',
    blocked(5),
    null,
    noTime,
    { listed: 'leave', block: 'leave' },
  ],
  // The source said yes, and a no is known.
  ['subscribed', 'later than the no, not asked', unknown, no(5), {}, { mustRead: true, block: 'leave' }],
  ['subscribed', 'later than the no, open', open, no(5), {}, { listed: true, block: 'leave' }],
  ['subscribed', 'later than the no, blocked then', blocked(5), no(5), {}, { listed: true, block: 'lift' }],
  [
    'subscribed',
    'later, our own block written late',
    blocked(15),
    no(5),
    own,
    { listed: true, block: 'lift' },
  ],
  [
    'subscribed',
    'later, but somebody blocked since',
    blocked(15),
    no(5),
    {},
    { block: 'leave', overruled: no(15) },
  ],
  [
    'subscribed',
    'older than the no of Brevo',
    open,
    no(15),
    {},
    { listed: 'leave', block: 'set', overruled: no(15) },
  ],
  [
    'subscribed',
    'older than the no of the source',
    open,
    no(15, 'shopify'),
    {},
    { listed: false, block: 'set' },
  ],
  ['subscribed', 'same moment as a no of Brevo', open, no(10), {}, { block: 'set' }],
  ['subscribed', 'same moment as its own no', open, no(10, 'shopify'), {}, { listed: true, block: 'leave' }],
  ['subscribed', 'without a time', open, no(5), noTime, { block: 'set' }],
  [
    'subscribed',
    'without a time, mere policy',
    blocked(5),
    POLICY_OPT_OUT,
    { ...noTime, ...own },
    { block: 'lift' },
  ],
  ['subscribed', 'said at another address', open, no(5), { wordIsForOtherAddress: true }, { block: 'set' }],
  [
    'subscribed',
    'at another address, blocked',
    blocked(5),
    null,
    { wordIsForOtherAddress: true },
    { block: 'leave' },
  ],
  [
    'subscribed',
    'delivered, and blocked since',
    blocked(15),
    no(5),
    { ...own, yesDelivered: true },
    { block: 'leave' },
  ],
  [
    'subscribed',
    'blocked for who had it before',
    blocked(15),
    null,
    { formerBlock: true },
    { listed: true, block: 'lift' },
  ],
  // No word, or not yet confirmed: unknown is not consent, and an earlier no still holds.
  ['never', 'off the list', open, null, {}, { listed: false, block: 'leave', keepOut: false }],
  ['never', 'blocked in Brevo', blocked(5), null, {}, { listed: false, block: 'leave' }],
  ['never', 'an earlier no', open, no(5), {}, { listed: false, block: 'set' }],
  ['never', 'a policy that was changed', open, POLICY_OPT_OUT, {}, { listed: false, block: 'leave' }],
  ['pending', 'off the list', open, null, {}, { listed: false, block: 'leave' }],
  ['pending', 'an earlier no', unknown, no(5, 'shopify'), {}, { listed: false, block: 'set' }],
  ['invalid', 'off the list', absent, null, {}, { listed: false, block: 'leave' }],
  ['never', 'kept out', absent, null, { neverConsented: 'keep_out' }, { keepOut: true }],
  [
    'never',
    'blocked by policy',
    absent,
    null,
    { neverConsented: 'block' },
    { block: 'set', remember: POLICY_OPT_OUT },
  ],
  [
    'never',
    'policy, not asked',
    unknown,
    null,
    { neverConsented: 'block' },
    { block: 'set', mustRead: true },
  ],
  [
    'never',
    'policy, blocked by a person',
    blocked(5),
    null,
    { neverConsented: 'block' },
    { remember: no(5) },
  ],
];

describe('the consent table', () => {
  it.each(ROWS)('%s, %s', (state, _, block, optOut, more, wanted) => {
    expect(decide(state, block, optOut, more)).toMatchObject(wanted);
  });

  it('lifts a block only for a yes that is later than every known no, whatever else is the case', () => {
    const states: ConsentState[] = ['subscribed', 'unsubscribed', 'pending', 'never', 'invalid', 'redacted'];
    const blocks = [unknown, absent, open, blocked(null), ...[5, 10, 15].map(blocked)];
    const optOuts = [null, POLICY_OPT_OUT, ...[5, 10, 15].flatMap((s) => [no(s), no(s, 'shopify')])];
    const flags = [false, true];
    let lifts = 0;
    for (const state of states)
      for (const block of blocks)
        for (const optOut of optOuts)
          for (const neverConsented of ['off_list', 'keep_out', 'block'] as const)
            for (const wordIsForOtherAddress of flags)
              for (const yesDelivered of flags)
                for (const ownBlock of flags) {
                  const more = { neverConsented, wordIsForOtherAddress, yesDelivered, ownBlock };
                  const decision = decide(state, block, optOut, more);
                  if (decision.block !== 'lift') continue;
                  lifts += 1;
                  const known = optOut === null || optOut.system === 'policy' ? at(0) : optOut.at;
                  const latest = optOut?.system === 'shopify' ? at(10) >= known : at(10) > known;
                  expect([state, block.kind, latest], JSON.stringify({ block, optOut, ...more })).toEqual([
                    'subscribed',
                    'blocked',
                    true,
                  ]);
                }
    expect(lifts).toBeGreaterThan(0);
  });
});
