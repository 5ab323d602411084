import type { Account, Attribute } from './account.ts';
import { type Contact, type Identifier, isEmail, PHONES, readPhone, type Value } from './contact-store.ts';
import { noContent, type Reply, refuse, reply } from './reply.ts';
import type { Switches } from './switches.ts';

type Body = Record<string, unknown>;

/** What a write tells the rest of the world, for webhooks. */
export interface Written {
  contact: Contact;
  changed: Record<string, unknown>;
  joined: number[];
}

export interface Writing {
  account: Account;
  switches: Switches;
  now: number;
  told(written: Written): void;
}

interface Wanted {
  email?: string;
  extId?: string;
  phones: Partial<Record<(typeof PHONES)[number], string>>;
}

/** POST /contacts (facts section 3): creates, or with updateEnabled updates the contact that an identifier names. */
export function createContact(writing: Writing, body: Body): Reply {
  const { account } = writing;
  const wanted = readIdentifiers(body);
  if ('status' in wanted) return wanted;
  if (wanted.email === undefined && wanted.extId === undefined && wanted.phones.SMS === undefined) {
    return refuse(400, 'missing_parameter', 'Please provide Email or SMS attribute value to create user');
  }
  const lists = readLists(writing, body.listIds);
  if ('status' in lists) return lists;
  const holders = holdersOf(account, wanted);
  const found =
    holders.get('ext_id') ??
    holders.get('email') ??
    (wanted.email === undefined ? holders.get('SMS') : undefined);
  if (found && body.updateEnabled === true) return change(writing, found, body, wanted, lists);
  if (holders.size > 0) return duplicate(writing.switches, 'create', [...holders.keys()]);
  const contact = account.contacts.add(writing.now);
  apply(writing, contact, body, wanted, lists);
  return reply(201, { id: contact.id });
}

/** PUT /contacts/{identifier} (facts section 4): partial; a refused call writes nothing at all. */
export function updateContact(writing: Writing, contact: Contact, body: Body): Reply {
  const attributes = (body.attributes ?? {}) as Body;
  const wanted = readIdentifiers({ ...body, email: attributes.EMAIL });
  if ('status' in wanted) return wanted;
  const lists = readLists(writing, body.listIds);
  if ('status' in lists) return lists;
  return change(writing, contact, body, wanted, lists);
}

function change(writing: Writing, contact: Contact, body: Body, wanted: Wanted, lists: number[]): Reply {
  const clashes = [...holdersOf(writing.account, wanted)]
    .filter(([, holder]) => holder.id !== contact.id)
    .map(([name]) => name);
  if (clashes.length > 0) return duplicate(writing.switches, 'update', clashes);
  apply(writing, contact, body, wanted, lists);
  return noContent;
}

function apply(writing: Writing, contact: Contact, body: Body, wanted: Wanted, lists: number[]): void {
  const { contacts } = writing.account;
  const changed: Record<string, unknown> = {};
  if (wanted.email !== undefined && wanted.email !== contact.email) {
    // Facts section 0, 5: an e-mail change takes the block away; a flag in the same call counts after it.
    if (contact.email !== null) contact.emailBlacklisted = false;
    contacts.identify(contact, 'email', wanted.email);
    changed.EMAIL = wanted.email;
  }
  if (wanted.extId !== undefined)
    contacts.identify(contact, 'ext_id', wanted.extId === '' ? null : wanted.extId);
  for (const [name, digits] of Object.entries(wanted.phones)) {
    if (contact.attributes[name] !== (digits === '' ? undefined : digits)) changed[name] = digits;
    contacts.identify(contact, name as Identifier, digits === '' ? null : digits);
  }
  for (const [name, value] of Object.entries((body.attributes ?? {}) as Body)) {
    const key = name.toUpperCase();
    if (key === 'EMAIL' || key === 'EXT_ID' || (PHONES as readonly string[]).includes(key)) continue;
    setAttribute(writing, contact, key, value, changed);
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
  writing.told({ contact, changed, joined });
}

function setAttribute(
  { account, switches }: Writing,
  contact: Contact,
  name: string,
  value: unknown,
  changed: Record<string, unknown>,
): void {
  const attribute = account.attributes.find((a) => a.name === name);
  if (!attribute) return;
  if (
    value === '' ||
    (value === null && switches.nullClears) ||
    (Array.isArray(value) && value.length === 0)
  ) {
    if (name in contact.attributes) changed[name] = '';
    delete contact.attributes[name];
    return;
  }
  const fits = fitting(attribute, value);
  if (fits === undefined || JSON.stringify(contact.attributes[name]) === JSON.stringify(fits)) return;
  contact.attributes[name] = fits;
  changed[name] = fits;
}

/** A value of the wrong type is ignored, and the call still succeeds (facts section 3). */
function fitting(attribute: Attribute, value: unknown): Value | undefined {
  if (attribute.category === 'category') {
    return attribute.enumeration?.find((e) => e.valueStr === String(value) || e.label === value)?.valueStr;
  }
  switch (attribute.type) {
    case 'float':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'date':
      return typeof value === 'string' &&
        /^\d{4}-\d{2}-\d{2}$/.test(value) &&
        !Number.isNaN(Date.parse(value))
        ? value
        : undefined;
    case 'multiple-choice':
      return Array.isArray(value)
        ? value.map(String).filter((v) => attribute.multiCategoryOptions?.includes(v))
        : undefined;
    default:
      return typeof value === 'object' ? undefined : String(value);
  }
}

function readIdentifiers(body: Body): Wanted | Reply {
  const wanted: Wanted = { phones: {} };
  if (body.email !== undefined && body.email !== null) {
    if (!isEmail(body.email)) return refuse(400, 'invalid_parameter', 'Invalid email address');
    wanted.email = body.email.trim().toLowerCase();
  }
  if (body.ext_id !== undefined && body.ext_id !== null) wanted.extId = String(body.ext_id);
  for (const name of PHONES) {
    const value = ((body.attributes ?? {}) as Body)[name];
    if (value === undefined || value === null) continue;
    if (value === '') {
      wanted.phones[name] = '';
      continue;
    }
    const digits = readPhone(value);
    if (digits === null)
      return refuse(
        400,
        'invalid_parameter',
        name === 'SMS' ? 'Invalid phone number' : `Invalid ${name} format`,
      );
    wanted.phones[name] = digits;
  }
  return wanted;
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

function holdersOf(account: Account, wanted: Wanted): Map<Identifier, Contact> {
  const asked: [Identifier, string | undefined][] = [
    ['email', wanted.email],
    ...PHONES.map((name) => [name, wanted.phones[name]] as [Identifier, string | undefined]),
    ['ext_id', wanted.extId],
  ];
  const holders = new Map<Identifier, Contact>();
  for (const [name, value] of asked) {
    const holder = value ? account.contacts.find(name, value) : undefined;
    if (holder) holders.set(name, holder);
  }
  return holders;
}

/** The refusal's metadata and words: lower-case email, upper-case others (facts section 3). */
function duplicate(switches: Switches, path: 'create' | 'update', names: Identifier[]): Reply {
  const words = names.map((name) => (name === 'ext_id' ? 'EXT_ID' : name));
  const verb = words.length > 1 ? 'are' : 'is';
  const message = `Unable to ${path} contact, ${words.join(' or ')} ${verb} already associated with another Contact`;
  return refuse(400, switches.duplicateCode, message, { duplicate_identifiers: words });
}
