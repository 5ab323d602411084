import type { Account, List } from './account.ts';
import { memberRoutes } from './list-members.ts';
import { page } from './paging.ts';
import { NO_METHOD, noContent, notFound, type Reply, type ResourceCall, refuse, reply } from './reply.ts';

type Body = Record<string, unknown>;
type Folder = Account['folders'][number];

const noFolder = notFound('Folder ID does not exist');
const LISTS = { name: 'lists', max: 50, normal: 10 };

/** /contacts/lists (facts section 7). `joined` is told whom the API put on a list. */
export function listRoutes(
  account: Account,
  call: ResourceCall,
  joined: (contactId: number, listId: number) => void,
): Reply {
  const { method, parts, query, body, now } = call;
  if (parts.length === 0) {
    if (method === 'GET') return page(account.lists, query, LISTS, (list) => shownList(account, list));
    return method === 'POST' ? createList(account, body, now) : NO_METHOD;
  }
  const list = account.lists.find((l) => l.id === Number(parts[0]));
  if (!list) return notFound('List ID does not exist');
  if (parts[1] === 'contacts') return memberRoutes(account, list, call, joined);
  switch (method) {
    case 'GET':
      return reply(200, {
        ...shownList(account, list),
        createdAt: new Date(list.createdAt).toISOString(),
        dynamicList: false,
        campaignStats: [],
      });
    case 'PUT':
      return updateList(account, list, body);
    case 'DELETE':
      removeLists(account, (l) => l === list);
      return noContent;
    default:
      return NO_METHOD;
  }
}

function createList(account: Account, body: Body, now: number): Reply {
  if (typeof body.name !== 'string' || body.name === '')
    return refuse(400, 'missing_parameter', 'List name is missing');
  if (body.folderId === undefined) return refuse(400, 'missing_parameter', 'Folder ID is missing');
  const folderId = Number(body.folderId);
  if (!account.folders.some((folder) => folder.id === folderId)) return noFolder;
  const list = { id: account.ids.list++, name: body.name, folderId, createdAt: now };
  account.lists.push(list);
  return reply(201, { id: list.id });
}

/** One of the two at a time, says the vendor's file. */
function updateList(account: Account, list: List, { name, folderId }: Body): Reply {
  if (typeof name === 'string' && name !== '') list.name = name;
  else if (folderId === undefined) return refuse(400, 'missing_parameter', 'List name is missing');
  else if (!account.folders.some((folder) => folder.id === Number(folderId))) return noFolder;
  else list.folderId = Number(folderId);
  return noContent;
}

/** The contacts stay. */
function removeLists(account: Account, goes: (list: List) => boolean): void {
  const gone = account.lists.filter(goes);
  account.lists = account.lists.filter((list) => !gone.includes(list));
  for (const contact of account.contacts.byId.values())
    for (const { id } of gone) {
      contact.listIds.delete(id);
      contact.leftListIds.delete(id);
    }
}

/** /contacts/folders and the lists of one (facts section 7). */
export function folderRoutes(account: Account, { method, parts, query, body }: ResourceCall): Reply {
  if (parts.length === 0) {
    if (method === 'GET')
      return page(account.folders, query, { name: 'folders', max: 50, normal: 10 }, (f) =>
        shownFolder(account, f),
      );
    if (method !== 'POST') return NO_METHOD;
    if (typeof body.name !== 'string' || body.name === '')
      return refuse(400, 'missing_parameter', 'Folder name is missing');
    const folder = { id: account.ids.folder++, name: body.name };
    account.folders.push(folder);
    return reply(201, { id: folder.id });
  }
  const folder = account.folders.find((f) => f.id === Number(parts[0]));
  if (!folder) return noFolder;
  if (parts[1] === 'lists') {
    if (method !== 'GET') return NO_METHOD;
    const lists = account.lists.filter((list) => list.folderId === folder.id);
    return page(lists, query, LISTS, (list) => shownList(account, list));
  }
  switch (method) {
    case 'GET':
      return reply(200, shownFolder(account, folder));
    case 'PUT':
      if (typeof body.name !== 'string' || body.name === '')
        return refuse(400, 'missing_parameter', 'Folder name is missing');
      folder.name = body.name;
      return noContent;
    case 'DELETE':
      account.folders = account.folders.filter((f) => f !== folder);
      removeLists(account, (list) => list.folderId === folder.id);
      return noContent;
    default:
      return NO_METHOD;
  }
}

/** totalSubscribers and totalBlacklisted are frozen at 0 (facts section 7). */
const FROZEN = { totalBlacklisted: 0, totalSubscribers: 0 };

function shownFolder(account: Account, folder: Folder) {
  const ids = account.lists.filter((list) => list.folderId === folder.id).map((list) => list.id);
  let uniqueSubscribers = 0;
  for (const contact of account.contacts.byId.values())
    if (ids.some((id) => contact.listIds.has(id))) uniqueSubscribers += 1;
  return { ...folder, ...FROZEN, uniqueSubscribers };
}

function shownList(account: Account, { id, name, folderId }: List) {
  let uniqueSubscribers = 0;
  for (const contact of account.contacts.byId.values()) if (contact.listIds.has(id)) uniqueSubscribers += 1;
  return { id, name, folderId, ...FROZEN, uniqueSubscribers };
}
