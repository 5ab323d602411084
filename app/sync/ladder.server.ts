import type { Warning } from '../domain/mapping.ts';
import type { RemoteContact } from '../domain/remote.ts';
import type { TargetContact } from '../domain/target.ts';
import { isPhoneAttribute } from '../domain/transforms.ts';
import type { Answer } from '../ports.ts';
import { type DeliveryEnding, settled } from './delivery.ts';
import { blankLink, type Link } from './link.sql.ts';
import type { WritePlan } from './plan.server.ts';
import { failed, skipped } from './settlement.ts';
import type { Writer } from './write-contact.server.ts';

/**
 * What has been left out so far to get the rest through (design section 6, Phones and Identity). Each step is taken
 * once: a phone that somebody holds or that Brevo does not accept, an ext_id that somebody holds.
 */
export interface Ladder {
  withoutPhones: Set<string>;
  /** Phone attributes that are not touched at all. */
  leftPhones: Set<string>;
  withoutExtId: boolean;
  warnings: Warning[];
  /** The SMS number left out because another contact holds it. */
  phoneDropped: string | null;
}

export function ladderFor(plan: WritePlan): Ladder {
  return {
    withoutPhones: new Set(),
    leftPhones: new Set(),
    withoutExtId: false,
    warnings: [...plan.mapped.warnings],
    phoneDropped: null,
  };
}

/** The target without what was left out: a phone left out is cleared, so that yesterday's number does not stay. */
export function shape(target: TargetContact, ladder: Ladder): TargetContact {
  if (ladder.withoutPhones.size + ladder.leftPhones.size === 0 && !ladder.withoutExtId) return target;
  const attributes = { ...target.attributes };
  for (const name of ladder.withoutPhones) if (attributes[name] !== undefined) attributes[name] = null;
  for (const name of ladder.leftPhones) delete attributes[name];
  return { ...target, attributes, extId: ladder.withoutExtId ? null : target.extId };
}

type Step = { kind: 'again' } | { kind: 'end'; ending: DeliveryEnding };
type Failure = Exclude<Answer, { kind: 'ok' }>;

/** One step after a refusal: what to leave out, or how it ends. Classified by identifier first, never by code alone. */
export async function climb(
  writer: Writer,
  answer: Failure,
  brevoId: number | null,
  target: TargetContact,
): Promise<Step> {
  const { item, ladder } = writer;
  const action = brevoId === null ? 'create' : 'update';
  if (answer.kind !== 'rejected') return end(settled(failed(item.row, action, answer)));

  const phones = answer.duplicates.filter((d) => d === 'sms' || d === 'whatsapp' || d === 'landline_number');
  const heldPhones = phones.map((p) => p.toUpperCase()).filter((name) => target.attributes[name] != null);
  if (heldPhones.length > 0) {
    const ending = heldPhones.includes('SMS')
      ? await phoneClash(writer, String(target.attributes.SMS))
      : null;
    if (ending) return end(ending);
    for (const name of heldPhones) leaveOut(ladder, name, 'phone_held_by_other');
    if (heldPhones.includes('SMS')) ladder.phoneDropped = String(target.attributes.SMS);
    if (answer.duplicates.includes('ext_id')) leaveExtId(ladder);
    return { kind: 'again' };
  }
  if (answer.duplicates.includes('ext_id') && !ladder.withoutExtId) {
    leaveExtId(ladder);
    return { kind: 'again' };
  }
  if (/phone|sms|whatsapp|landline/i.test(answer.message)) {
    const sent = Object.keys(target.attributes).filter(
      (n) => isPhoneAttribute(n) && target.attributes[n] !== null,
    );
    for (const name of sent) leaveOut(ladder, name, 'phone_refused');
    if (sent.length > 0) return { kind: 'again' };
    // Not even the clearing of a phone is taken: better the old number than a contact that stays as it was.
    const cleared = Object.keys(target.attributes).filter(isPhoneAttribute);
    for (const name of cleared) ladder.leftPhones.add(name);
    if (cleared.length > 0) return { kind: 'again' };
  }
  if (answer.duplicates.length === 0 && /invalid.*e-?mail|e-?mail.*invalid/i.test(answer.message)) {
    const link = refusedLink(writer);
    return end(settled(skipped(item.row, link, 'invalid_email', 'Brevo does not accept the e-mail address')));
  }
  return end(await lastResort(writer, answer, brevoId, target));
}

/** Remembers what was refused, so that a reconciliation does not send the same again every night. */
function refusedLink({ item, plan }: Writer): Link | null {
  const { row, link } = item;
  if (link?.state === 'synced' && link.brevoId !== null) return null;
  return {
    ...(link ?? blankLink(row.shopId, row.source, row.customerId)),
    contentHash: plan.contentHash,
    appliedAt: row.occurredAt.toISOString(),
  };
}

/** The phone may belong to another customer of ours who has given it up in the meantime: that one goes first. */
async function phoneClash(writer: Writer, phone: string): Promise<DeliveryEnding | null> {
  const { item, context } = writer;
  const found = await context.contacts.find({ type: 'phone_id', value: phone });
  if (found.kind === 'failed')
    return found.answer.kind === 'rejected' ? null : settled(failed(item.row, 'update', found.answer));
  // Let go in the meantime; or held by a contact that Brevo does not show: then the phone has to be left out.
  if (found.kind === 'absent') return context.round < 2 ? { kind: 'again' } : null;
  const others = (await context.holders(found.contact.id)).filter(
    (l) => l.customerId !== item.row.customerId || l.source !== item.row.source,
  );
  if (others[0] && others.every((l) => l.state === 'unlinked')) {
    const advice = await context.clash(item, others[0]);
    if (advice === 'defer') return { kind: 'deferred', item };
    return advice === 'retry' ? { kind: 'again' } : releasePhone(writer, found.contact, phone);
  }
  for (const holder of others) {
    if (holder.state !== 'synced') continue;
    const advice = await context.clash(item, holder);
    if (advice === 'defer') return { kind: 'deferred', item };
    if (advice === 'retry') return { kind: 'again' };
  }
  return null;
}

/** The contact of a customer who is gone from the store gives up the phone that a live customer has now. */
export async function releasePhone(
  { item, context }: Writer,
  contact: RemoteContact,
  phone: string,
): Promise<DeliveryEnding | null> {
  if (contact.smsBlacklisted && !(await context.optOut('sms', phone))) {
    const at = contact.modifiedAt ?? item.row.occurredAt.toISOString();
    await context.remember('sms', phone, { at, system: 'brevo' });
  }
  const answer = await context.contacts.update(
    { type: 'contact_id', value: contact.id },
    { attributes: { SMS: '' } },
  );
  if (answer.kind === 'ok' || answer.kind === 'not_found') return { kind: 'again' };
  return answer.kind === 'rejected' ? null : settled(failed(item.row, 'update', answer));
}

/** The contact is refused for good: a person has to look. An opt-out arrives all the same. */
async function lastResort(
  writer: Writer,
  answer: Failure,
  brevoId: number | null,
  target: TargetContact,
): Promise<DeliveryEnding> {
  if (brevoId !== null && target.emailBlock === 'set') {
    await writer.context.contacts.update({ type: 'contact_id', value: brevoId }, { emailBlacklisted: true });
  }
  return settled(failed(writer.item.row, brevoId === null ? 'create' : 'update', answer));
}

function leaveOut(ladder: Ladder, name: string, code: 'phone_held_by_other' | 'phone_refused'): void {
  ladder.withoutPhones.add(name);
  ladder.warnings.push({ code, field: 'phone', attribute: name });
}

function leaveExtId(ladder: Ladder): void {
  ladder.withoutExtId = true;
  ladder.warnings.push({ code: 'ext_id_held_by_other', field: 'id', attribute: 'EXT_ID' });
}

function end(ending: DeliveryEnding): Step {
  return { kind: 'end', ending };
}
