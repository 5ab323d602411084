import { extIdOf } from '../domain/ext-id.ts';
import type { Answer } from '../ports.ts';
import { type DeliveryContext, type DeliveryEnding, type DeliveryItem, settled } from './delivery.ts';
import { blankLink, customerKey, type Link } from './link.sql.ts';
import { lookAgain } from './look-again.server.ts';
import { failed, type Settlement, skipped, succeeded, type Trail } from './settlement.ts';

/** The customer is gone. `soft` takes the contact off the list and keeps it; `hard` deletes it. */
export async function removeContact(item: DeliveryItem, context: DeliveryContext): Promise<DeliveryEnding> {
  const { row } = item;
  const { link } = item;
  const at = row.occurredAt.toISOString();
  if (link === null || link.brevoId === null || link.state !== 'synced') {
    // Also who was never seen before: an import under way may hold them as they were, and must not bring them back.
    const known = link ?? {
      ...blankLink(context.shop.id, row.source, row.customerId),
      state: 'deleted' as const,
    };
    const state = known.state === 'skipped' ? 'unlinked' : known.state;
    const kept = { ...known, state, appliedAt: at };
    return settled(
      skipped(
        row,
        kept,
        'not_in_brevo',
        'The customer is gone from the store, and there is no contact to remove',
      ),
    );
  }
  const { brevoId } = link;
  if (!context.enter(item, brevoId)) return { kind: 'deferred', item };
  const others = (await context.holders(brevoId)).filter(
    (l) => l.state === 'synced' && customerKey(l) !== customerKey(row),
  );
  if (others.length > 0) return settled(await leaveShared(item, link, others, context));
  return context.policy.deleteBehavior === 'hard'
    ? deleteContact(item, link, brevoId, context)
    : unlinkContact(item, link, brevoId, context);
}

/**
 * The contact stays with whoever shares it. What was said of this customer, and their id, is not to stay in it: the
 * others are looked at again, which is written down before this customer lets go.
 */
async function leaveShared(
  { row }: DeliveryItem,
  link: Link,
  others: Link[],
  context: DeliveryContext,
): Promise<Settlement> {
  const freed: Link = { ...forgetful(link, 'unlinked', row.occurredAt.toISOString()), brevoId: null };
  await lookAgain(context.ports, context.shop.id, others, 'shared_contact_changed');
  await context.saveLink(freed);
  const settlement = skipped(
    row,
    freed,
    'shared_contact',
    'Another customer has the same contact, so it stays',
  );
  settlement.look = others;
  return settlement;
}

async function unlinkContact(
  item: DeliveryItem,
  link: Link,
  brevoId: number,
  context: DeliveryContext,
): Promise<DeliveryEnding> {
  const listId = link.listId ?? context.policy.listId;
  const after = forgetful(link, 'unlinked', item.row.occurredAt.toISOString());
  if (listId === null) {
    return settled(
      skipped(
        item.row,
        after,
        'no_list',
        'No list is chosen, so the contact of the deleted customer stays as it is',
      ),
    );
  }
  const answer = await context.contacts.update(
    { type: 'contact_id', value: brevoId },
    { unlinkListIds: [listId] },
  );
  if (answer.kind === 'not_found') {
    return settled(
      skipped(
        item.row,
        { ...after, brevoId: null },
        'not_in_brevo',
        'The contact was already deleted in Brevo',
      ),
    );
  }
  if (answer.kind !== 'ok') return settled(failed(item.row, 'unlink', answer));
  const trail: Trail = { action: 'unlink', httpStatus: answer.status, requestId: answer.requestId };
  const settlement = succeeded(item.row, after, trail);
  // It still has the phone, and gives it up to a live customer who was refused it before.
  if (link.phone) settlement.released = { phone: link.phone };
  return settled(settlement);
}

/** Deleting loses Brevo's block with the contact: what it knew is remembered here first, so nobody comes back unblocked. */
async function deleteContact(
  item: DeliveryItem,
  link: Link,
  brevoId: number,
  context: DeliveryContext,
): Promise<DeliveryEnding> {
  const ids = [brevoId, ...(await leftBehind(link, context))];
  for (const id of ids) {
    const failure = await rememberBlocks(item, id, context);
    if (failure) return settled(failed(item.row, 'delete', failure));
  }
  const answer = await removeAll(ids, context);
  if (answer.kind === 'failed') return settled(failed(item.row, 'delete', answer.answer));
  const after: Link = {
    ...forgetful(link, 'deleted', item.row.occurredAt.toISOString()),
    brevoId: null,
    email: null,
    phone: null,
    formerIds: [],
  };
  const settlement = succeeded(item.row, after, answer.trail);
  if (link.phone) settlement.released = { phone: link.phone };
  return settled(settlement);
}

/** Contacts that the customer had before, with the data of then, which nobody else has taken over. */
async function leftBehind({ formerIds }: Link, context: DeliveryContext): Promise<number[]> {
  const left: number[] = [];
  for (const id of formerIds) if ((await context.holders(id)).length === 0) left.push(id);
  return left;
}

/** Removes contacts one after the other; gone already is as good. Tells of the last one. */
async function removeAll(
  ids: number[],
  { contacts }: DeliveryContext,
): Promise<{ kind: 'removed'; trail: Trail } | { kind: 'failed'; answer: Exclude<Answer, { kind: 'ok' }> }> {
  let trail: Trail = { action: 'delete', httpStatus: null, requestId: null };
  for (const value of ids) {
    const answer = await contacts.remove({ type: 'contact_id', value });
    if (answer.kind !== 'ok' && answer.kind !== 'not_found') return { kind: 'failed', answer };
    trail = { ...trail, httpStatus: answer.status, requestId: answer.requestId };
  }
  return { kind: 'removed', trail };
}

async function rememberBlocks(
  item: DeliveryItem,
  brevoId: number,
  context: DeliveryContext,
): Promise<Exclude<Answer, { kind: 'ok' }> | null> {
  const found = await context.contacts.find({ type: 'contact_id', value: brevoId });
  if (found.kind === 'failed') return found.answer;
  if (found.kind === 'absent') return null;
  const { contact } = found;
  const optOut = { at: contact.modifiedAt ?? item.row.occurredAt.toISOString(), system: 'brevo' };
  if (contact.emailBlacklisted && contact.email !== null) {
    const before = await context.optOut('email', contact.email);
    if (!before) await context.remember('email', contact.email, optOut);
  }
  const phone = contact.attributes.SMS;
  if (contact.smsBlacklisted && typeof phone === 'string' && phone !== '') {
    const before = await context.optOut('sms', phone);
    if (!before) await context.remember('sms', phone, optOut);
  }
  return null;
}

/**
 * Erasure on request (customers/redact): the contact goes from Brevo under `soft` too, and here only the id stays, so
 * that a late event brings nobody back. The address of the request finds a contact whose link was lost.
 */
export async function eraseContact(item: DeliveryItem, context: DeliveryContext): Promise<DeliveryEnding> {
  const { row } = item;
  const tombstone: Link = {
    ...blankLink(context.shop.id, row.source, row.customerId),
    state: 'redacted',
    appliedAt: row.occurredAt.toISOString(),
  };
  if (!context.policy.redactInBrevo) {
    return settled(
      skipped(row, tombstone, 'redacted', 'Erased here; deleting in Brevo is turned off in the settings'),
    );
  }
  const target = await findToErase(item, context);
  if (target.kind === 'failed') return settled(failed(row, 'delete', target.answer));
  const ids = [
    ...(target.value === null ? [] : [target.value]),
    ...(item.link === null ? [] : await leftBehind(item.link, context)),
  ];
  if (ids.length === 0)
    return settled(skipped(row, tombstone, 'redacted', 'Erased here; there is no contact in Brevo'));
  for (const id of ids) if (!context.enter(item, id)) return { kind: 'deferred', item };
  const answer = await removeAll(ids, context);
  if (answer.kind === 'failed') return settled(failed(row, 'delete', answer.answer));
  const settlement = succeeded(row, tombstone, answer.trail);
  if (item.link?.phone) settlement.released = { phone: item.link.phone };
  return settled(settlement);
}

type Lookup<T> = { kind: 'value'; value: T } | { kind: 'failed'; answer: Exclude<Answer, { kind: 'ok' }> };

async function findToErase(item: DeliveryItem, context: DeliveryContext): Promise<Lookup<number | null>> {
  const { row, link } = item;
  if (link?.brevoId != null) {
    const others = (await context.holders(link.brevoId)).filter(
      (l) => l.customerId !== row.customerId || l.source !== row.source,
    );
    return { kind: 'value', value: others.some((l) => l.state === 'synced') ? null : link.brevoId };
  }
  // A contact that carries this customer's id and that no link names: whoever made it, it is of the one to be erased.
  const found = await context.contacts.find({ type: 'ext_id', value: extIdOf(row) });
  if (found.kind === 'failed' && found.answer.kind !== 'rejected') return found;
  if (found.kind !== 'found' || found.contact.extId !== extIdOf(row)) return { kind: 'value', value: null };
  const owners = await context.holders(found.contact.id);
  return { kind: 'value', value: owners.length === 0 ? found.contact.id : null };
}

/** A link whose contact is no longer kept up to date: the next sync of this customer writes everything again. */
function forgetful(link: Link, state: Link['state'], at: string): Link {
  return {
    ...link,
    state,
    contentHash: null,
    listId: null,
    filled: [],
    warnings: [],
    phoneDropped: null,
    appliedAt: at,
  };
}
