import type { RemoteContact } from '../domain/remote.ts';
import type { ContactBody } from '../domain/target.ts';
import type { AttributeValue } from '../domain/transforms.ts';
import type { Answer } from './answer.ts';
import type { BrevoClient } from './client.server.ts';

/** How a contact is named in a path. Always sent: a numeric ext_id would otherwise be taken for a contact id. */
export type ContactKey =
  | { type: 'contact_id'; value: number }
  | { type: 'email_id'; value: string }
  | { type: 'ext_id'; value: string }
  | { type: 'phone_id'; value: string };

type Failure = Exclude<Answer, { kind: 'ok' }>;

export type Found =
  | { kind: 'found'; contact: RemoteContact }
  | { kind: 'absent' }
  | { kind: 'failed'; answer: Failure };

export interface BrevoContacts {
  create(body: ContactBody): Promise<Answer>;
  update(key: ContactKey, body: ContactBody): Promise<Answer>;
  remove(key: ContactKey): Promise<Answer>;
  find(key: ContactKey): Promise<Found>;
}

/** Contacts of one account (facts/brevo.md sections 3 and 4). */
export function brevoContacts(client: BrevoClient): BrevoContacts {
  return {
    create: (body) => client.call('POST', '/contacts', body),
    update: (key, body) => client.call('PUT', pathOf(key), body),
    remove: (key) => client.call('DELETE', pathOf(key)),
    async find(key) {
      const answer = await client.call('GET', pathOf(key));
      if (answer.kind === 'not_found') return { kind: 'absent' };
      if (answer.kind !== 'ok') return { kind: 'failed', answer };
      return { kind: 'found', contact: readContact(answer.body) };
    },
  };
}

function pathOf(key: ContactKey): string {
  // Phones are kept, and so looked up, as digits without a plus.
  const value = key.type === 'phone_id' ? key.value.replace(/\D/g, '') : String(key.value);
  return `/contacts/${encodeURIComponent(value)}?identifierType=${key.type}`;
}

const PLACEHOLDER = /@mailin-sms\.com$/i;

/** Reads a contact from any of Brevo's reading calls, tolerant of what older accounts leave out. */
function readContact(body: unknown): RemoteContact {
  const raw = body as Record<string, unknown>;
  const attributes = (raw.attributes ?? {}) as Record<string, AttributeValue>;
  const email =
    typeof raw.email === 'string' && !PLACEHOLDER.test(raw.email) ? raw.email.toLowerCase() : null;
  const extId = attributes.EXT_ID ?? raw.ext_id;
  return {
    id: Number(raw.id),
    email,
    extId: extId === undefined || extId === null || extId === '' ? null : String(extId),
    emailBlacklisted: raw.emailBlacklisted === true,
    smsBlacklisted: raw.smsBlacklisted === true,
    listIds: numbers(raw.listIds),
    leftListIds: numbers(raw.listUnsubscribed),
    attributes,
    modifiedAt: instant(raw.modifiedAt),
    createdAt: instant(raw.createdAt),
  };
}

function numbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

/** Brevo writes instants with the account's offset. */
function instant(value: unknown): string | null {
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : new Date(parsed).toISOString();
}

/** At most 20 contacts by their ids; those that are not there are left out. */
export async function readContactsByIds(client: BrevoClient, ids: readonly number[]): Promise<PageReading> {
  const answer = await client.call(
    'GET',
    `/contacts?limit=${ids.length}&offset=0&sort=asc&${ids.map((id) => `ids=${id}`).join('&')}`,
  );
  if (answer.kind !== 'ok') return { kind: 'failed', answer };
  const raw = (answer.body as { contacts?: unknown[] } | null)?.contacts ?? [];
  return { kind: 'read', contacts: raw.map(readContact), last: true, at: answer.at ?? null };
}

/** How many contacts the account has. */
export async function readSize(
  client: BrevoClient,
): Promise<{ kind: 'read'; count: number } | { kind: 'failed'; answer: Failure }> {
  const answer = await client.call('GET', '/contacts?limit=1&offset=0');
  if (answer.kind !== 'ok') return { kind: 'failed', answer };
  return { kind: 'read', count: Number((answer.body as { count?: unknown } | null)?.count ?? 0) };
}

/** Brevo gives at most this many contacts a call. */
const PAGE = 1_000;

export type PageReading =
  /** `at`: Brevo's clock when it answered (ISO). */
  | { kind: 'read'; contacts: RemoteContact[]; last: boolean; at: string | null }
  | { kind: 'failed'; answer: Failure };

/**
 * One page of contacts, oldest first, so that contacts made meanwhile come at the end: all of them, or those that
 * anybody changed since a time of Brevo's clock (inclusive).
 */
export async function readContactPage(
  client: BrevoClient,
  offset: number,
  since?: string,
): Promise<PageReading> {
  const changed = since === undefined ? '' : `&modifiedSince=${encodeURIComponent(since)}`;
  const answer = await client.call('GET', `/contacts?limit=${PAGE}&offset=${offset}&sort=asc${changed}`);
  if (answer.kind !== 'ok') return { kind: 'failed', answer };
  const raw = (answer.body as { contacts?: unknown[] } | null)?.contacts ?? [];
  return { kind: 'read', contacts: raw.map(readContact), last: raw.length < PAGE, at: answer.at ?? null };
}
