import type { ConsentDecision } from './consent.ts';
import type { MappedContact } from './mapping.ts';
import { phoneDigits } from './phone.ts';
import type { RemoteContact } from './remote.ts';
import { type AttributeValue, isPhoneAttribute } from './transforms.ts';

/** The state a contact shall have in Brevo. */
export interface TargetContact {
  email: string | null;
  /** null where a foreign contact holds it: then the contact goes without. */
  extId: string | null;
  /** A value, or null for "clear". */
  attributes: Record<string, AttributeValue | null>;
  listId: number | null;
  /** `leave`: the membership stays what it is. */
  listed: boolean | 'leave';
  emailBlock: ConsentDecision['block'];
  smsBlock: ConsentDecision['block'];
}

/** The body of a POST or PUT of a contact (facts/brevo.md sections 3 and 4). */
export interface ContactBody {
  email?: string;
  ext_id?: string;
  attributes?: Record<string, AttributeValue>;
  emailBlacklisted?: boolean;
  smsBlacklisted?: boolean;
  listIds?: number[];
  unlinkListIds?: number[];
  updateEnabled?: boolean;
}

export function targetOf(
  mapped: MappedContact,
  extId: string,
  listId: number | null,
  email: ConsentDecision,
  sms: ConsentDecision,
): TargetContact {
  return {
    email: mapped.email,
    extId,
    attributes: mapped.attributes,
    listId,
    // One list for all: the e-mail's consent says who is on it, the phone's where there is no e-mail.
    listed: mapped.email === null ? sms.listed : email.listed,
    emailBlock: mapped.email === null ? 'leave' : email.block,
    smsBlock: sms.block,
  };
}

/** The phone that goes to Brevo's SMS attribute, or null. */
export function phoneOf(target: TargetContact): string | null {
  const value = target.attributes.SMS;
  return typeof value === 'string' ? value : null;
}

/**
 * The content in one text: equal texts are the same contact, and then no call is made. The time of a yes is part of
 * it, because a newer yes may lift a block that an older one could not.
 */
export function contentText(
  target: TargetContact,
  consentAt: { email: string | null; sms: string | null },
): string {
  const names = Object.keys(target.attributes).sort();
  return JSON.stringify([
    target.email,
    target.extId,
    names.map((n) => [n, target.attributes[n]]),
    target.listed === true ? target.listId : target.listed,
    target.emailBlock === 'set',
    target.smsBlock === 'set',
    target.emailBlock === 'set' ? null : consentAt.email,
    target.smsBlock === 'set' ? null : consentAt.sms,
  ]);
}

/** A new contact: only what is filled; an absent value needs no clearing. */
export function createBody(target: TargetContact): ContactBody {
  const attributes = Object.fromEntries(
    Object.entries(target.attributes).filter((pair): pair is [string, AttributeValue] => pair[1] !== null),
  );
  return {
    ...(target.email === null ? {} : { email: target.email }),
    ...(target.extId === null ? {} : { ext_id: target.extId }),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(target.listed === true && target.listId !== null ? { listIds: [target.listId] } : {}),
    ...(target.emailBlock === 'set' ? { emailBlacklisted: true } : {}),
    ...(target.smsBlock === 'set' ? { smsBlacklisted: true } : {}),
    // false: an upsert could pick a foreign contact by ext_id or phone and change it. Whoever holds an identifier is
    // named in the refusal, and then read before anything is written.
    updateEnabled: false,
  };
}

/** What is known to be in Brevo without reading: what the last delivery wrote. */
export interface LastSent {
  email: string | null;
  filled: readonly string[];
  extIdSent: boolean;
  listId: number | null;
  emailBlocked: boolean;
  smsBlocked: boolean;
}

/** A known contact by memory: every filled attribute again, clears only for what we filled before. */
export function updateBody(target: TargetContact, last: LastSent): ContactBody {
  const attributes: Record<string, AttributeValue> = {};
  const before = new Set(last.filled);
  for (const [name, value] of Object.entries(target.attributes)) {
    if (value !== null) attributes[name] = value;
    else if (before.has(name)) attributes[name] = '';
  }
  return {
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(last.extIdSent || target.extId === null ? {} : { ext_id: target.extId }),
    ...listChange(target, last.listId === null ? [] : [last.listId], last.listId),
    ...(target.emailBlock === 'set' && !last.emailBlocked ? { emailBlacklisted: true } : {}),
    ...(target.smsBlock === 'set' && !last.smsBlocked ? { smsBlacklisted: true } : {}),
  };
}

/**
 * A contact that was just read: only what differs. Null when nothing does. A changed address takes its block along
 * in the same call, because Brevo unblocks on an e-mail change (facts section 0, 5).
 */
export function differenceBody(
  target: TargetContact,
  remote: RemoteContact,
  formerList: number | null,
): ContactBody | null {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(target.attributes)) {
    if (!sameValue(name, value, remote.attributes[name])) attributes[name] = value ?? '';
  }
  const moves = target.email !== null && remote.email !== target.email;
  if (moves) attributes.EMAIL = target.email as string;
  const body: ContactBody = {
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(target.extId === null || remote.extId === target.extId ? {} : { ext_id: target.extId }),
    ...listChange(target, remote.listIds, formerList, remote.leftListIds),
    ...blockChange('emailBlacklisted', target.emailBlock, remote.emailBlacklisted, moves),
    ...blockChange('smsBlacklisted', target.smsBlock, remote.smsBlacklisted, false),
  };
  return Object.keys(body).length > 0 ? body : null;
}

function blockChange(
  key: 'emailBlacklisted' | 'smsBlacklisted',
  wanted: ConsentDecision['block'],
  blocked: boolean,
  restate: boolean,
): ContactBody {
  if (wanted === 'set') return blocked && !restate ? {} : { [key]: true };
  if (wanted === 'lift') return blocked ? { [key]: false } : {};
  return blocked && restate ? { [key]: true } : {};
}

function listChange(
  target: TargetContact,
  on: readonly number[],
  former: number | null,
  left: readonly number[] = [],
): ContactBody {
  if (target.listed === 'leave') return {};
  const wanted = target.listed ? target.listId : null;
  const leave = new Set(
    [target.listId, former].filter((id): id is number => id !== null && id !== wanted && on.includes(id)),
  );
  return {
    ...(wanted !== null && !on.includes(wanted) && !left.includes(wanted) ? { listIds: [wanted] } : {}),
    ...(leave.size > 0 ? { unlinkListIds: [...leave] } : {}),
  };
}

/** Whether Brevo's value is the wanted one, in the forms in which Brevo gives values back. */
function sameValue(name: string, wanted: AttributeValue | null, held: AttributeValue | undefined): boolean {
  if (wanted === null) return held === undefined || held === '' || (Array.isArray(held) && held.length === 0);
  if (held === undefined) return false;
  if (isPhoneAttribute(name)) return phoneDigits(String(wanted)) === phoneDigits(String(held));
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(held) &&
      wanted.length === held.length &&
      [...wanted].sort().join('\n') === [...held].sort().join('\n')
    );
  }
  if (typeof wanted === 'number') return Number(held) === wanted && held !== '';
  return String(wanted) === String(held);
}
