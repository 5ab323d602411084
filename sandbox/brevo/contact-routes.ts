import type { Account } from './account.ts';
import type { Contact, Identifier } from './contact-store.ts';
import { createContact, updateContact, type Writing } from './contact-write.ts';
import { contactNotFound, noContent, type Reply, refuse, reply } from './reply.ts';

const TYPES: Record<string, Identifier> = {
  email_id: 'email',
  ext_id: 'ext_id',
  phone_id: 'SMS',
  whatsapp_id: 'WHATSAPP',
  landline_number_id: 'LANDLINE_NUMBER',
};

export interface ContactCall {
  method: string;
  /** Path after /contacts, decoded, without a leading slash. */
  rest: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
}

/** /contacts and /contacts/{identifier}; `null` when the path is another resource below /contacts. */
export function contactRoutes(
  writing: Writing,
  call: ContactCall,
  onDeleted: (contact: Contact) => void,
): Reply | null {
  const { account } = writing;
  if (call.rest === '') {
    if (call.method === 'POST') return createContact(writing, call.body);
    if (call.method === 'GET') return listContacts(account, call.query);
    return refuse(405, 'method_not_allowed', 'Method not allowed');
  }
  const contact = findContact(account, call.rest, call.query.get('identifierType'), call.method);
  if (!contact) return contactNotFound;
  switch (call.method) {
    case 'GET':
      return reply(200, { ...shown(contact), statistics: {} });
    case 'PUT':
      return updateContact(writing, contact, call.body);
    case 'DELETE':
      account.contacts.remove(contact);
      onDeleted(contact);
      return noContent;
    default:
      return refuse(405, 'method_not_allowed', 'Method not allowed');
  }
}

/** Without a type, GET takes e-mail, SMS or id, the others e-mail or id: a bare number is a contact id first. */
function findContact(
  account: Account,
  value: string,
  type: string | null,
  method: string,
): Contact | undefined {
  if (type === 'contact_id') return account.contacts.byId.get(Number(value));
  if (type !== null) return TYPES[type] ? account.contacts.find(TYPES[type], value) : undefined;
  if (value.includes('@')) return account.contacts.find('email', value);
  return (
    account.contacts.byId.get(Number(value)) ??
    (method === 'GET' ? account.contacts.find('SMS', value) : undefined)
  );
}

/** A page in the order of creation; nothing is sorted, because the store keeps that order. */
function listContacts(account: Account, query: URLSearchParams): Reply {
  const limit = Number(query.get('limit') ?? 50);
  const offset = Number(query.get('offset') ?? 0);
  if (!(limit >= 1 && limit <= 1_000)) return refuse(400, 'out_of_range', 'Limit exceeds max value');
  const since = Date.parse(query.get('modifiedSince') ?? '');
  const created = Date.parse(query.get('createdSince') ?? '');
  const ids = new Set(query.getAll('ids').map(Number));
  const lists = query.getAll('listIds').map(Number);
  const wanted = (c: Contact) =>
    (Number.isNaN(since) || c.modifiedAt >= since) &&
    (Number.isNaN(created) || c.createdAt >= created) &&
    (ids.size === 0 || ids.has(c.id)) &&
    (lists.length === 0 || lists.some((id) => c.listIds.has(id)));
  const plain = Number.isNaN(since) && Number.isNaN(created) && ids.size === 0 && lists.length === 0;
  const matching = plain ? account.contacts.ordered() : account.contacts.ordered().filter(wanted);
  const page =
    query.get('sort') === 'asc'
      ? matching.slice(offset, offset + limit)
      : matching
          .slice(Math.max(0, matching.length - offset - limit), Math.max(0, matching.length - offset))
          .reverse();
  return reply(200, { contacts: page.map(shown), count: matching.length });
}

/** A contact as reading calls show it: offset timestamps, EXT_ID among the attributes, no e-mail when it has none. */
export function shown(contact: Contact) {
  return {
    id: contact.id,
    ...(contact.email === null ? {} : { email: contact.email }),
    emailBlacklisted: contact.emailBlacklisted,
    smsBlacklisted: contact.smsBlacklisted,
    whatsappBlacklisted: false,
    createdAt: withOffset(contact.createdAt),
    modifiedAt: withOffset(contact.modifiedAt),
    listIds: [...contact.listIds],
    ...(contact.leftListIds.size > 0 ? { listUnsubscribed: [...contact.leftListIds] } : {}),
    attributes: { ...contact.attributes, ...(contact.extId === null ? {} : { EXT_ID: contact.extId }) },
  };
}

/** The account's own offset, as real answers have it. */
function withOffset(at: number): string {
  return new Date(at + 3_600_000).toISOString().replace('Z', '+01:00');
}

export const RESOURCES_BELOW_CONTACTS = [
  'attributes',
  'lists',
  'folders',
  'import',
  'batch',
  'doubleOptinConfirmation',
];
