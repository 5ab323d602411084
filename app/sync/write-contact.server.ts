import type { RemoteContact } from '../domain/remote.ts';
import { type ContactBody, createBody, differenceBody, type LastSent, updateBody } from '../domain/target.ts';
import type { Answer, ContactKey } from '../ports.ts';
import { createdIdOf } from './answer-body.ts';
import { type DeliveryContext, type DeliveryEnding, type DeliveryItem, settled } from './delivery.ts';
import { finishWrite } from './finish-write.server.ts';
import { climb, type Ladder, ladderFor, shape } from './ladder.server.ts';
import { blankLink, type Link, readLinks } from './link.sql.ts';
import type { Decided, Known, WritePlan } from './plan.server.ts';
import { failed, skipped, type Trail } from './settlement.ts';

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

/**
 * The contact changed hands and goes without an ext_id, because a foreign contact holds this customer's: what it still
 * carries of the customer who had it before would keep that one from its own.
 */
async function holdsIdOfAnother({ item, context, ladder }: Writer, remote: RemoteContact): Promise<boolean> {
  const { extId } = remote;
  if (!ladder.withoutExtId || extId === null || extId === item.row.customerId) return false;
  const links = await readLinks(context.ports.db.pool, context.shop.id, [
    { source: item.row.source, customerId: extId },
  ]);
  const other = [...links.values()][0];
  return other !== undefined && other.brevoId !== remote.id;
}

/** The contact was just read: send what differs, with Brevo's own consent state taken into account. */
async function updateRead(writer: Writer, remote: RemoteContact): Promise<DeliveryEnding> {
  const { item, context } = writer;
  const decided = await decide(writer, remote);
  for (;;) {
    const target = shape(decided.target, writer.ladder);
    const difference = differenceBody(target, remote, item.link?.listId ?? null);
    const body = (await holdsIdOfAnother(writer, remote)) ? { ...difference, ext_id: '' } : difference;
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
      return takeOver(writer, holder.contact);
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
    if (found.kind === 'found') return takeOver(writer, found.contact);
  }
  const decided = await decide(writer, 'absent');
  await announce(writer);
  for (;;) {
    const target = shape(decided.target, writer.ladder);
    const answer = await context.contacts.create(createBody(target));
    if (answer.kind === 'ok') {
      const id = createdIdOf(answer.body);
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
      return holder.kind === 'absent' ? { kind: 'again' } : takeOver(writer, holder.contact);
    }
    const step = await climb(writer, answer, null, target);
    if (step.kind === 'end') return step.ending;
  }
}

/** Remembers the address that a contact is about to be made for: if we die now, the contact is found by it. */
async function announce({ item, plan, context }: Writer): Promise<void> {
  const { row, link } = item;
  const { email } = plan.mapped;
  const phone = email === null ? plan.phone : null;
  if (link?.state === 'skipped' && link.brevoId === null && link.email === email && link.phone === phone)
    return;
  const base = link ?? blankLink(context.shop.id, row.source, row.customerId);
  const { emailConsent, smsConsent } = plan.customer;
  const announced = { email, phone, emailConsent, smsConsent };
  await context.saveLink({ ...base, ...announced, state: 'skipped', brevoId: null, contentHash: null });
}

const GONE_AGAIN = {
  kind: 'unavailable',
  status: null,
  code: 'contact_vanished',
  message: 'The contact was deleted in Brevo while it was being written',
  applied: 'unknown',
  requestId: null,
} as const satisfies Answer;

/**
 * The customer's address is held by a contact that is not known as theirs. A foreign one is adopted: it gets the
 * data, keeps its opt-out, its lists and what is not mapped. One that belongs to another customer of ours is theirs
 * until that customer's own last state says otherwise.
 */
async function takeOver(writer: Writer, remote: RemoteContact): Promise<DeliveryEnding> {
  const { item, context } = writer;
  const { row, link } = item;
  if (!context.enter(item, remote.id)) return { kind: 'deferred', item };
  const others = (await context.holders(remote.id)).filter(
    (l) => l.customerId !== row.customerId || l.source !== row.source,
  );
  for (const holder of others) {
    if (holder.state !== 'synced') {
      await context.evict(holder);
      continue;
    }
    const advice = await context.clash(item, holder);
    if (advice === 'defer') return { kind: 'deferred', item };
    if (advice === 'retry') return { kind: 'again' };
    if (advice === 'share') {
      writer.ladder.withoutExtId = true;
      continue;
    }
    context.handOver(holder, remote);
    await context.evict(holder);
    return { kind: 'again' };
  }
  const ours = (link?.state === 'synced' || link?.state === 'unlinked') && link.brevoId !== null;
  if (!context.policy.updateEnabled && !ours) return leaveAsIs(writer, remote);
  if (ours && link.brevoId !== remote.id) {
    const failure = await freeFormer(writer, link, link.brevoId as number);
    if (failure) return settled(failed(row, 'update', failure));
  }
  return updateRead(writer, remote);
}

/** "Do not update existing contacts": nothing is changed, except that an opt-out always arrives. */
async function leaveAsIs(writer: Writer, remote: RemoteContact): Promise<DeliveryEnding> {
  const { item, context } = writer;
  const decided = await decide(writer, remote);
  if (decided.target.emailBlock === 'set' && !remote.emailBlacklisted) {
    const answer = await context.contacts.update(
      { type: 'contact_id', value: remote.id },
      { emailBlacklisted: true },
    );
    if (answer.kind !== 'ok') return settled(failed(item.row, 'update', answer));
  }
  return settled(
    skipped(
      item.row,
      null,
      'exists_in_brevo',
      'The contact exists in Brevo, and updating existing contacts is turned off',
    ),
  );
}

/** The address moves to another contact: the former one leaves the list and lets go of what is unique. */
async function freeFormer(
  writer: Writer,
  link: Link,
  formerId: number,
): Promise<Exclude<Answer, { kind: 'ok' }> | null> {
  const body: ContactBody = {
    ...(link.listId === null ? {} : { unlinkListIds: [link.listId] }),
    // A phone that is the former contact's only address stays its own, unless it moves along.
    ...(link.phone !== null && (link.email !== null || link.phone === writer.plan.phone)
      ? { attributes: { SMS: '' } }
      : {}),
    ext_id: '',
  };
  const answer = await put(writer, formerId, body);
  if (answer.kind === 'ok' || answer.kind === 'not_found') return null;
  if (answer.kind !== 'rejected') return answer;
  const { ext_id: _, ...rest } = body;
  if (Object.keys(rest).length === 0) return null;
  const second = await put(writer, formerId, rest);
  return second.kind === 'ok' || second.kind === 'not_found' || second.kind === 'rejected' ? null : second;
}

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

function put(writer: Writer, id: number, body: ContactBody): Promise<Answer> {
  return writer.context.contacts.update({ type: 'contact_id', value: id }, body);
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
async function decide(writer: Writer, known: Known): Promise<Decided> {
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
