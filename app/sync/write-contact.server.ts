import type { RemoteContact } from '../domain/remote.ts';
import { type ContactBody, createBody, differenceBody, type LastSent, updateBody } from '../domain/target.ts';
import type { Answer, ContactKey } from '../ports.ts';
import { createdIdOf } from './answer-body.ts';
import { markOf } from './content-mark.ts';
import { type DeliveryContext, type DeliveryEnding, type DeliveryItem, settled } from './delivery.ts';
import { finishWrite } from './finish-write.server.ts';
import { climb, type Ladder, ladderFor, shape } from './ladder.server.ts';
import { blankLink, formerIdsAfter, type Link } from './link.sql.ts';
import type { Decided, Known, WritePlan } from './plan.server.ts';
import { failed, type Trail } from './settlement.ts';
import { carriesIdOfAnother, freeFormer, put, takeOver } from './take-over.server.ts';

/**
 * Writes a contact. Three ways in: a contact we know and remember (one PUT), a contact we know but must look at first
 * (GET, then only what differs), and a customer without a contact (POST that creates and never updates). Whoever
 * already holds an identifier is named by Brevo's refusal and is read before anything of theirs is touched.
 */
export async function writeContact(
  item: DeliveryItem,
  plan: WritePlan,
  context: DeliveryContext,
): Promise<DeliveryEnding> {
  const writer: Writer = { item, plan, context, ladder: ladderFor(plan), created: 0 };
  const { link } = item;
  // An unlinked contact is still this customer's: they had no address for a while.
  const own = link?.state === 'synced' || link?.state === 'unlinked';
  if (!own || link.brevoId === null) return createContact(writer);
  if (!plan.mustRead && link.state === 'synced') return updateFromMemory(writer, link, link.brevoId);
  if (!context.enter(item, link.brevoId)) return { kind: 'deferred', item };
  const found = await context.contacts.find({ type: 'contact_id', value: link.brevoId });
  if (found.kind === 'failed') return settled(failed(item.row, 'update', found.answer));
  // Deleted in Brevo by hand: made anew.
  if (found.kind === 'absent') return createContact(writer);
  if (plan.mapped.email === null && link.email !== null && found.contact.email !== null) {
    // The customer gave up the e-mail address, and a contact cannot: it is left behind for one with the phone alone.
    const failure = await freeFormer(writer, link, found.contact.id);
    if (failure) return settled(failed(item.row, 'update', failure));
    return createContact(writer);
  }
  return updateRead(writer, found.contact);
}

export interface Writer {
  item: DeliveryItem;
  plan: WritePlan;
  context: DeliveryContext;
  ladder: Ladder;
  /** How often a contact was made anew in this delivery. */
  created: number;
}

async function updateFromMemory(writer: Writer, link: Link, brevoId: number): Promise<DeliveryEnding> {
  if (!writer.context.enter(writer.item, brevoId)) return { kind: 'deferred', item: writer.item };
  const decided = await decide(writer, 'unknown');
  const last: LastSent = link;
  for (;;) {
    const target = shape(decided.target, writer.ladder);
    const body = updateBody(target, last);
    const answer = await put(writer, brevoId, body);
    if (answer.kind === 'ok')
      return finishWrite(writer, { ...decided, target }, brevoId, null, trail('update', answer));
    if (answer.kind === 'not_found') return createContact(writer);
    const step = await climb(writer, answer, brevoId, target);
    if (step.kind === 'end') return step.ending;
    // A clash of e-mail cannot happen here: a moved address is always read first.
  }
}

/** The address is held by a contact that is not known as this customer's: they take it over, where it is theirs to take. */
async function writeHeld(writer: Writer, remote: RemoteContact): Promise<DeliveryEnding> {
  const taken = await takeOver(writer, remote);
  return taken.kind === 'taken' ? updateRead(taken.writer, remote) : taken;
}

/** The contact was just read: send what differs, with Brevo's own consent state taken into account. */
async function updateRead(writer: Writer, remote: RemoteContact): Promise<DeliveryEnding> {
  const { item, context } = writer;
  const decided = await decide(writer, remote);
  const stale = await carriesIdOfAnother(writer, remote);
  for (;;) {
    const target = shape(decided.target, writer.ladder);
    const difference = differenceBody(target, remote, item.link?.listId ?? null);
    const body = stale && target.extId === null ? { ...difference, ext_id: '' } : difference;
    if (body === null)
      return finishWrite(writer, { ...decided, target }, remote.id, remote, {
        action: 'none',
        httpStatus: null,
        requestId: null,
      });
    await rememberLeaving(writer, remote, body);
    const answer = await put(writer, remote.id, body);
    if (answer.kind === 'ok') {
      const guarded = await guardBlock(writer, remote, body);
      if (guarded) return settled(failed(item.row, 'update', guarded));
      return finishWrite(writer, { ...decided, target }, remote.id, remote, trail('update', answer));
    }
    if (answer.kind === 'not_found') return createContact(writer);
    const named = target.email === null ? 'sms' : 'email';
    if (answer.kind === 'rejected' && answer.duplicates.includes(named)) {
      const holder = await context.contacts.find(addressKey(writer.plan));
      if (holder.kind === 'failed') return settled(failed(item.row, 'update', holder.answer));
      if (holder.kind === 'absent') return { kind: 'again' };
      return writeHeld(writer, holder.contact);
    }
    const step = await climb(writer, answer, remote.id, target);
    if (step.kind === 'end') return step.ending;
  }
}

/** By what Brevo knows the customer: the e-mail address, or the phone where there is none. */
function addressKey({ mapped, phone }: WritePlan): ContactKey {
  return mapped.email === null
    ? { type: 'phone_id', value: phone as string }
    : { type: 'email_id', value: mapped.email };
}

async function createContact(writer: Writer): Promise<DeliveryEnding> {
  const { item, plan, context } = writer;
  writer.created += 1;
  // Deleted under our hands twice in one delivery: somebody else is at work; the queue tries again.
  if (writer.created > 2) return settled(failed(item.row, 'create', GONE_AGAIN));
  const key = addressKey(plan);
  if (plan.mustRead) {
    const found = await context.contacts.find(key);
    if (found.kind === 'failed') return settled(failed(item.row, 'create', found.answer));
    if (found.kind === 'found') return writeHeld(writer, found.contact);
  }
  const decided = await decide(writer, 'absent');
  for (;;) {
    const target = shape(decided.target, writer.ladder);
    const body = createBody(target);
    await announce(writer, body);
    const answer = await context.contacts.create(body);
    if (answer.kind === 'ok') {
      const id = createdIdOf(answer.body);
      // Somebody found it by its address already, and nothing told them whose it is.
      if (id !== null && !context.enter(item, id)) return { kind: 'deferred', item };
      if (id !== null) return finishWrite(writer, { ...decided, target }, id, null, trail('create', answer));
      const made = await context.contacts.find(key);
      if (made.kind === 'found')
        return finishWrite(
          writer,
          { ...decided, target },
          made.contact.id,
          made.contact,
          trail('create', answer),
        );
      return settled(failed(item.row, 'create', GONE_AGAIN));
    }
    const held =
      answer.kind === 'rejected' && answer.duplicates.includes(plan.mapped.email === null ? 'sms' : 'email');
    if (held) {
      const holder = await context.contacts.find(key);
      if (holder.kind === 'failed') return settled(failed(item.row, 'create', holder.answer));
      return holder.kind === 'absent' ? { kind: 'again' } : writeHeld(writer, holder.contact);
    }
    const step = await climb(writer, answer, null, target);
    if (step.kind === 'end') return step.ending;
  }
}

/**
 * Remembers for what address, and with what content, a contact is about to be made: if we die now, it is found by the
 * address or the ext_id, and told from a foreign one by what it holds (deliver.server.ts).
 */
async function announce({ item, plan, context }: Writer, body: ContactBody): Promise<void> {
  const { row, link } = item;
  const { email } = plan.mapped;
  const phone = email === null ? plan.phone : null;
  const mark = markOf(body);
  const known = link?.state === 'skipped' && link.brevoId === null && link.contentHash === mark.contentHash;
  if (known && link.email === email && link.phone === phone) return;
  const base = link ?? blankLink(context.shop.id, row.source, row.customerId);
  await context.saveLink({
    ...base,
    ...mark,
    state: 'skipped',
    brevoId: null,
    formerIds: formerIdsAfter(link, null),
    email,
    phone,
    emailConsent: plan.customer.emailConsent,
    smsConsent: plan.customer.smsConsent,
  });
}

const GONE_AGAIN = {
  kind: 'unavailable',
  status: null,
  code: 'contact_vanished',
  message: 'The contact was deleted in Brevo while it was being written',
  applied: 'unknown',
  requestId: null,
} as const satisfies Answer;

/** Brevo unblocks on an e-mail change: after one, a block is looked at, and set again where it is gone. */
async function guardBlock(
  writer: Writer,
  remote: RemoteContact,
  body: ContactBody,
): Promise<Exclude<Answer, { kind: 'ok' }> | null> {
  if (body.attributes?.EMAIL === undefined || body.emailBlacklisted !== true) return null;
  const { contacts } = writer.context;
  const found = await contacts.find({ type: 'contact_id', value: remote.id });
  if (found.kind === 'failed') return found.answer;
  if (found.kind === 'absent' || found.contact.emailBlacklisted) return null;
  const answer = await contacts.update({ type: 'contact_id', value: remote.id }, { emailBlacklisted: true });
  return answer.kind === 'ok' ? null : answer;
}

/** An address that leaves the contact takes the contact's opt-out along in our memory: its next owner is asked again. */
async function rememberLeaving(writer: Writer, remote: RemoteContact, body: ContactBody): Promise<void> {
  const { context, item } = writer;
  const no = { at: remote.modifiedAt ?? item.row.occurredAt.toISOString(), system: 'brevo' };
  const phone = remote.attributes.SMS;
  const leaving = [
    ['email', remote.emailBlacklisted && body.attributes?.EMAIL !== undefined, remote.email],
    ['sms', remote.smsBlacklisted && body.attributes?.SMS !== undefined, phone],
  ] as const;
  for (const [channel, leaves, address] of leaving) {
    if (!leaves || typeof address !== 'string' || address === '') continue;
    if (!(await context.optOut(channel, address))) await context.remember(channel, address, no);
  }
}

/** Decides with what is known, and remembers an opt-out before anything is sent on it (also for after a crash). */
export async function decide(writer: Writer, known: Known): Promise<Decided> {
  const { plan, context } = writer;
  const decided = plan.decide(known);
  if (decided.email.remember && plan.mapped.email !== null)
    await context.remember('email', plan.mapped.email, decided.email.remember);
  if (decided.sms.remember && plan.phone !== null)
    await context.remember('sms', plan.phone, decided.sms.remember);
  return decided;
}

function trail(action: Trail['action'], answer: Extract<Answer, { kind: 'ok' }>): Trail {
  return { action, httpStatus: answer.status, requestId: answer.requestId };
}
