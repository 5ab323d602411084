import { applyBody } from '../domain/contact-state.ts';
import { phoneDigits } from '../domain/phone.ts';
import type { RemoteContact } from '../domain/remote.ts';
import type { ContactBody } from '../domain/target.ts';
import type { Answer, BrevoContacts, ContactKey, Found } from '../ports.ts';

/** Contacts of an account of which only reading is real. */
export interface DryContacts extends BrevoContacts {
  /** A contact as the account holds it, before anything here was "written"; null when it was not read. */
  before(id: number): RemoteContact | null;
  /** The same as it would be afterwards; null when it would be gone. */
  after(id: number): RemoteContact | null;
}

type Identifier = 'email' | 'sms' | 'ext_id';

/**
 * A delivery against it runs as it would against Brevo, and changes nothing: writes are kept here and seen by later
 * reads. Of Brevo's own rules it knows the one that decides what a delivery does: identifiers are unique, and a write
 * that would give a contact somebody else's is refused as a whole (facts/brevo.md section 3).
 */
export function dryContacts(real: Pick<BrevoContacts, 'find'>): DryContacts {
  const read = new Map<number, RemoteContact>();
  /** null: removed. */
  const written = new Map<number, RemoteContact | null>();
  let nextId = 0;

  async function find(key: ContactKey): Promise<Found> {
    for (const contact of written.values())
      if (contact && isNamedBy(contact, key)) return { kind: 'found', contact };
    const found = key.type === 'contact_id' && key.value < 0 ? ABSENT : await real.find(key);
    if (found.kind !== 'found') return found;
    read.set(found.contact.id, found.contact);
    // Written here and no longer named so, or removed: Brevo would not find it.
    return written.has(found.contact.id) ? ABSENT : found;
  }

  /** Who else holds an identifier that the body gives to the contact: Brevo's refusal, or null. */
  async function refusal(id: number | null, body: ContactBody): Promise<Answer | null> {
    const { EMAIL, SMS } = body.attributes ?? {};
    const wanted: [Identifier, ContactKey | null][] = [
      ['email', keyOf('email_id', EMAIL ?? body.email)],
      ['sms', keyOf('phone_id', SMS)],
      ['ext_id', keyOf('ext_id', body.ext_id)],
    ];
    const duplicates: Identifier[] = [];
    for (const [name, key] of wanted) {
      if (!key) continue;
      const holder = await find(key);
      if (holder.kind === 'failed' && holder.answer.kind !== 'rejected') return holder.answer;
      if (holder.kind === 'found' && holder.contact.id !== id) duplicates.push(name);
    }
    if (duplicates.length === 0) return null;
    const names = duplicates.map((name) => (name === 'email' ? name : name.toUpperCase()));
    const message = `${names.join(' or ')} already associated with another Contact`;
    return {
      kind: 'rejected',
      status: 400,
      code: 'duplicate_parameter',
      message,
      duplicates,
      requestId: null,
    };
  }

  return {
    find,
    before: (id) => read.get(id) ?? null,
    after: (id) => (written.has(id) ? (written.get(id) ?? null) : (read.get(id) ?? null)),

    async create(body) {
      const refused = await refusal(null, body);
      if (refused) return refused;
      nextId -= 1;
      written.set(nextId, applyBody(blank(nextId), body));
      return { kind: 'ok', status: 201, body: { id: nextId }, requestId: null };
    },

    async update(key, body) {
      const found = await find(key);
      if (found.kind === 'failed') return found.answer;
      if (found.kind === 'absent') return GONE;
      const refused = await refusal(found.contact.id, body);
      if (refused) return refused;
      written.set(found.contact.id, applyBody(found.contact, body));
      return { kind: 'ok', status: 204, body: null, requestId: null };
    },

    async remove(key) {
      const found = await find(key);
      if (found.kind === 'failed') return found.answer;
      if (found.kind === 'absent') return GONE;
      written.set(found.contact.id, null);
      return { kind: 'ok', status: 204, body: null, requestId: null };
    },
  };
}

const ABSENT: Found = { kind: 'absent' };
const GONE: Answer = { kind: 'not_found', status: 404, message: 'Contact does not exist', requestId: null };

/** Absent and empty name nobody. */
function keyOf(type: 'email_id' | 'phone_id' | 'ext_id', value: unknown): ContactKey | null {
  return typeof value === 'string' && value !== '' ? { type, value } : null;
}

function isNamedBy(contact: RemoteContact, key: ContactKey): boolean {
  switch (key.type) {
    case 'contact_id':
      return contact.id === key.value;
    case 'email_id':
      return contact.email === key.value.toLowerCase();
    case 'ext_id':
      return contact.extId === key.value;
    case 'phone_id':
      return phoneDigits(String(contact.attributes.SMS ?? '')) === phoneDigits(key.value);
  }
}

function blank(id: number): RemoteContact {
  return {
    id,
    email: null,
    extId: null,
    emailBlacklisted: false,
    smsBlacklisted: false,
    listIds: [],
    leftListIds: [],
    attributes: {},
    modifiedAt: null,
    createdAt: null,
  };
}
