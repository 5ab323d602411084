import type { RemoteContact } from '../domain/remote.ts';
import type { Ports } from '../ports.ts';
import type { DeliveryItem } from './delivery.ts';
import { blankLink, formerIdsAfter, type Link, saveLinks } from './link.sql.ts';
import { lookAgain } from './look-again.server.ts';
import type { Channel } from './opt-out.sql.ts';

/**
 * A contact becomes this customer's. It is written down before the first write to the contact: a process that dies in
 * between leaves a link that names the contact, and the next pass reads it and goes on, whatever the customer's address
 * is by then. Those who lose it forget it in the same statement and are looked at again.
 */
export async function adopt(
  ports: Ports,
  shopId: number,
  item: DeliveryItem,
  contact: RemoteContact,
  losing: Link[],
): Promise<Link> {
  const now = new Date(ports.now());
  await lookAgain(
    ports,
    shopId,
    losing.filter(({ state }) => state === 'synced'),
    'contact_taken_over',
  );
  const evicted = losing.map((holder) => ({
    ...holder,
    brevoId: null,
    contentHash: null,
    filled: [],
    extIdSent: false,
  }));
  const adopted = adoptedLink(shopId, item, contact, losing, now);
  await saveLinks(ports.db.pool, [...evicted, adopted], now);
  return adopted;
}

/** The link as it is then: it names the contact, and knows nothing of what that holds. */
export function adoptedLink(
  shopId: number,
  { row, link }: DeliveryItem,
  contact: RemoteContact,
  losing: Link[],
  now: Date | null,
): Link {
  return {
    ...(link ?? blankLink(shopId, row.source, row.customerId)),
    state: 'synced',
    brevoId: contact.id,
    // It is read before it is written.
    contentHash: null,
    filled: [],
    extIdSent: false,
    emailBlocked: false,
    smsBlocked: false,
    inheritedBlocks: inheritedFrom(losing, contact),
    formerIds: formerIdsAfter(link, contact.id),
    syncedAt: now?.toISOString() ?? null,
  };
}

/** Blocks that are the word of a customer who just lost the contact, and went along with that one. */
function inheritedFrom(losing: Link[], { modifiedAt }: RemoteContact): Channel[] {
  const own = losing.filter(
    ({ state, syncedAt }) =>
      state === 'synced' && modifiedAt !== null && syncedAt !== null && modifiedAt <= syncedAt,
  );
  const said = (channel: Channel) =>
    own.some(
      (holder) =>
        holder.inheritedBlocks.includes(channel) ||
        (channel === 'email'
          ? holder.emailBlocked && holder.emailConsent?.state === 'unsubscribed'
          : holder.smsBlocked && holder.smsConsent?.state === 'unsubscribed'),
    );
  return (['email', 'sms'] as const).filter(said);
}
