import type { Account, List } from './account.ts';
import { readSince } from './contact-list.ts';
import { shown } from './contact-view.ts';
import { page } from './paging.ts';
import { NO_METHOD, type Reply, type ResourceCall, refuse, reply } from './reply.ts';

const KINDS = ['emails', 'ids', 'extIds'] as const;
const MOST = 150;

/** /contacts/lists/{id}/contacts, with add and remove (facts section 7). */
export function memberRoutes(
  account: Account,
  list: List,
  { method, parts, query, body, now }: ResourceCall,
  joined: (contactId: number, listId: number) => void,
): Reply {
  const way = parts[2];
  const members = () => account.contacts.ordered().filter((contact) => contact.listIds.has(list.id));
  if (way === undefined) {
    if (method !== 'GET') return NO_METHOD;
    const since = readSince(query, 'modifiedSince');
    if (since === 'unreadable') return refuse(400, 'invalid_parameter', 'Invalid modifiedSince date format');
    const wanted = members().filter((contact) => since === null || contact.modifiedAt >= since);
    return page(wanted, query, { name: 'contacts', max: 500, normal: 50 }, shown);
  }
  if (method !== 'POST' || (way !== 'add' && way !== 'remove')) return NO_METHOD;
  const adds = way === 'add';
  const given = KINDS.filter((kind) => Array.isArray(body[kind]));
  if (!adds && body.all === true && given.length === 0) {
    const all = members();
    for (const member of all) {
      member.listIds.delete(list.id);
      member.modifiedAt = now;
    }
    return reply(201, { contacts: { processId: emptied(account), total: all.length } });
  }
  const [kind, another] = given;
  if (kind === undefined || another !== undefined)
    return refuse(400, 'invalid_parameter', 'Exactly one of emails, ids or extIds should be passed');
  const asked = body[kind] as unknown[];
  if (asked.length > MOST)
    return refuse(400, 'invalid_parameter', 'Only 150 contacts can be passed in a call');
  const success: unknown[] = [];
  const failure: unknown[] = [];
  for (const value of asked) {
    const contact =
      kind === 'ids'
        ? account.contacts.byId.get(Number(value))
        : account.contacts.find(kind === 'emails' ? 'email' : 'ext_id', String(value));
    if (!contact || contact.listIds.has(list.id) === adds) {
      failure.push(value);
      continue;
    }
    if (adds) {
      contact.listIds.add(list.id);
      contact.leftListIds.delete(list.id);
      joined(contact.id, list.id);
    } else contact.listIds.delete(list.id);
    contact.modifiedAt = now;
    success.push(value);
  }
  if (success.length > 0) return reply(201, { contacts: { success, failure } });
  const done = adds ? 'in list' : 'removed from list';
  return refuse(400, 'invalid_parameter', `Contact already ${done} and/or does not exist`);
}

/** Emptying a list is a process of its own; here it is over at once. */
function emptied(account: Account): number {
  const id = account.ids.process++;
  account.processes.push({ id, name: 'EMPTY_LIST', status: 'completed', reports: {} });
  return id;
}
