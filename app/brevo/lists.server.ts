import type { Answer } from './answer.ts';
import type { BrevoClient } from './client.server.ts';

type Failure = Exclude<Answer, { kind: 'ok' }>;

export interface ListView {
  id: number;
  name: string;
  subscribers: number;
}

/** Lists come in pages of 50 (contacts allow 1,000; facts/brevo.md section 7). */
const PAGE = 50;
const MAX_PAGES = 40;

export type ListsReading = { kind: 'read'; lists: ListView[] } | { kind: 'failed'; answer: Failure };

export async function readLists(client: BrevoClient): Promise<ListsReading> {
  const lists: ListView[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await client.call('GET', `/contacts/lists?limit=${PAGE}&offset=${page * PAGE}&sort=desc`);
    if (answer.kind !== 'ok') return { kind: 'failed', answer };
    const body = answer.body as { lists?: Record<string, unknown>[]; count?: number } | null;
    const found = body?.lists ?? [];
    lists.push(...found.map(readList));
    if (found.length < PAGE) break;
  }
  return { kind: 'read', lists };
}

function readList(raw: Record<string, unknown>): ListView {
  // totalSubscribers is being frozen at 0 by the vendor; uniqueSubscribers is the one that counts.
  return { id: Number(raw.id), name: String(raw.name), subscribers: Number(raw.uniqueSubscribers ?? 0) };
}

export type ListCreated = { kind: 'read'; list: ListView } | { kind: 'failed'; answer: Failure };

/** Makes a list; a list needs a folder, so the account's first folder holds it, or one that is made for it. */
export async function createList(client: BrevoClient, name: string): Promise<ListCreated> {
  const folder = await firstFolder(client);
  if (folder.kind === 'failed') return folder;
  const answer = await client.call('POST', '/contacts/lists', { name, folderId: folder.id });
  if (answer.kind !== 'ok') return { kind: 'failed', answer };
  return { kind: 'read', list: { id: Number((answer.body as { id: number }).id), name, subscribers: 0 } };
}

async function firstFolder(
  client: BrevoClient,
): Promise<{ kind: 'read'; id: number } | { kind: 'failed'; answer: Failure }> {
  const answer = await client.call('GET', '/contacts/folders?limit=10&offset=0');
  if (answer.kind !== 'ok') return { kind: 'failed', answer };
  const first = (answer.body as { folders?: { id: number }[] } | null)?.folders?.[0];
  if (first) return { kind: 'read', id: first.id };
  const made = await client.call('POST', '/contacts/folders', { name: 'Shopify' });
  if (made.kind !== 'ok') return { kind: 'failed', answer: made };
  return { kind: 'read', id: Number((made.body as { id: number }).id) };
}

/** Takes contacts off a list, 150 at most (facts/brevo.md section 7); refused when none of them is on it. */
export function takeOffList(client: BrevoClient, listId: number, ids: number[]): Promise<Answer> {
  return client.call('POST', `/contacts/lists/${listId}/contacts/remove`, { ids });
}
