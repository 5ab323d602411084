import type { Account, Attribute, List } from './account.ts';
import { shown } from './contact-routes.ts';
import { noContent, notFound, type Reply, refuse, reply } from './reply.ts';

export interface ResourceCall {
  method: string;
  /** Path parts after /contacts or after the root. */
  parts: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  now: number;
}

const NO_METHOD = refuse(405, 'method_not_allowed', 'Method not allowed');
const TYPES = ['text', 'date', 'float', 'boolean', 'multiple-choice', 'id', 'user'];

/** /contacts/attributes (facts section 6). */
export function attributeRoutes(account: Account, { method, parts, body }: ResourceCall): Reply {
  const [category, rawName, option] = parts;
  if (category === undefined)
    return method === 'GET' ? reply(200, { attributes: account.attributes }) : NO_METHOD;
  const name = (rawName ?? '').toUpperCase();
  const known = account.attributes.find((a) => a.name === name);
  if (method === 'POST') {
    if (Object.keys(body).length === 0) return refuse(400, 'missing_parameter', 'No inputs in the body');
    if (known) return refuse(400, 'invalid_parameter', 'Attribute name must be unique');
    if (!/^[A-Z][A-Z0-9_-]{0,49}$/.test(name))
      return refuse(400, 'invalid_parameter', 'Invalid attribute name');
    if (category === 'normal' && !TYPES.includes(String(body.type)))
      return refuse(400, 'invalid_parameter', 'Attribute type is invalid');
    account.attributes.push(newAttribute(category as Attribute['category'], name, body));
    return { status: 201 };
  }
  if (!known) return notFound('Attribute not found');
  if (method === 'PUT') {
    if (Array.isArray(body.multiCategoryOptions))
      known.multiCategoryOptions = body.multiCategoryOptions.map(String);
    if (Array.isArray(body.enumeration)) known.enumeration = readEnumeration(body.enumeration);
    return noContent;
  }
  if (method !== 'DELETE') return NO_METHOD;
  if (option !== undefined)
    known.multiCategoryOptions = known.multiCategoryOptions?.filter((o) => o !== option) ?? [];
  else account.attributes = account.attributes.filter((a) => a !== known);
  return noContent;
}

function newAttribute(
  category: Attribute['category'],
  name: string,
  body: Record<string, unknown>,
): Attribute {
  if (category === 'category') return { name, category, enumeration: readEnumeration(body.enumeration) };
  return {
    name,
    category,
    type: String(body.type ?? 'text'),
    ...(Array.isArray(body.multiCategoryOptions)
      ? { multiCategoryOptions: body.multiCategoryOptions.map(String) }
      : {}),
  };
}

function readEnumeration(value: unknown): NonNullable<Attribute['enumeration']> {
  if (!Array.isArray(value)) return [];
  return value.map((entry: { value: unknown; label: unknown }) => ({
    value: Number(entry.value) || 0,
    valueStr: String(entry.value),
    label: String(entry.label),
  }));
}

/** /contacts/lists and /contacts/folders (facts section 7). */
export function listRoutes(account: Account, call: ResourceCall): Reply {
  const { method, parts, query, body, now } = call;
  if (parts.length === 0) {
    if (method === 'GET') {
      const lists = query.get('sort') === 'asc' ? account.lists : account.lists.toReversed();
      return page(lists, query, 50, 'lists', (list) => shownList(account, list));
    }
    if (typeof body.name !== 'string' || body.name === '')
      return refuse(400, 'missing_parameter', 'List name is missing');
    if (!account.folders.some((folder) => folder.id === Number(body.folderId)))
      return notFound('Folder ID does not exist');
    const list = { id: account.ids.list++, name: body.name, folderId: Number(body.folderId), createdAt: now };
    account.lists.push(list);
    return reply(201, { id: list.id });
  }
  const list = account.lists.find((l) => l.id === Number(parts[0]));
  if (!list) return notFound('List ID does not exist');
  if (parts[1] === 'contacts') return membership(account, list, call);
  switch (method) {
    case 'GET':
      return reply(200, {
        ...shownList(account, list),
        createdAt: new Date(list.createdAt).toISOString(),
        dynamicList: false,
        campaignStats: [],
      });
    case 'PUT':
      if (typeof body.name === 'string') list.name = body.name;
      return noContent;
    case 'DELETE':
      account.lists = account.lists.filter((l) => l !== list);
      for (const contact of account.contacts.byId.values()) contact.listIds.delete(list.id);
      return noContent;
    default:
      return NO_METHOD;
  }
}

function membership(account: Account, list: List, { method, parts, query, body, now }: ResourceCall): Reply {
  const members = [...account.contacts.byId.values()].filter((c) => c.listIds.has(list.id));
  if (method === 'GET') return page(members, query, 500, 'contacts', shown);
  const adds = parts[2] === 'add';
  if (!adds && body.all === true) {
    for (const member of members) member.listIds.delete(list.id);
    return reply(201, { contacts: { processId: account.ids.process++, total: members.length } });
  }
  const asked = (['emails', 'ids', 'extIds'] as const).flatMap((kind) =>
    Array.isArray(body[kind]) ? body[kind].map((value) => ({ kind, value })) : [],
  );
  if (asked.length > 150)
    return refuse(400, 'invalid_parameter', 'Only 150 contacts can be passed in a call');
  const success: unknown[] = [];
  const failure: unknown[] = [];
  for (const { kind, value } of asked) {
    const contact =
      kind === 'ids'
        ? account.contacts.byId.get(Number(value))
        : account.contacts.find(kind === 'emails' ? 'email' : 'ext_id', String(value));
    if (!contact || contact.listIds.has(list.id) === adds) failure.push(value);
    else {
      if (adds) contact.listIds.add(list.id);
      else contact.listIds.delete(list.id);
      contact.modifiedAt = now;
      success.push(value);
    }
  }
  if (success.length === 0) {
    return refuse(
      400,
      'invalid_parameter',
      adds
        ? 'Contact already in list and/or does not exist'
        : 'Contact already removed from list and/or does not exist',
    );
  }
  return reply(201, { contacts: { success, failure } });
}

export function folderRoutes(account: Account, { method, parts, query, body }: ResourceCall): Reply {
  if (parts.length === 0) {
    const shownFolder = (f: { id: number; name: string }) => ({
      ...f,
      totalBlacklisted: 0,
      totalSubscribers: 0,
      uniqueSubscribers: 0,
    });
    if (method === 'GET') return page(account.folders, query, 50, 'folders', shownFolder, 10);
    if (typeof body.name !== 'string' || body.name === '')
      return refuse(400, 'missing_parameter', 'Folder name is missing');
    const folder = { id: account.ids.folder++, name: body.name };
    account.folders.push(folder);
    return reply(201, { id: folder.id });
  }
  const folder = account.folders.find((f) => f.id === Number(parts[0]));
  if (!folder) return notFound('Folder ID does not exist');
  if (method === 'GET')
    return reply(200, { ...folder, totalBlacklisted: 0, totalSubscribers: 0, uniqueSubscribers: 0 });
  if (method !== 'DELETE') return NO_METHOD;
  account.folders = account.folders.filter((f) => f !== folder);
  account.lists = account.lists.filter((l) => l.folderId !== folder.id);
  return noContent;
}

function shownList(account: Account, list: List) {
  let unique = 0;
  for (const contact of account.contacts.byId.values()) if (contact.listIds.has(list.id)) unique += 1;
  return {
    id: list.id,
    name: list.name,
    folderId: list.folderId,
    uniqueSubscribers: unique,
    totalSubscribers: 0,
    totalBlacklisted: 0,
  };
}

function page<T>(
  all: T[],
  query: URLSearchParams,
  max: number,
  name: string,
  show: (item: T) => unknown,
  normal = Math.min(max, 50),
): Reply {
  const limit = Number(query.get('limit') ?? (name === 'lists' ? 10 : normal));
  const offset = Number(query.get('offset') ?? 0);
  if (!(limit >= 1 && limit <= max)) return refuse(400, 'out_of_range', 'Limit exceeds max value');
  return reply(200, { [name]: all.slice(offset, offset + limit).map(show), count: all.length });
}
