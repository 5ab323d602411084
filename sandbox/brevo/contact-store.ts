import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { ListIds } from './list-ids.ts';

/** A contact as the emulated Brevo keeps it. Phones are digits, the e-mail is lower case. */
export interface Contact {
  id: number;
  email: string | null;
  extId: string | null;
  attributes: Record<string, Value>;
  emailBlacklisted: boolean;
  smsBlacklisted: boolean;
  listIds: ListIds;
  /** Lists that the reader of a mail left one by one. */
  leftListIds: ListIds;
  createdAt: number;
  modifiedAt: number;
}

export type Value = string | number | boolean | string[];

export const PHONES = ['SMS', 'WHATSAPP', 'LANDLINE_NUMBER'] as const;
export type Identifier = 'email' | 'ext_id' | (typeof PHONES)[number];

/** Contacts of one account with Brevo's five unique identifiers (facts section 14), in the order of creation. */
export class ContactStore {
  readonly byId = new Map<number, Contact>();
  readonly #index = new Map<Identifier, Map<string, number>>();
  #next = 1;
  #ordered: Contact[] | null = null;

  /** All contacts in the order of creation; kept between reads, so that paging through a million is cheap. */
  ordered(): readonly Contact[] {
    this.#ordered ??= [...this.byId.values()];
    return this.#ordered;
  }

  find(identifier: Identifier, value: string): Contact | undefined {
    const id = this.#index.get(identifier)?.get(normal(identifier, value));
    return id === undefined ? undefined : this.byId.get(id);
  }

  add(now: number): Contact {
    const contact: Contact = {
      id: this.#next++,
      email: null,
      extId: null,
      attributes: {},
      emailBlacklisted: false,
      smsBlacklisted: false,
      listIds: new ListIds(),
      leftListIds: new ListIds(),
      createdAt: now,
      modifiedAt: now,
    };
    this.byId.set(contact.id, contact);
    this.#ordered?.push(contact);
    return contact;
  }

  /** Sets or clears an identifier; whoever calls has checked that nobody else holds it. */
  identify(contact: Contact, identifier: Identifier, value: string | null): void {
    const index = this.#index.get(identifier) ?? new Map<string, number>();
    this.#index.set(identifier, index);
    const before = identifierOf(contact, identifier);
    if (before !== null && index.get(before) === contact.id) index.delete(before);
    const after = value === null ? null : normal(identifier, value);
    if (after !== null) index.set(after, contact.id);
    if (identifier === 'email') contact.email = after;
    else if (identifier === 'ext_id') contact.extId = after;
    else if (after === null) clearAttribute(contact, identifier);
    else contact.attributes[identifier] = after;
  }

  remove(contact: Contact): void {
    for (const identifier of ['email', 'ext_id', ...PHONES] as const)
      this.identify(contact, identifier, null);
    this.byId.delete(contact.id);
    this.#ordered = null;
  }

  clear(): void {
    this.byId.clear();
    this.#ordered = null;
    this.#index.clear();
    this.#next = 1;
  }
}

/** Takes a value away. A new object, because `delete` makes the old one several times as big. */
export function clearAttribute(contact: Contact, name: string): void {
  if (!(name in contact.attributes)) return;
  const { [name]: _, ...rest } = contact.attributes;
  contact.attributes = rest;
}

function identifierOf(contact: Contact, identifier: Identifier): string | null {
  if (identifier === 'email') return contact.email;
  if (identifier === 'ext_id') return contact.extId;
  const value = contact.attributes[identifier];
  return typeof value === 'string' ? value : null;
}

function normal(identifier: Identifier, value: string): string {
  if (identifier === 'email') return value.trim().toLowerCase();
  return identifier === 'ext_id' ? value : value.replace(/\D/g, '').replace(/^00/, '');
}

/** Brevo takes `31612345678`, `+31612345678` and `0031612345678`; validity is by country and length. */
export function readPhone(value: unknown): string | null {
  const digits = String(value).trim().replace(/^\+/, '').replace(/^00/, '');
  if (!/^\d{6,19}$/.test(digits)) return null;
  return parsePhoneNumberFromString(`+${digits}`)?.isValid() ? digits : null;
}

export function isEmail(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[^\s@"(),:;<>[\]]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(value.trim())
  );
}
