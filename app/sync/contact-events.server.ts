import type { OptOut } from '../domain/consent.ts';
import type { ContactEvent } from '../domain/contact-event.ts';
import type { Ports } from '../ports.ts';
import { addressFingerprint } from './delivery-context.server.ts';
import { type Link, readLinksByEmail } from './link.sql.ts';
import { readOptOuts } from './opt-out.sql.ts';
import { type Incoming, receive } from './receive.server.ts';

export interface EventShop {
  id: number;
  installed: boolean;
}

/**
 * Takes what Brevo tells of contacts. A no is remembered with its true time and the customers of the address are looked
 * at again, so that the drain can weigh it against their yes and tell the source by the merchant's policy; a contact
 * that was deleted by hand is made again. All of it in one transaction with the receipts: when this returns it is
 * durable, when it throws nothing was taken. Answers how many events had an effect.
 *
 * Addresses of nobody here leave no trace. Echoes of our own calls change nothing (isEcho; a contact that we deleted is
 * not linked any more). While the shop is uninstalled a no is remembered and nothing else happens.
 */
export async function takeContactEvents(
  ports: Ports,
  shop: EventShop,
  events: ContactEvent[],
): Promise<number> {
  const fingerprintOf = (email: string) => addressFingerprint(ports, 'email', email);
  const emails = [...new Set(events.map((event) => event.email))];
  const addresses = emails.map((email) => ({ channel: 'email', fingerprint: fingerprintOf(email) }) as const);
  const [links, optOuts] = await Promise.all([
    readLinksByEmail(ports.db.pool, shop.id, emails),
    readOptOuts(ports.db.pool, shop.id, addresses),
  ]);
  const incoming = events.flatMap((event): Incoming[] => {
    const fingerprint = fingerprintOf(event.email);
    const holders = links.get(event.email) ?? [];
    const no = holders.length > 0 ? noOf(event, holders, optOuts.get(`email:${fingerprint}`) ?? null) : null;
    const changes = shop.installed ? changesOf(event, holders, ports) : [];
    if (no === null && changes.length === 0) return [];
    return [
      {
        shopId: shop.id,
        receipt: {
          webhookId: `brevo:${ports.secrets.fingerprint(event.identity)}`,
          topic: `brevo/${event.kind}`,
        },
        changes,
        optOuts: no === null ? [] : [{ channel: 'email', fingerprint, optOut: no }],
      },
    ];
  });
  await receive(ports, incoming);
  return incoming.length;
}

/** The no to be remembered for the address, or null where the event brings none that is new. */
function noOf(event: ContactEvent, holders: Link[], known: OptOut | null): OptOut | null {
  if (event.kind !== 'contact_deleted')
    return isEcho(event, holders, known) ? null : { at: event.at.toISOString(), system: 'brevo' };
  // A block of Brevo's own was left as it was, and went with the contact: its next one must not come back open.
  const blocked = holders.find((link) => link.emailBlocked);
  return blocked && known === null
    ? { at: blocked.syncedAt ?? event.at.toISOString(), system: 'brevo' }
    : null;
}

/**
 * A block that we set may be told as an unsubscribe, with the time of our call. What it stands for is known with its own
 * time, which counts: a yes may lie between the two. A person's no comes out of a campaign, or finds no standing no.
 */
function isEcho(event: ContactEvent, holders: Link[], known: OptOut | null): boolean {
  if (event.kind !== 'unsubscribed' || event.campaign || known === null) return false;
  if (holders.some((link) => link.emailBlocked)) return true;
  const lifted = holders.some(
    ({ emailConsent: said }) => said?.state === 'subscribed' && (said.at ?? '') >= known.at,
  );
  return !lifted;
}

/**
 * The customers to be looked at again. Only of sources that can be asked: a change without data would replace one that
 * carries its own, and such a source cannot be told anything either.
 */
function changesOf(event: ContactEvent, holders: Link[], ports: Ports): Incoming['changes'] {
  const deleted = event.kind === 'contact_deleted';
  return holders
    .filter((link) => ports.source(link.source).canFetch)
    .filter((link) => link.state === 'synced' || (link.state === 'skipped' && !deleted))
    .map(({ source, customerId }) => ({
      source,
      customerId,
      kind: 'upsert' as const,
      event: `brevo_${event.kind}`,
      occurredAt: event.at,
      force: deleted,
    }));
}
