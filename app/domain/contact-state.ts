import { phoneDigits } from './phone.ts';
import type { RemoteContact } from './remote.ts';
import type { ContactBody } from './target.ts';
import { type AttributeValue, isPhoneAttribute } from './transforms.ts';

/** A contact as Brevo shows it: what a person compares. `id` is null while it is not there yet. */
export interface ContactState {
  id: number | null;
  email: string | null;
  extId: string | null;
  emailBlacklisted: boolean;
  smsBlacklisted: boolean;
  listIds: number[];
  attributes: Record<string, AttributeValue>;
}

/** The parts of a contact a person sees; empty values are left out, as if they were not there. */
export function stateOf(contact: RemoteContact): ContactState {
  const { id, email, extId, emailBlacklisted, smsBlacklisted } = contact;
  const attributes = Object.fromEntries(
    Object.entries(contact.attributes).filter(([name, value]) => name !== 'EXT_ID' && !isEmpty(value)),
  );
  return {
    id: id > 0 ? id : null,
    email,
    extId,
    emailBlacklisted,
    smsBlacklisted,
    listIds: [...contact.listIds].sort((a, b) => a - b),
    attributes,
  };
}

/** What Brevo makes of a body: empty clears, phones are kept as digits, a changed address lifts the block (facts, 0). */
export function applyBody(contact: RemoteContact, body: ContactBody): RemoteContact {
  const { EMAIL, ...sent } = body.attributes ?? {};
  const attributes = { ...contact.attributes };
  for (const [name, value] of Object.entries(sent)) {
    if (isEmpty(value)) delete attributes[name];
    else attributes[name] = isPhoneAttribute(name) ? phoneDigits(String(value)) : value;
  }
  const email = typeof EMAIL === 'string' ? EMAIL : (body.email ?? contact.email);
  const moved = EMAIL !== undefined && email !== contact.email;
  const left = new Set(body.unlinkListIds);
  return {
    ...contact,
    email,
    extId: body.ext_id === undefined ? contact.extId : body.ext_id || null,
    emailBlacklisted: body.emailBlacklisted ?? (contact.emailBlacklisted && !moved),
    smsBlacklisted: body.smsBlacklisted ?? contact.smsBlacklisted,
    listIds: [...new Set([...contact.listIds, ...(body.listIds ?? [])])].filter((id) => !left.has(id)),
    attributes,
  };
}

/** The names of what differs between two states: `email`, `extId`, `lists`, `emailBlacklisted`, ..., `attributes.NAME`. */
export function differencesOf(before: ContactState | null, after: ContactState | null): string[] {
  const [from, to] = [before ?? NOTHING, after ?? NOTHING];
  const parts = (['email', 'extId', 'emailBlacklisted', 'smsBlacklisted'] as const).filter(
    (key) => from[key] !== to[key],
  );
  const names = new Set([...Object.keys(from.attributes), ...Object.keys(to.attributes)]);
  return [
    ...parts,
    ...(same(from.listIds, to.listIds) ? [] : ['lists']),
    ...[...names]
      .sort()
      .filter((name) => !same(from.attributes[name], to.attributes[name]))
      .map((name) => `attributes.${name}`),
  ];
}

const NOTHING: ContactState = {
  id: null,
  email: null,
  extId: null,
  emailBlacklisted: false,
  smsBlacklisted: false,
  listIds: [],
  attributes: {},
};

/** Brevo gives numbers back as numbers or as text, and knows no order of options. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');
  return String(a ?? '') === String(b ?? '');
}

function isEmpty(value: AttributeValue | null | undefined): boolean {
  return (
    value === '' || value === null || value === undefined || (Array.isArray(value) && value.length === 0)
  );
}
