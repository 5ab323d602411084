import { extIdOf, ownerOfExtId } from '../domain/ext-id.ts';
import type { RemoteContact } from '../domain/remote.ts';
import type { ContactBody } from '../domain/target.ts';
import type { Answer } from '../ports.ts';
import { type DeliveryEnding, settled } from './delivery.ts';
import { releasePhone } from './ladder.server.ts';
import { customerKey, type Link, readLinks } from './link.sql.ts';
import { planContact, type WritePlan } from './plan.server.ts';
import { failed, skipped } from './settlement.ts';
import { decide, type Writer } from './write-contact.server.ts';

/** `taken`: the contact is this customer's now, and nothing is written to it yet. */
export type TakeOver = { kind: 'taken'; writer: Writer } | DeliveryEnding;

/**
 * The customer's address is held by a contact that is not known as theirs. A foreign one is adopted: it gets the
 * data, keeps its opt-out, its lists and what is not mapped. One that belongs to another customer of ours is theirs
 * until that customer's own last state says otherwise.
 */
export async function takeOver(writer: Writer, remote: RemoteContact): Promise<TakeOver> {
  const { item, context } = writer;
  const { row, link } = item;
  if (!context.enter(item, remote.id)) return { kind: 'deferred', item };
  const others = (await context.holders(remote.id)).filter(
    (l) => l.customerId !== row.customerId || l.source !== row.source,
  );
  const losing: Link[] = [];
  for (const holder of others) {
    // The same person in another source: the contact is both's, and says what both of them say.
    if (item.others?.includes(customerKey(holder))) continue;
    const advice = holder.state === 'synced' ? await context.clash(item, holder) : 'take';
    if (advice === 'defer') return { kind: 'deferred', item };
    if (advice === 'retry') return { kind: 'again' };
    if (advice === 'take' && hasByEmail(holder, writer))
      return (await releasePhone(writer, remote, writer.plan.phone as string)) ?? { kind: 'again' };
    if (advice === 'share' && !hasByPhoneOnly(holder, writer)) writer.ladder.withoutExtId = true;
    else losing.push(holder);
  }
  const ours = (link?.state === 'synced' || link?.state === 'unlinked') && link.brevoId !== null;
  if (!context.policy.updateEnabled && !ours) return leaveAsIs(writer, remote);
  if (ours && link.brevoId !== remote.id) {
    const failure = await freeFormer(writer, link, link.brevoId as number);
    if (failure) return settled(failed(row, 'update', failure));
  }
  const mine = {
    ...item,
    row: { ...row, unsure: true },
    link: await context.adopt(item, remote, losing),
  };
  // What the contact went through with others counts for the decision: it is planned with the new link.
  const plan = await planContact(writer.plan.customer, mine, context);
  return plan.kind === 'write'
    ? { kind: 'taken', writer: { ...writer, item: mine, plan } }
    : { kind: 'again' };
}

/** Who has a contact by its e-mail address keeps it, and lets go of the phone that is another one's now. */
function hasByEmail(holder: Link, { plan }: Writer): boolean {
  return plan.mapped.email === null && holder.state === 'synced' && holder.email !== null;
}

/** The e-mail address decides whose a contact is: who has it by its phone gets one of their own. */
function hasByPhoneOnly(holder: Link, { plan }: Writer): boolean {
  return plan.mapped.email !== null && holder.email !== plan.mapped.email;
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

/**
 * The address moves to another contact: the former one leaves the list and lets go of what is unique. What the link says
 * of it may be old, where a process died after its last write; so it is told to let go of what it may hold.
 */
export async function freeFormer(
  writer: Writer,
  link: Link,
  formerId: number,
): Promise<Exclude<Answer, { kind: 'ok' }> | null> {
  const { plan, context } = writer;
  const others = (await context.holders(formerId)).filter(
    ({ state, customerId, source }) =>
      state === 'synced' && (customerId !== link.customerId || source !== link.source),
  );
  // Shared with another customer, who goes on with it.
  if (others.length > 0 && !link.extIdSent) return null;
  const body = others.length > 0 ? { ext_id: '' } : formerBody(link, plan, context.policy.listId);
  const answer = await put(writer, formerId, body);
  if (answer.kind === 'ok' || answer.kind === 'not_found') return null;
  if (answer.kind !== 'rejected') return answer;
  const { ext_id: _, ...rest } = body;
  if (Object.keys(rest).length === 0) return null;
  const second = await put(writer, formerId, rest);
  return second.kind === 'ok' || second.kind === 'not_found' || second.kind === 'rejected' ? null : second;
}

function formerBody(link: Link, { mapped, phone }: WritePlan, listId: number | null): ContactBody {
  const lists = [...new Set([link.listId, listId])].filter((id) => id !== null);
  // A phone that is the former contact's only address stays its own, unless it moves along.
  const freesPhone = mapped.attributes.SMS !== undefined && (link.email !== null || link.phone === phone);
  return {
    ...(lists.length > 0 ? { unlinkListIds: lists } : {}),
    ...(freesPhone ? { attributes: { SMS: '' } } : {}),
    ext_id: '',
  };
}

/**
 * The contact changed hands and still carries the ext_id of a customer of ours who has another one now: where this
 * customer's own id cannot replace it, because a foreign contact holds that, it is taken away all the same.
 */
export async function carriesIdOfAnother(
  { item, context }: Writer,
  { id, extId }: RemoteContact,
): Promise<boolean> {
  if (extId === null || extId === extIdOf(item.row)) return false;
  const owner = ownerOfExtId(extId, item.row.source);
  const links = await readLinks(context.ports.db.pool, context.shop.id, [owner]);
  const [other] = links.values();
  return other !== undefined && other.brevoId !== id;
}

export function put({ context }: Writer, id: number, body: ContactBody): Promise<Answer> {
  return context.contacts.update({ type: 'contact_id', value: id }, body);
}
