import type { Customer } from '../domain/customer.ts';
import { extIdOf } from '../domain/ext-id.ts';
import { phoneDigits } from '../domain/phone.ts';
import type { RemoteContact } from '../domain/remote.ts';
import type { ContactKey, Found } from '../ports.ts';
import { bearsMark, hasFields } from './content-mark.ts';
import type { Deferred, DeliveryContext, DeliveryEnding, DeliveryItem, FinalEnding } from './delivery.ts';
import { settled } from './delivery.ts';
import type { Link } from './link.sql.ts';
import { newlyShared, partFromPerson, withLook } from './part-from-person.server.ts';
import { planContact } from './plan.server.ts';
import { eraseContact, removeContact } from './remove-contact.server.ts';
import { conflict, failed, skipped, unchanged } from './settlement.ts';
import { writeContact } from './write-contact.server.ts';

/** Rounds of "what stood in the way has changed": each clash is settled in one, so more than a few is not ours to settle. */
const MAX_ROUNDS = 8;

/**
 * Brings one customer's contact to its last state in the cheapest correct way: nothing, a delete or an unlink, or a
 * write. Every ending is a settlement, or a deferral until the customer who holds its address was looked at. The contacts
 * it took stay taken until the caller has recorded the ending and leaves: before, their links are old.
 */
export async function deliver(first: DeliveryItem, context: DeliveryContext): Promise<FinalEnding> {
  let item = first;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const ending = await deliverOnce(item, { ...context, round });
    if (ending.kind !== 'again') return ending;
    // What was written so far is not recorded yet: from here on Brevo is read, not remembered.
    item = { ...item, row: { ...item.row, unsure: true }, link: await context.readLink(item) };
  }
  return { kind: 'settled', settlement: conflict(first.row) };
}

async function deliverOnce(given: DeliveryItem, context: DeliveryContext): Promise<DeliveryEnding> {
  const found = await findCreated(given, context);
  if (found.kind === 'failed') return settled(failed(given.row, 'none', found.answer));
  if (found.kind === 'deferred') return found;
  const { item } = found;
  const { row, customer, link } = item;
  if (row.kind === 'redact') return eraseContact(item, context);
  if (link?.state === 'redacted') {
    return settled(skipped(row, null, 'redacted', 'The customer was erased on request'));
  }
  if ((row.payload !== null || !context.source(row.source).canFetch) && isOlder(item)) {
    return settled(skipped(row, null, 'older_change', 'A newer change of this customer was applied before'));
  }
  if (row.kind === 'delete' || customer === null) return removeContact(item, context);
  if (customer === 'unknown') {
    return settled(
      skipped(
        row,
        null,
        'no_data',
        'The source cannot be asked for this customer, and no event has told of them yet',
      ),
    );
  }

  const parting = await partFromPerson(item, customer, context);
  if (parting.kind === 'deferred') return parting;
  if (parting.kind === 'failed') return settled(failed(row, 'update', parting.answer));
  const ending = await write(parting.item, customer, context);
  return withLook(ending, [...parting.left, ...(await newlyShared(ending, item, context))]);
}

/** An event that changed nothing is not in the link, and yet stands against those that are older. */
function isOlder({ row, link, keptAt }: DeliveryItem): boolean {
  const at = row.occurredAt.toISOString();
  return (
    (link?.appliedAt != null && at < link.appliedAt) || (keptAt !== undefined && row.occurredAt < keptAt)
  );
}

async function write(
  item: DeliveryItem,
  customer: Customer,
  context: DeliveryContext,
): Promise<DeliveryEnding> {
  const { row } = item;
  const plan = await planContact(customer, item, context);
  switch (plan.kind) {
    case 'skip':
      return settled(skipped(row, plan.link, plan.code, plan.message));
    case 'remove':
      return removeContact(item, context);
    case 'unchanged':
      return settled(unchanged(row, null));
    case 'write':
      return writeContact(item, plan, context);
  }
}

/**
 * An earlier pass may have created the contact and died before it was recorded, or an import that was not read back. The
 * link names the address it was made for (write-contact.server.ts, import-announce.server.ts), which need not be the
 * customer's any more, and may not be the contact's either. Only a link that waits for such a contact bears a mark.
 */
async function findCreated(
  item: DeliveryItem,
  context: DeliveryContext,
): Promise<{ kind: 'item'; item: DeliveryItem } | Deferred | Extract<Found, { kind: 'failed' }>> {
  const { row, link } = item;
  if (link?.state !== 'skipped' || link.brevoId !== null || link.contentHash === null)
    return { kind: 'item', item };
  const address = keyOf(link);
  if (address === null) return { kind: 'item', item };
  let contact: RemoteContact | null = null;
  for (const key of [address, { type: 'ext_id', value: extIdOf(row) } as const]) {
    const found = await context.contacts.find(key);
    if (found.kind === 'failed' && found.answer.kind !== 'rejected') return found;
    if (found.kind !== 'found') continue;
    // An address or an id alone may be a foreign contact's; whoever took ours over has put another id in.
    const { extId } = found.contact;
    const ours = extId === extIdOf(row) && hasFields(found.contact, link);
    const named = ours && (key === address || madeSince(found.contact, link));
    const unnamed = (extId === extIdOf(row) || extId === null) && bearsMark(found.contact, link);
    if (!named && !unnamed) continue;
    contact = found.contact;
    break;
  }
  if (!contact) return { kind: 'item', item };
  if (!context.enter(item, contact.id)) return { kind: 'deferred', item };
  if ((await context.holders(contact.id)).length > 0) return { kind: 'item', item };
  const { listId } = context.policy;
  const sms = String(contact.attributes.SMS ?? '');
  const known: Link = {
    ...link,
    state: 'synced',
    brevoId: contact.id,
    contentHash: null,
    filled: [],
    phone: sms === '' ? null : `+${phoneDigits(sms)}`,
    listId: listId !== null && contact.listIds.includes(listId) ? listId : null,
    // Whose a block is, is not known: its time decides.
    emailBlocked: false,
    smsBlocked: false,
  };
  await context.saveLink(known);
  return { kind: 'item', item: { ...item, link: known } };
}

/** How far our clock may be from Brevo's. */
const CLOCKS_MS = 5_000;

/** Only then, and with our id, it is what we were about to make, whatever somebody wrote into it and into its address. */
function madeSince({ createdAt }: RemoteContact, { syncedAt }: Link): boolean {
  if (createdAt === null || syncedAt === null) return false;
  return Date.parse(createdAt) >= Date.parse(syncedAt) - CLOCKS_MS;
}

function keyOf({ email, phone }: Link): ContactKey | null {
  if (email !== null) return { type: 'email_id', value: email };
  return phone === null ? null : { type: 'phone_id', value: phone };
}
