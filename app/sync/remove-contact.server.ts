import type { Answer, ContactKey } from '../ports.ts';
import { type DeliveryContext, type DeliveryEnding, type DeliveryItem, settled } from './delivery.ts';
import { blankLink, type Link } from './link.sql.ts';
import { failed, skipped, succeeded } from './settlement.ts';

/** The customer is gone. `soft` takes the contact off the list and keeps it; `hard` deletes it. */
export async function removeContact(item: DeliveryItem, context: DeliveryContext): Promise<DeliveryEnding> {
  const { row } = item;
  const link = await knownLink(item, context);
  if (link.kind === 'failed') return settled(failed(row, 'delete', link.answer));
  const at = row.occurredAt.toISOString();
  if (link.value === null || link.value.brevoId === null || link.value.state !== 'synced') {
    const state = item.link?.state === 'skipped' ? 'unlinked' : item.link?.state;
    const kept = item.link === null || state === undefined ? null : { ...item.link, state, appliedAt: at };
    return settled(
      skipped(
        row,
        kept,
        'not_in_brevo',
        'The customer is gone from the store, and there is no contact to remove',
      ),
    );
  }
  const known = link.value;
  const brevoId = known.brevoId as number;
  const others = (await context.holders(brevoId)).filter(
    (l) => l.customerId !== row.customerId || l.source !== row.source,
  );
  if (!context.enter(item, brevoId)) return { kind: 'deferred', item };
  if (others.some((l) => l.state === 'synced')) {
    const freed: Link = { ...forgetful(known, 'unlinked', at), brevoId: null };
    return settled(
      skipped(row, freed, 'shared_contact', 'Another customer has the same contact, so it stays'),
    );
  }
  return context.policy.deleteBehavior === 'hard'
    ? deleteContact(item, known, brevoId, context)
    : unlinkContact(item, known, brevoId, context);
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
  return settled(
    succeeded(item.row, after, { action: 'unlink', httpStatus: answer.status, requestId: answer.requestId }),
  );
}

/** Deleting loses Brevo's block with the contact: what it knew is remembered here first, so nobody comes back unblocked. */
async function deleteContact(
  item: DeliveryItem,
  link: Link,
  brevoId: number,
  context: DeliveryContext,
): Promise<DeliveryEnding> {
  const failure = await rememberBlocks(item, brevoId, context);
  if (failure) return settled(failed(item.row, 'delete', failure));
  const answer = await context.contacts.remove({ type: 'contact_id', value: brevoId });
  if (answer.kind !== 'ok' && answer.kind !== 'not_found') return settled(failed(item.row, 'delete', answer));
  const after: Link = {
    ...forgetful(link, 'deleted', item.row.occurredAt.toISOString()),
    brevoId: null,
    email: null,
    phone: null,
  };
  const settlement = succeeded(item.row, after, {
    action: 'delete',
    httpStatus: answer.status,
    requestId: answer.requestId,
  });
  if (link.phone) settlement.releasedPhone = link.phone;
  return settled(settlement);
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
  if (target.value === null)
    return settled(skipped(row, tombstone, 'redacted', 'Erased here; there is no contact in Brevo'));
  if (!context.enter(item, target.value)) return { kind: 'deferred', item };
  const answer = await context.contacts.remove({ type: 'contact_id', value: target.value });
  if (answer.kind !== 'ok' && answer.kind !== 'not_found') return settled(failed(row, 'delete', answer));
  const settlement = succeeded(row, tombstone, {
    action: 'delete',
    httpStatus: answer.status,
    requestId: answer.requestId,
  });
  if (item.link?.phone) settlement.releasedPhone = item.link.phone;
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
  return byExtId([{ type: 'ext_id', value: row.customerId }], row.customerId, context);
}

/** A contact of this customer that no link names, known by the ext_id that only we set. */
async function byExtId(
  keys: ContactKey[],
  customerId: string,
  context: DeliveryContext,
): Promise<Lookup<number | null>> {
  for (const key of keys) {
    const found = await context.contacts.find(key);
    if (found.kind === 'failed')
      return found.answer.kind === 'rejected' ? { kind: 'value', value: null } : found;
    if (found.kind === 'found' && found.contact.extId === customerId) {
      const owners = await context.holders(found.contact.id);
      return { kind: 'value', value: owners.length === 0 ? found.contact.id : null };
    }
  }
  return { kind: 'value', value: null };
}

/** An earlier pass may have created the contact and died before recording it: then Brevo knows it by ext_id. */
async function knownLink(item: DeliveryItem, context: DeliveryContext): Promise<Lookup<Link | null>> {
  const { row, link } = item;
  if (!row.unsure || link?.brevoId != null || link?.state === 'deleted')
    return { kind: 'value', value: link };
  const found = await byExtId([{ type: 'ext_id', value: row.customerId }], row.customerId, context);
  if (found.kind === 'failed' || found.value === null)
    return found.kind === 'failed' ? found : { kind: 'value', value: link };
  const base = link ?? blankLink(context.shop.id, row.source, row.customerId);
  return { kind: 'value', value: { ...base, state: 'synced', brevoId: found.value } };
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
