import type { Customer } from '../domain/customer.ts';
import { type Difference, differencesOf } from '../domain/difference.ts';
import type { RemoteContact } from '../domain/remote.ts';
import { differenceBody, type TargetContact } from '../domain/target.ts';
import type { ContactFinder } from './contact-finder.ts';
import type { DeliveryContext } from './delivery.ts';
import type { Link } from './link.sql.ts';
import type { ClaimedRow } from './pending.sql.ts';
import { type Decided, planContact, type WritePlan } from './plan.server.ts';

export type Verdict =
  | { kind: 'same'; blocked: boolean }
  /** Equal, but no link of ours says whose contact it is: worth a delivery, which will write the link only. */
  | { kind: 'unlinked'; blocked: boolean; work: Work }
  /** A change of the customer waits or was delivered after the store's file was made: it is right anyway. */
  | { kind: 'newer' }
  | { kind: 'skipped'; code: string; message: string; link: Link | null }
  /** Without `work` there is more to do than to write a contact. */
  | { kind: 'differs'; differences: Difference[]; blocked: boolean; work?: Work };

/** What a write of the contact is made of. */
export interface Work {
  plan: WritePlan;
  decided: Decided;
  target: TargetContact;
  remote: RemoteContact | null;
}

/** What is known of a customer besides the two sides. */
export interface Subject {
  customer: Customer;
  link: Link | null;
  /** A change of this customer waits. */
  waiting: boolean;
  /** `behind`: the contact is shared with a customer who was delivered later, so what it holds is that one's. */
  sharing: 'no' | 'ahead' | 'behind';
}

export interface Comparison {
  /** Metafields that the mapping needs, for customers of other sources who are the same person. */
  metafields?: string[];
  context: DeliveryContext;
  index: ContactFinder;
  /** When the store's file was asked for. */
  askedAt: Date;
  /** The index holds only some of the contacts: who else holds a phone or an ext_id is known by the link alone. */
  partial?: boolean;
  /** What waits is about to be settled by this: it is judged all the same. */
  settlesWaiting?: boolean;
}

/** Whether Brevo's contact is what a delivery of this customer would make of it, by the delivery's own rules. */
export async function compareCustomer(subject: Subject, comparison: Comparison): Promise<Verdict> {
  const { customer, link } = subject;
  const { context, index, askedAt } = comparison;
  if (link?.state === 'redacted') return skipped('redacted', 'The customer was erased on request');
  if (subject.waiting && comparison.settlesWaiting !== true) return { kind: 'newer' };
  if (link?.appliedAt && Date.parse(link.appliedAt) > askedAt.getTime()) return { kind: 'newer' };

  const row = lookAt(customer, context);
  const plan = await planContact(customer, { row, customer, link }, context);
  if (plan.kind === 'skip') return { ...skipped(plan.code, plan.message), link: plan.link };
  if (plan.kind === 'unchanged') return { kind: 'same', blocked: false };
  if (plan.kind === 'remove')
    return { kind: 'differs', differences: [extra(link?.email ?? link?.phone ?? null)], blocked: false };

  const live = link?.state === 'synced' && link.brevoId !== null;
  // An unlinked contact is still this customer's: they had no address for a while.
  const known = live || link?.state === 'unlinked' ? (link?.brevoId ?? null) : null;
  const linked = known === null ? null : index.find('id', known);
  const remote = linked ?? holderOf(plan, index);
  const decided = plan.decide(remote ?? 'absent');
  const blocked =
    decided.target.emailBlock === 'set' || (decided.email.overruled !== null && plan.mapped.email !== null);
  if (!remote) {
    // Brevo refused the address before, and nothing has changed since.
    if (!live && link?.contentHash === plan.contentHash)
      return skipped('invalid_email', 'Brevo does not accept the e-mail address');
    const missing = {
      kind: 'missing_in_brevo' as const,
      field: 'contact',
      wanted: plan.mapped.email ?? plan.phone,
      held: null,
    };
    const work = { plan, decided, target: decided.target, remote: null };
    return { kind: 'differs', differences: [missing], blocked, work };
  }
  if (!context.policy.updateEnabled && !live && !linked) {
    if (decided.target.emailBlock !== 'set' || remote.emailBlacklisted)
      return skipped(
        'exists_in_brevo',
        'The contact exists in Brevo, and updating existing contacts is turned off',
      );
    const differences = differencesOf({ emailBlacklisted: true }, decided.target, remote);
    return { kind: 'differs', differences, blocked };
  }
  if (linked && subject.sharing === 'behind') return { kind: 'same', blocked };
  const target = withoutHeld(decided.target, plan, subject, remote, comparison);
  const body = differenceBody(target, remote, link?.listId ?? null);
  const work = { plan, decided, target, remote };
  if (body !== null)
    return { kind: 'differs', differences: differencesOf(body, target, remote), blocked, work };
  return live && linked ? { kind: 'same', blocked } : { kind: 'unlinked', blocked, work };
}

function skipped(code: string, message: string): Extract<Verdict, { kind: 'skipped' }> {
  return { kind: 'skipped', code, message, link: null };
}

/** The contact that a delivery would find by what it knows of the customer. */
function holderOf(plan: WritePlan, index: ContactFinder): RemoteContact | null {
  return plan.mapped.email !== null
    ? index.find('email', plan.mapped.email)
    : index.find('phone', plan.phone as string);
}

/**
 * What a delivery has to leave out is no difference, or it would be one every night: an ext_id and a phone that Brevo
 * holds for somebody else, and a phone that Brevo refused while the customer was as now.
 */
function withoutHeld(
  target: TargetContact,
  plan: WritePlan,
  { link, sharing }: Subject,
  remote: RemoteContact,
  { index, partial = false }: Comparison,
): TargetContact {
  const attributes = { ...target.attributes };
  if (plan.phone !== null && isHeld(index.find('phone', plan.phone), remote)) attributes.SMS = null;
  if (link && link.contentHash === plan.contentHash) {
    for (const { code, attribute } of link.warnings) {
      const refused =
        code === 'phone_refused' || (code === 'phone_held_by_other' && (partial || attribute !== 'SMS'));
      if (refused && attributes[attribute] !== undefined) attributes[attribute] = null;
    }
  }
  const extIdHeld =
    target.extId !== null &&
    (((partial || sharing !== 'no') && link?.extIdSent === false) ||
      isHeld(index.find('extId', target.extId), remote));
  return { ...target, attributes, extId: extIdHeld ? null : target.extId };
}

function isHeld(holder: RemoteContact | null, contact: RemoteContact): boolean {
  return holder !== null && holder.id !== contact.id;
}

/** A contact that is kept up to date for a customer who is no longer there, or no longer has an address. */
export function extra(address: string | null): Difference {
  return { kind: 'extra_in_brevo', field: 'contact', wanted: null, held: address };
}

/** A row as a repair would have it: forced, so that the plan says what it would write and not that nothing changed. */
export function lookAt(
  customer: Pick<Customer, 'source' | 'id'>,
  { shop, ports }: Pick<DeliveryContext, 'shop' | 'ports'>,
): ClaimedRow {
  const now = new Date(ports.now());
  return {
    shopId: shop.id,
    source: customer.source,
    customerId: customer.id,
    changeId: '',
    kind: 'upsert',
    event: '',
    occurredAt: now,
    receivedAt: now,
    revision: 0,
    attempt: 0,
    unsure: false,
    force: true,
    payload: null,
  };
}
