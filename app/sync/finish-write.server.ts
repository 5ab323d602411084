import type { ConsentDecision } from '../domain/consent.ts';
import { phoneDigits } from '../domain/phone.ts';
import type { RemoteContact } from '../domain/remote.ts';
import { phoneOf, type TargetContact } from '../domain/target.ts';
import { type DeliveryEnding, settled } from './delivery.ts';
import { formerIdsAfter, type Link } from './link.sql.ts';
import type { Channel } from './opt-out.sql.ts';
import type { Decided } from './plan.server.ts';
import { type Settlement, succeeded, type Trail, unchanged } from './settlement.ts';
import { warningText } from './warning-text.ts';
import type { Writer } from './write-contact.server.ts';

/** The contact stands as it should: the link that remembers it, the entry, and the word to the source where Brevo's side said no. */
export async function finishWrite(
  writer: Writer,
  decided: Decided,
  brevoId: number,
  remote: RemoteContact | null,
  trail: Trail,
): Promise<DeliveryEnding> {
  const { item, ladder } = writer;
  const link = linkOf(writer, decided, brevoId, remote);
  const kept = decided.email.overruled ?? decided.sms.overruled;
  const warnings = kept
    ? [...ladder.warnings, { code: 'kept_opt_out' as const, field: 'acceptsMarketing', attribute: '' }]
    : ladder.warnings;
  const code = warnings[0]?.code ?? null;
  const message = warnings.length === 0 ? null : warnings.map(warningText).join(' ');
  await forgetMoved(writer, link);
  const settlement =
    trail.action === 'none' ? unchanged(item.row, link) : succeeded(item.row, link, trail, code, message);
  if (trail.action === 'none') settlement.entry = { ...settlement.entry, code, message };
  settlement.released = {
    phone: releasedPhone(item.link, link, remote),
    extId: releasedExtId(decided.target, remote),
  };
  return settled(await tellSource(writer, decided, settlement));
}

/** A no that was said in the source goes with its customer: it does not bind who has the former address next. */
async function forgetMoved({ item, context }: Writer, after: Link): Promise<void> {
  const before = item.link;
  if (!before) return;
  const words = [
    ['email', before.email, after.email, before.emailConsent],
    ['sms', before.phone, after.phone, before.smsConsent],
  ] as const;
  for (const [channel, from, to, word] of words) {
    if (from === null || to === null || from === to || word?.state !== 'unsubscribed' || word.at === null)
      continue;
    await context.forget(channel, from, { at: word.at, system: item.row.source });
  }
}

/** The phone that this contact held before, ours or that of the foreign contact that was taken over. */
function releasedPhone(before: Link | null, after: Link, remote: RemoteContact | null): string | undefined {
  if (before?.phone && before.phone !== after.phone) return before.phone;
  const digits = phoneDigits(String(remote?.attributes.SMS ?? ''));
  return digits !== '' && digits !== phoneDigits(after.phone ?? '') ? `+${digits}` : undefined;
}

/** The id of somebody else that the contact carried, a foreign one as a rule. */
function releasedExtId({ extId }: TargetContact, remote: RemoteContact | null): string | undefined {
  return extId !== null && remote?.extId && remote.extId !== extId ? remote.extId : undefined;
}

function linkOf(writer: Writer, decided: Decided, brevoId: number, remote: RemoteContact | null): Link {
  const { item, plan, ladder, context } = writer;
  const { target } = decided;
  return {
    shopId: context.shop.id,
    source: item.row.source,
    customerId: item.row.customerId,
    state: 'synced',
    brevoId,
    email: target.email,
    phone: phoneOf(target),
    phoneDropped: ladder.phoneDropped,
    contentHash: plan.contentHash,
    filled: filledAfter(target, item.link?.brevoId === brevoId ? item.link.filled : []),
    extIdSent: target.extId !== null,
    listId: listAfter(target, item.link, remote),
    emailBlocked: blockedAfter(decided.email, remote?.emailBlacklisted ?? item.link?.emailBlocked ?? false),
    smsBlocked: blockedAfter(decided.sms, remote?.smsBlacklisted ?? item.link?.smsBlocked ?? false),
    inheritedBlocks: [],
    formerIds: formerIdsAfter(item.link, brevoId),
    emailConsent: plan.customer.emailConsent,
    smsConsent: plan.customer.smsConsent,
    warnings: ladder.warnings,
    appliedAt: item.row.occurredAt.toISOString(),
    syncedAt: null,
  };
}

/** What was not sent now, because nothing is known of it, still stands there from before. */
function filledAfter({ attributes }: TargetContact, before: readonly string[]): string[] {
  const sent = Object.keys(attributes).filter((name) => attributes[name] !== null);
  return [...sent, ...before.filter((name) => !(name in attributes))];
}

/** Where the membership was left as it is: the list that the contact was found on. */
function listAfter(target: TargetContact, before: Link | null, remote: RemoteContact | null): number | null {
  if (target.listed !== 'leave') return target.listed ? target.listId : null;
  if (remote === null || target.listId === null) return before?.listId ?? null;
  return remote.listIds.includes(target.listId) ? target.listId : null;
}

function blockedAfter(decision: ConsentDecision, before: boolean): boolean {
  return decision.block === 'set' || (decision.block === 'leave' && before);
}

/**
 * Brevo's side said no after the source's yes: by the merchant's policy the source is told, with the time of that no.
 * While the source cannot be told, the change waits; it is found unchanged on our side then and only tells again.
 */
async function tellSource(writer: Writer, decided: Decided, settlement: Settlement): Promise<Settlement> {
  const { context, item } = writer;
  const source = context.source(item.row.source);
  if (context.policy.consentPolicy === 'source' || !source.writeOptOut) return settlement;
  for (const channel of ['email', 'sms'] as const satisfies Channel[]) {
    const { overruled } = decided[channel];
    if (overruled?.system !== 'brevo') continue;
    const ending = await source.writeOptOut(context.shop, item.row.customerId, channel, overruled);
    if (ending.kind === 'unavailable') {
      return {
        ...settlement,
        link: settlement.link ? { ...settlement.link, contentHash: null } : null,
        entry: {
          ...settlement.entry,
          outcome: 'retrying',
          code: 'source_unavailable',
          message: ending.message,
        },
        next: { kind: 'retry', reason: 'source_unavailable', unsure: false },
      };
    }
    if (ending.kind === 'refused') {
      const message = [
        settlement.entry.message,
        `The opt-out could not be written to the store: ${ending.message}`,
      ];
      settlement.entry = { ...settlement.entry, message: message.filter(Boolean).join(' ') };
    }
  }
  return settlement;
}
