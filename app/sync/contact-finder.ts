import { phoneDigits } from '../domain/phone.ts';
import type { RemoteContact } from '../domain/remote.ts';

/** By what a customer can be recognised among Brevo's contacts. */
export type ContactKeyKind = 'id' | 'email' | 'phone' | 'extId';

/** Finds Brevo's contact by something that only one can have. */
export interface ContactFinder {
  find(kind: ContactKeyKind, value: string | number): RemoteContact | null;
}

/** By what contacts are looked for; phones in any form. */
export interface ContactQuestion {
  emails: string[];
  phones: string[];
  extIds: string[];
  ids: number[];
}

/** Reads those contacts that have one of these, and answers a finder over them. */
export type FindContacts = (question: ContactQuestion) => Promise<ContactFinder>;

/** A finder over a few contacts. */
export function finderOf(contacts: readonly RemoteContact[]): ContactFinder {
  const found = new Map<string, RemoteContact>();
  for (const contact of contacts) for (const key of keysOf(contact)) found.set(key, contact);
  return { find: (kind: ContactKeyKind, value) => found.get(keyOf(kind, value)) ?? null };
}

/** Everything by which a contact can be found. */
function keysOf(contact: RemoteContact): string[] {
  const phone = contact.attributes.SMS;
  return [
    keyOf('id', contact.id),
    ...(contact.email === null ? [] : [keyOf('email', contact.email)]),
    ...(contact.extId === null ? [] : [keyOf('extId', contact.extId)]),
    ...(phone === undefined || phone === '' ? [] : [keyOf('phone', String(phone))]),
  ];
}

function keyOf(kind: ContactKeyKind, value: string | number): string {
  const text = String(value);
  return `${kind}:${kind === 'phone' ? phoneDigits(text) : kind === 'email' ? text.toLowerCase() : text}`;
}
