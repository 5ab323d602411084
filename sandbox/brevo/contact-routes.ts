import { type Account, OWNER } from './account.ts';
import { listContacts } from './contact-list.ts';
import type { Contact, Identifier } from './contact-store.ts';
import { shown } from './contact-view.ts';
import { createContact, updateContact, type Writing } from './contact-write.ts';
import {
  contactNotFound,
  NO_METHOD,
  noContent,
  type Reply,
  type ResourceCall,
  refuse,
  reply,
} from './reply.ts';

const TYPES: Record<string, Identifier | 'id'> = {
  contact_id: 'id',
  email_id: 'email',
  ext_id: 'ext_id',
  phone_id: 'SMS',
  whatsapp_id: 'WHATSAPP',
  landline_number_id: 'LANDLINE_NUMBER',
};

/** /contacts and /contacts/{identifier} (facts sections 3 and 4). */
export function contactRoutes(
  writing: Writing,
  { method, parts, query, body }: ResourceCall,
  onDeleted: (contact: Contact, email: string | null) => void,
): Reply {
  const { account } = writing;
  if (parts.length === 0) {
    if (method === 'POST') return createContact(writing, body);
    return method === 'GET' ? listContacts(account, query) : NO_METHOD;
  }
  if (!['GET', 'PUT', 'DELETE'].includes(method)) return NO_METHOD;
  const type = query.get('identifierType');
  if (type !== null && !(type in TYPES)) return refuse(400, 'invalid_parameter', 'Invalid identifierType');
  const contact = findContact(account, parts.join('/'), type, method);
  if (!contact) return contactNotFound;
  switch (method) {
    case 'GET':
      return reply(200, { ...shown(contact), statistics: {} });
    case 'PUT':
      return updateContact(writing, contact, body);
    default: {
      const { email } = contact;
      if (email === OWNER)
        return refuse(405, 'method_not_allowed', 'Contacts registered with Brevo can not be deleted');
      account.contacts.remove(contact);
      onDeleted(contact, email);
      return noContent;
    }
  }
}

/** Without a type, GET takes e-mail, SMS or id, the others e-mail or id: a bare number is a contact id first. */
function findContact(
  { contacts }: Account,
  value: string,
  type: string | null,
  method: string,
): Contact | undefined {
  const named = type === null ? undefined : TYPES[type];
  if (named === 'id') return contacts.byId.get(Number(value));
  if (named !== undefined) return contacts.find(named, value);
  if (value.includes('@')) return contacts.find('email', value);
  return contacts.byId.get(Number(value)) ?? (method === 'GET' ? contacts.find('SMS', value) : undefined);
}
