import type { Customer } from '../domain/customer.ts';
import { extIdOf } from '../domain/ext-id.ts';
import type { Answer } from '../ports.ts';
import type { Deferred, DeliveryContext, DeliveryEnding, DeliveryItem } from './delivery.ts';
import { customerKey, type Link, readLinksByEmail } from './link.sql.ts';
import { lookAgain } from './look-again.server.ts';

type Parting =
  | Deferred
  /** `left`: who keeps the contact, and has to be looked at again. */
  | { kind: 'item'; item: DeliveryItem; left: Link[] }
  | { kind: 'failed'; answer: Exclude<Answer, { kind: 'ok' }> };

/**
 * A customer has the same contact as another one: who is the same person in another source, or who has the same address,
 * as far as the events went that had arrived. When they move to another address and the other does not, the contact
 * stays with the other, with its address and the other's id. That the other is looked at again is written down first:
 * after a crash nothing tells any more that the contact was shared.
 */
export async function partFromPerson(
  item: DeliveryItem,
  customer: Customer,
  context: DeliveryContext,
): Promise<Parting> {
  const { row, link } = item;
  const stays: Parting = { kind: 'item', item, left: [] };
  if (link?.state !== 'synced' || link.brevoId === null || link.email === null) return stays;
  if (context.map(customer).email === link.email) return stays;
  const left = (await context.holders(link.brevoId)).filter(
    (other) =>
      other.state === 'synced' &&
      customerKey(other) !== customerKey(row) &&
      other.email === link.email &&
      !item.others?.includes(customerKey(other)),
  );
  const [first] = left;
  if (!first) return stays;
  if (!context.enter(item, link.brevoId)) return { kind: 'deferred', item };
  await lookAgain(context.ports, context.shop.id, left, 'shared_contact_changed');
  const answer = await context.contacts.update(
    { type: 'contact_id', value: link.brevoId },
    { ext_id: extIdOf(first) },
  );
  // Refused: somebody has that id already, and the contact goes on without.
  if (answer.kind !== 'ok' && answer.kind !== 'not_found' && answer.kind !== 'rejected')
    return { kind: 'failed', answer };
  const alone: Link = {
    ...link,
    state: 'skipped',
    brevoId: null,
    contentHash: null,
    filled: [],
    extIdSent: false,
    listId: null,
    emailBlocked: false,
    smsBlocked: false,
  };
  return { kind: 'item', item: { ...item, link: alone }, left };
}

/**
 * A contact that is new to this customer may be that of the same person in another source, who was delivered side by
 * side or read before this one was there: they are looked at again, with all that is known now.
 */
export async function newlyShared(
  ending: DeliveryEnding,
  { row, link: before }: DeliveryItem,
  context: DeliveryContext,
): Promise<Link[]> {
  const after = ending.kind === 'settled' ? ending.settlement.link : null;
  if (after?.state !== 'synced' || after.email === null || after.brevoId === before?.brevoId) return [];
  const links = await readLinksByEmail(context.ports.db.pool, context.shop.id, [after.email]);
  return (links.get(after.email) ?? []).filter(
    ({ source, state }) => source !== row.source && (state === 'synced' || state === 'skipped'),
  );
}

/** Whoever shares or keeps the contact is delivered again, with what is known of the person now. */
export function withLook(ending: DeliveryEnding, left: Link[]): DeliveryEnding {
  if (left.length > 0 && ending.kind === 'settled') ending.settlement.look = left;
  return ending;
}
