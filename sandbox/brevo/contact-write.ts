import type { Account } from './account.ts';
import { setAttribute } from './attribute-values.ts';
import { type Contact, type Identifier, PHONES } from './contact-store.ts';
import { attributesOf, duplicate, holdersOf, readIdentifiers, type Wanted } from './identifiers.ts';
import { noContent, type Reply, refuse, reply } from './reply.ts';
import type { Switches } from './switches.ts';

type Body = Record<string, unknown>;

/** What a write tells the rest of the world, for webhooks. */
export interface Written {
  contact: Contact;
  changed: Record<string, unknown>;
  joined: number[];
  /** This write put the contact on the blocklist. */
  blocked: boolean;
}

export interface Writing {
  account: Account;
  switches: Switches;
  now: number;
  told(written: Written): void;
}

/** POST /contacts (facts section 3): creates, or with updateEnabled updates the contact that an identifier names. */
export function createContact(writing: Writing, body: Body): Reply {
  const { account, switches } = writing;
  const wanted = readIdentifiers(body, switches);
  if ('status' in wanted) return wanted;
  if (!wanted.newEmail && !wanted.extId && !wanted.phones.SMS)
    return refuse(400, 'missing_parameter', 'Please provide Email or SMS attribute value to create user');
  const lists = readLists(writing, body.listIds);
  if ('status' in lists) return lists;
  const refused = refusedAttribute(writing, body);
  if (refused) return refused;
  const found =
    body.updateEnabled === true || body.forceMerge === true ? targetOf(account, wanted) : undefined;
  if (found) return change(writing, found, body, wanted, lists);
  const holders = holdersOf(account, wanted);
  if (holders.size > 0) return duplicate(switches, 'create', [...holders.keys()]);
  const contact = account.contacts.add(writing.now);
  apply(writing, contact, body, wanted, lists);
  return reply(201, { id: contact.id });
}

/**
 * Whom an upsert means: ext_id before e-mail before SMS. Where ext_id and e-mail name two contacts, the one with the
 * address is meant and the ext_id is what is taken.
 */
function targetOf({ contacts }: Account, { email, newEmail, extId, phones }: Wanted): Contact | undefined {
  const address = email ?? newEmail;
  const byEmail = address === undefined ? undefined : contacts.find('email', address);
  const byExtId = extId ? contacts.find('ext_id', extId) : undefined;
  if (byEmail || byExtId) return byEmail && byExtId ? byEmail : (byExtId ?? byEmail);
  return address === undefined && phones.SMS ? contacts.find('SMS', phones.SMS) : undefined;
}

/** PUT /contacts/{identifier} (facts section 4): partial; a refused call writes nothing at all. */
export function updateContact(writing: Writing, contact: Contact, body: Body): Reply {
  const wanted = readIdentifiers({ ...body, email: undefined }, writing.switches);
  if ('status' in wanted) return wanted;
  const lists = readLists(writing, body.listIds);
  if ('status' in lists) return lists;
  return refusedAttribute(writing, body) ?? change(writing, contact, body, wanted, lists);
}

function change(writing: Writing, found: Contact, body: Body, wanted: Wanted, lists: number[]): Reply {
  const clashes = [...holdersOf(writing.account, wanted)].filter(([, holder]) => holder.id !== found.id);
  if (clashes.length > 0 && body.forceMerge !== true)
    return duplicate(
      writing.switches,
      'update',
      clashes.map(([name]) => name),
    );
  const contact = merge(writing, [found, ...clashes.map(([, holder]) => holder)]);
  apply(writing, contact, body, wanted, lists);
  return body.getId === true ? reply(201, { id: contact.id }) : noContent;
}

/** forceMerge: the last modified stays and takes what it lacks from the others, which are deleted. */
function merge({ account: { contacts } }: Writing, several: Contact[]): Contact {
  const [kept, ...others] = [...new Set(several)].sort((a, b) => b.modifiedAt - a.modifiedAt || b.id - a.id);
  if (!kept) throw new Error('Nothing to merge');
  for (const other of others) {
    const { email, extId, attributes, listIds } = other;
    contacts.remove(other);
    if (kept.email === null && email !== null) contacts.identify(kept, 'email', email);
    if (kept.extId === null && extId !== null) contacts.identify(kept, 'ext_id', extId);
    for (const [name, value] of Object.entries(attributes)) {
      if (name in kept.attributes) continue;
      if (isPhone(name)) contacts.identify(kept, name, String(value));
      else kept.attributes[name] = value;
    }
    for (const id of listIds) kept.listIds.add(id);
  }
  return kept;
}

function apply(writing: Writing, contact: Contact, body: Body, wanted: Wanted, lists: number[]): void {
  const { account, switches } = writing;
  const { contacts } = account;
  const changed: Record<string, unknown> = {};
  const before = contact.emailBlacklisted;
  if (wanted.newEmail !== undefined && wanted.newEmail !== contact.email) {
    // Facts section 0, 5: an e-mail change takes the block away; a flag in the same call counts after it.
    if (contact.email !== null) contact.emailBlacklisted = false;
    changed.EMAIL = wanted.newEmail;
    contacts.identify(contact, 'email', wanted.newEmail);
  }
  if (wanted.extId !== undefined) contacts.identify(contact, 'ext_id', wanted.extId || null);
  for (const [name, digits] of Object.entries(wanted.phones)) {
    if ((contact.attributes[name] ?? '') !== digits) changed[name] = digits;
    contacts.identify(contact, name as Identifier, digits || null);
  }
  for (const [name, value] of Object.entries(attributesOf(body))) {
    if (name === 'EMAIL' || name === 'EXT_ID' || isPhone(name)) continue;
    setAttribute(account, switches, contact, name, value, changed);
  }
  if (typeof body.emailBlacklisted === 'boolean') contact.emailBlacklisted = body.emailBlacklisted;
  if (typeof body.smsBlacklisted === 'boolean') contact.smsBlacklisted = body.smsBlacklisted;
  const joined = lists.filter((id) => !contact.listIds.has(id));
  for (const id of lists) {
    contact.listIds.add(id);
    contact.leftListIds.delete(id);
  }
  for (const id of Array.isArray(body.unlinkListIds) ? body.unlinkListIds : [])
    contact.listIds.delete(Number(id));
  contact.modifiedAt = Math.max(writing.now, contact.createdAt);
  writing.told({ contact, changed, joined, blocked: contact.emailBlacklisted && !before });
}

function isPhone(name: string): name is (typeof PHONES)[number] {
  return (PHONES as readonly string[]).includes(name);
}

/** Attributes that refuse the call: unknown ones where the switch says so, transactional ones without their id. */
function refusedAttribute({ account, switches }: Writing, body: Body): Reply | undefined {
  const names = Object.keys(attributesOf(body)).filter((name) => name !== 'EMAIL');
  const known = account.attributes.filter((a) => names.includes(a.name));
  if (switches.unknownAttributeRefused && known.length < names.length)
    return refuse(400, 'invalid_parameter', 'Attribute not found');
  const transactional = known.filter((a) => a.category === 'transactional');
  if (transactional.length > 0 && !transactional.some((a) => a.type === 'id'))
    return refuse(400, 'invalid_parameter', 'Transactional attribute as primary Key is missing');
  return undefined;
}

function readLists({ account, switches }: Writing, listIds: unknown): number[] | Reply {
  if (listIds === undefined) return [];
  if (!Array.isArray(listIds)) return refuse(400, 'invalid_parameter', 'listIds should be type array');
  const ids = listIds.map(Number);
  const unknown = ids.filter((id) => !account.lists.some((list) => list.id === id));
  if (unknown.length > 0 && switches.unknownListRefused)
    return refuse(400, 'invalid_parameter', 'List ids are invalid');
  return ids.filter((id) => !unknown.includes(id));
}
