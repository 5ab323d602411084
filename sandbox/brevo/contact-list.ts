import type { Account, Attribute } from './account.ts';
import type { Contact } from './contact-store.ts';
import { shown } from './contact-view.ts';
import { page } from './paging.ts';
import { type Reply, refuse } from './reply.ts';

type Wanted = (contact: Contact) => boolean;

const MOST_IDS = 20;

/** GET /contacts with its filters, which all have to hold (facts section 4). */
export function listContacts(account: Account, query: URLSearchParams): Reply {
  const filters: Wanted[] = [];
  for (const [name, field] of [
    ['modifiedSince', 'modifiedAt'],
    ['createdSince', 'createdAt'],
  ] as const) {
    const since = readSince(query, name);
    if (since === 'unreadable') return refuse(400, 'invalid_parameter', `Invalid ${name} date format`);
    if (since !== null) filters.push((contact) => contact[field] >= since);
  }
  if (query.has('listIds') && query.has('segmentId'))
    return refuse(400, 'invalid_parameter', 'Either listIds or segmentId can be passed');
  // Nobody makes segments here, so none has a member.
  if (query.has('segmentId')) filters.push(() => false);
  const lists = query.getAll('listIds').map(Number);
  if (lists.length > 0) filters.push((contact) => lists.some((id) => contact.listIds.has(id)));
  const ids = new Set(query.getAll('ids').map(Number));
  if (ids.size > MOST_IDS) return refuse(400, 'out_of_range', 'Maximum 20 ids can be passed');
  if (ids.size > 0) filters.push((contact) => ids.has(contact.id));
  const filter = query.get('filter');
  if (filter !== null) {
    const wanted = readFilter(account, filter);
    if (!wanted) return refuse(400, 'invalid_parameter', 'Invalid filter');
    filters.push(wanted);
  }
  const all = account.contacts.ordered();
  const matching =
    filters.length === 0 ? all : all.filter((contact) => filters.every((fits) => fits(contact)));
  return page(matching, query, { name: 'contacts', max: 1_000, normal: 50 }, shown);
}

/** Milliseconds since 1970. A `+` of the offset that was not encoded has become a space by now. */
export function readSince(query: URLSearchParams, name: string): number | null | 'unreadable' {
  const text = query.get(name);
  if (text === null) return null;
  const at = Date.parse(text.replace(' ', '+'));
  return Number.isNaN(at) ? 'unreadable' : at;
}

/** `equals(NAME,"value")`; categories by number or label, all of several options. */
function readFilter(account: Account, text: string): Wanted | null {
  const [, name = '', quoted, bare] =
    /^equals\(\s*([\w-]+)\s*,\s*(?:"([^"]*)"|([^"]*?))\s*\)$/.exec(text) ?? [];
  const value = quoted ?? bare ?? '';
  const attribute = account.attributes.find((a) => a.name === name.toUpperCase());
  if (!attribute) return null;
  return (contact) => equals(contact, attribute, value);
}

function equals(contact: Contact, attribute: Attribute, value: string): boolean {
  if (attribute.name === 'EXT_ID') return contact.extId === value;
  const held = contact.attributes[attribute.name];
  if (held === undefined) return false;
  if (Array.isArray(held)) return value.split(',').every((option) => held.includes(option.trim()));
  const label = attribute.enumeration?.find((e) => e.valueStr === held)?.label;
  return String(held) === value || label === value;
}
