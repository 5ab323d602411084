import { createHash } from 'node:crypto';
import { type BlockState, type ConsentDecision, decideConsent, type OptOut } from '../domain/consent.ts';
import type { Customer } from '../domain/customer.ts';
import { extIdOf } from '../domain/ext-id.ts';
import { type MappedContact, withoutPhones } from '../domain/mapping.ts';
import type { RemoteContact } from '../domain/remote.ts';
import { contentText, type TargetContact, targetOf } from '../domain/target.ts';
import type { DeliveryContext, DeliveryItem } from './delivery.ts';
import { blankLink, type Link } from './link.sql.ts';
import type { Channel } from './opt-out.sql.ts';

/** What Brevo holds of a contact: not asked yet, asked and absent, or read. */
export type Known = 'unknown' | 'absent' | RemoteContact;

/** The state to reach, as a function of what Brevo is known to hold, because consent is decided with it. */
export interface WritePlan {
  kind: 'write';
  customer: Customer;
  mapped: MappedContact;
  phone: string | null;
  contentHash: string;
  /** Brevo's own state has to be read before anything is sent. */
  mustRead: boolean;
  decide(known: Known): Decided;
}

export interface Decided {
  target: TargetContact;
  email: ConsentDecision;
  sms: ConsentDecision;
}

export type ContactPlan =
  | WritePlan
  | { kind: 'unchanged' }
  /** A contact that we made and that must not be there any more. */
  | { kind: 'remove' }
  | { kind: 'skip'; code: string; message: string; link: Link | null };

/** What the customer looks like in Brevo by the mapping and by what a person decided for them. */
export function mapCustomer(
  customer: Customer,
  link: Link | null,
  context: Pick<DeliveryContext, 'map'>,
): MappedContact {
  const mapped = context.map(customer);
  return link?.phoneLeftOut ? withoutPhones(mapped) : mapped;
}

/** Maps the customer, weighs consent, and says whether anything has to be sent at all. */
export async function planContact(
  customer: Customer,
  item: DeliveryItem,
  context: DeliveryContext,
): Promise<ContactPlan> {
  const { row, link } = item;
  const mapped = mapCustomer(customer, link, context);
  const phone = typeof mapped.attributes.SMS === 'string' ? mapped.attributes.SMS : null;
  const live = link?.state === 'synced' && link.brevoId !== null;

  if (mapped.email === null && phone === null) {
    if (live) return { kind: 'remove' };
    return mapped.invalidEmail
      ? skip(item, context, 'invalid_email', 'The e-mail address is not valid')
      : skip(
          item,
          context,
          'no_email_or_phone',
          'The customer has neither an e-mail address nor a usable phone number',
        );
  }

  const optOuts = {
    email: mapped.email === null ? null : await standing('email', mapped.email, customer, context),
    sms: phone === null ? null : await standing('sms', phone, customer, context),
  };
  const decide = (known: Known) => decideContact(customer, mapped, phone, optOuts, known, item, context);
  const first = decide('unknown');
  const keepOut = mapped.email === null ? first.sms.keepOut : first.email.keepOut;
  if (keepOut && !live)
    return skip(
      item,
      context,
      'never_consented',
      'The customer never consented and is kept out, as chosen in the settings',
    );

  const text = contentText(first.target, { email: customer.emailConsent.at, sms: customer.smsConsent.at });
  const contentHash = createHash('sha256').update(text).digest('base64url');
  const freshYes =
    customer.emailConsent.state === 'subscribed' &&
    live &&
    link.emailConsent?.at !== customer.emailConsent.at;
  // A yes that a known no overrules changes nothing in Brevo, but the source may have to hear of it again.
  const overruled = freshYes && first.email.overruled !== null;
  if (live && link.contentHash === contentHash && !overruled && !row.unsure && !row.force)
    return { kind: 'unchanged' };
  const freshSmsYes =
    customer.smsConsent.state === 'subscribed' && live && link.smsConsent?.at !== customer.smsConsent.at;
  const moves = live && (link.email !== mapped.email || (mapped.email === null && link.phone !== phone));
  return {
    kind: 'write',
    customer,
    mapped,
    phone,
    contentHash,
    mustRead:
      row.unsure ||
      row.force ||
      // Adopted, and not known to be written yet.
      (live && link.contentHash === null) ||
      moves ||
      freshYes ||
      freshSmsYes ||
      first.email.mustRead ||
      first.sms.mustRead,
    decide,
  };
}

/** The opt-out that binds this customer: one that another customer said in the store went along with that one. */
async function standing(
  channel: Channel,
  address: string,
  customer: Customer,
  context: DeliveryContext,
): Promise<OptOut | null> {
  const optOut = await context.optOut(channel, address);
  if (!optOut || optOut.system !== customer.source) return optOut;
  const consent = channel === 'email' ? customer.emailConsent : customer.smsConsent;
  if (consent.state === 'unsubscribed') return optOut;
  return (await context.saidByOther(channel, optOut, address, customer)) ? null : optOut;
}

function decideContact(
  customer: Customer,
  mapped: MappedContact,
  phone: string | null,
  optOuts: Record<Channel, OptOut | null>,
  known: Known,
  item: DeliveryItem,
  context: DeliveryContext,
): Decided {
  const { link, row } = item;
  const shared = {
    neverConsented: context.policy.neverConsented,
    seenAt: row.occurredAt.toISOString(),
  };
  const sameEmail = link?.email === mapped.email;
  const samePhone = link?.phone === phone;
  const email = decideConsent({
    ...shared,
    source: customer.emailConsent.system,
    consent: customer.emailConsent,
    optOut: optOuts.email,
    block: blockOf(known, 'emailBlacklisted'),
    wordIsForOtherAddress:
      link?.email != null &&
      !sameEmail &&
      customer.emailConsent.at !== null &&
      link.emailConsent?.at === customer.emailConsent.at,
    ownBlock: ownBlock(known, link, link?.emailBlocked),
    formerBlock: inheritedBlock('email', known, link),
    yesDelivered:
      sameEmail && delivered(link, link?.emailBlocked, link?.emailConsent ?? null, customer.emailConsent),
  });
  const sms = decideConsent({
    ...shared,
    neverConsented: mapped.email === null ? shared.neverConsented : 'off_list',
    source: customer.smsConsent.system,
    consent: customer.smsConsent,
    optOut: optOuts.sms,
    block: blockOf(known, 'smsBlacklisted'),
    wordIsForOtherAddress:
      link?.phone != null &&
      !samePhone &&
      customer.smsConsent.at !== null &&
      link.smsConsent?.at === customer.smsConsent.at,
    ownBlock: ownBlock(known, link, link?.smsBlocked),
    formerBlock: inheritedBlock('sms', known, link),
    yesDelivered:
      samePhone && delivered(link, link?.smsBlocked, link?.smsConsent ?? null, customer.smsConsent),
  });
  // Without a phone there is nothing to block.
  const smsDecision: ConsentDecision =
    phone === null ? { ...sms, block: 'leave', remember: null, mustRead: false, overruled: null } : sms;
  // The source is about to be told of this no and to say it itself: the list is left in the same call, and its echo
  // changes nothing any more.
  const told =
    optOuts.email !== null &&
    email.overruled?.system === 'brevo' &&
    context.policy.consentPolicy !== 'source' &&
    context.source(row.source).writeOptOut !== undefined;
  return {
    target: targetOf(
      mapped,
      extIdOf({ source: customer.source, customerId: customer.id }),
      context.policy.listId,
      told ? { ...email, listed: false } : email,
      smsDecision,
    ),
    email,
    sms: smsDecision,
  };
}

function delivered(
  link: Link | null,
  blocked: boolean | undefined,
  before: Link['emailConsent'],
  now: Customer['emailConsent'],
): boolean {
  return (
    link?.state === 'synced' && blocked === false && before?.state === 'subscribed' && before.at === now.at
  );
}

function ownBlock(known: Known, link: Link | null, blocked: boolean | undefined): boolean {
  return blocked === true && untouched(known, link);
}

function inheritedBlock(channel: Channel, known: Known, link: Link | null): boolean {
  return link?.inheritedBlocks.includes(channel) === true && untouched(known, link);
}

/** Nobody has changed the contact since the link was written. */
function untouched(known: Known, link: Link | null): boolean {
  if (typeof known === 'string' || !link || link.brevoId !== known.id) return false;
  return known.modifiedAt !== null && link.syncedAt !== null && known.modifiedAt <= link.syncedAt;
}

function blockOf(known: Known, key: 'emailBlacklisted' | 'smsBlacklisted'): BlockState {
  if (known === 'unknown') return { kind: 'unknown' };
  if (known === 'absent') return { kind: 'absent' };
  return known[key] ? { kind: 'blocked', since: known.modifiedAt } : { kind: 'open' };
}

function skip(item: DeliveryItem, context: DeliveryContext, code: string, message: string): ContactPlan {
  const { row, link } = item;
  const base = link ?? blankLink(context.shop.id, row.source, row.customerId);
  return {
    kind: 'skip',
    code,
    message,
    link: { ...base, appliedAt: row.occurredAt.toISOString(), contentHash: null },
  };
}
