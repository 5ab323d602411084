import type { Account } from './account.ts';
import { type Contact, type Identifier, isEmail, PHONES, readPhone } from './contact-store.ts';
import { type Reply, refuse } from './reply.ts';
import type { Switches } from './switches.ts';

type Body = Record<string, unknown>;

/** The identifiers that a call names, checked; an empty text is one to clear. */
export interface Wanted {
  /** Whom an upsert looks for. */
  email?: string;
  /** The address the contact is to have: `attributes.EMAIL` (facts section 4), else `email`. */
  newEmail?: string;
  extId?: string;
  phones: Partial<Record<(typeof PHONES)[number], string>>;
}

/** Reads and checks identifiers; one that is wrong refuses the whole call (facts section 3). */
export function readIdentifiers(body: Body, { nullClears }: Switches): Wanted | Reply {
  const attributes = attributesOf(body);
  const wanted: Wanted = { phones: {} };
  for (const value of [body.email, attributes.EMAIL]) {
    if (value === undefined || value === null) continue;
    if (!isEmail(value)) return refuse(400, 'invalid_parameter', 'Invalid email address');
    wanted.newEmail = value.trim().toLowerCase();
    if (value === body.email) wanted.email = wanted.newEmail;
  }
  if (body.ext_id === null && nullClears) wanted.extId = '';
  else if (body.ext_id !== undefined && body.ext_id !== null) wanted.extId = String(body.ext_id);
  for (const name of PHONES) {
    const value = attributes[name];
    if (value === '' || (value === null && nullClears)) wanted.phones[name] = '';
    if (value === undefined || value === null || value === '') continue;
    const digits = readPhone(value);
    if (digits === null) {
      const message = name === 'SMS' ? 'Invalid phone number' : `Invalid ${name} format`;
      return refuse(400, 'invalid_parameter', message);
    }
    wanted.phones[name] = digits;
  }
  return wanted;
}

/** Attributes by their names in capitals, which is how Brevo keeps them. */
export function attributesOf(body: Body): Body {
  if (typeof body.attributes !== 'object' || body.attributes === null) return {};
  return Object.fromEntries(
    Object.entries(body.attributes as Body).map(([name, value]) => [name.toUpperCase(), value]),
  );
}

/** Who holds which of the identifiers that the contact is to have. */
export function holdersOf(account: Account, wanted: Wanted): Map<Identifier, Contact> {
  const asked: [Identifier, string | undefined][] = [
    ['email', wanted.newEmail],
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
export function duplicate(switches: Switches, path: 'create' | 'update', names: Identifier[]): Reply {
  const words = names.map((name) => (name === 'ext_id' ? 'EXT_ID' : name));
  const verb = words.length > 1 ? 'are' : 'is';
  const message = `Unable to ${path} contact, ${words.join(' or ')} ${verb} already associated with another Contact`;
  return refuse(400, switches.duplicateCode, message, { duplicate_identifiers: words });
}
