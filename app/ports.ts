import type { Answer } from './brevo/answer.ts';
import type { BrevoContacts, ContactKey, Found, PageReading } from './brevo/contacts.server.ts';
import type { BrevoImports } from './brevo/imports.server.ts';
import type { ListCreated } from './brevo/lists.server.ts';
import type { Pace } from './brevo/pace.server.ts';
import type { Database } from './db.server.ts';
import type { Change } from './domain/change.ts';
import type { OptOut } from './domain/consent.ts';
import type { Customer, Source } from './domain/customer.ts';
import type { BrevoAttribute } from './domain/mapping-rule.ts';
import type { Log } from './log.server.ts';
import type { CustomerHit, StoreFields, StoreReading } from './mapping-service.ts';
import type { Secrets } from './settings/secrets.server.ts';

export type { Answer, BrevoContacts, ContactKey, Found };

/** Everything the path needs of the world. Made once by app/ports.server.ts; tests make their own. */
export interface Ports {
  db: Database;
  secrets: Secrets;
  log: Log;
  /** The clock: milliseconds since 1970. */
  now(): number;
  /** A number from 0 (included) to 1. */
  random(): number;
  newId(): string;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** The source's side of a shop. */
  source(name: Source): CustomerSource;
  /** The Brevo account of a connection. */
  brevo(connection: { apiKey: string; account: string }, signal?: AbortSignal): BrevoAccount;
}

export interface ShopOfSource {
  id: number;
  domain: string;
}

export type FetchEnding =
  /** Every asked id is a key: the customer as it is now, or null when the source has none of that id. */
  | { kind: 'fetched'; customers: Map<string, Customer | null> }
  /** Try again: later by `retryInMs` where the source names a time. */
  | { kind: 'unavailable'; code: string; message: string; retryInMs: number | null }
  /** The source does not let us in any more: only the merchant can change that. */
  | { kind: 'no_access'; message: string }
  /** The shop has not connected this source: all that is known of its customers came with their events. */
  | { kind: 'not_connected' };

/** `unavailable`: later may help. `failed`: this export will never be finished. */
export type ExportTrouble = { kind: 'unavailable'; message: string } | { kind: 'failed'; message: string };

/** `end` is the offset behind the customer, to go on from. After `broken` nothing follows: read on from the last `end`. */
export type ExportItem =
  | { kind: 'customer'; customer: Customer; end: number }
  | { kind: 'broken'; message: string };

/** `access`: whether the source still lets us in. After a trouble nothing follows. */
export interface PollTrouble {
  kind: 'trouble';
  access: boolean;
  message: string;
}

export type PollItem =
  | { kind: 'changes'; changes: Change[]; cursor: Record<string, unknown> | null }
  | PollTrouble;

export interface CustomerSource {
  /** false: the source cannot be asked, its data travels with the change. */
  canFetch: boolean;
  /** Whether the shop has connected the source, so that it can be asked; absent: it always can. */
  connected?(shop: ShopOfSource): Promise<boolean>;
  /** Reads the data that travelled with a change; null when it holds no customer. */
  fromPayload?(payload: string): Customer | null;
  fetch(shop: ShopOfSource, ids: string[], metafields: string[]): Promise<FetchEnding>;
  /** A page of customers that were changed since a time (inclusive), oldest change first; `next` goes on. */
  changedSince?(
    shop: ShopOfSource,
    since: Date,
    metafields: string[],
    after: string | null,
  ): Promise<
    { kind: 'page'; customers: Customer[]; next: string | null } | { kind: 'unread'; message: string }
  >;
  /** The customer who has an e-mail address now. */
  findByEmail?(
    shop: ShopOfSource,
    email: string,
  ): Promise<{ kind: 'found'; id: string } | { kind: 'absent' } | { kind: 'unread'; message: string }>;
  storeFields?(shop: ShopOfSource): Promise<StoreReading<StoreFields>>;
  /** A handful of customers by words of their name, by e-mail, phone or id; without words those changed last. */
  search?(shop: ShopOfSource, words: string): Promise<StoreReading<CustomerHit[]>>;
  /** Starts reading every customer of the store; the source writes a file that `readExport` gives back. */
  startExport?(
    shop: ShopOfSource,
    metafields: string[],
  ): Promise<{ kind: 'started'; id: string } | ExportTrouble>;
  exportState?(
    shop: ShopOfSource,
    id: string,
  ): Promise<
    /** `url` is for `readExport` alone: an address, or what else names the export; null for an empty store. */
    { kind: 'running'; read: number } | { kind: 'ready'; url: string | null; total: number } | ExportTrouble
  >;
  /** The customers of a finished export from a byte offset on, one after the other; never held whole. */
  readExport?(url: string, metafields: string[], from: number): AsyncIterable<ExportItem>;
  /**
   * For a source that tells nobody of changes: what changed since `cursor`, which is the source's own note. A cursor of
   * `null` means: not yet, the changes stand in the middle of something.
   */
  poll?(shop: ShopOfSource, cursor: Record<string, unknown>, now: number): AsyncIterable<PollItem>;
  /** For a source that tells nobody of deletions: the ids of all its customers. */
  allIds?(shop: ShopOfSource): AsyncIterable<{ kind: 'ids'; ids: string[] } | PollTrouble>;
  /** Writes an opt-out that was spoken in Brevo into the source, with the time it was spoken. */
  writeOptOut?(
    shop: ShopOfSource,
    customerId: string,
    channel: 'email' | 'sms',
    optOut: OptOut,
  ): Promise<
    { kind: 'written' } | { kind: 'refused'; message: string } | { kind: 'unavailable'; message: string }
  >;
}

export interface BrevoAccount {
  contacts: BrevoContacts;
  pace: Pace;
  readAttributes(): Promise<
    | { kind: 'read'; attributes: BrevoAttribute[] }
    | { kind: 'failed'; answer: Exclude<Answer, { kind: 'ok' }> }
  >;
  /**
   * A page of at most 1,000 contacts in the order of creation; with `since` (ISO, Brevo's clock, inclusive) only those
   * that were changed from then on.
   */
  page(offset: number, since?: string): Promise<PageReading>;
  /** At most 20 contacts by their ids; who is not there is left out. */
  byIds(ids: readonly number[]): Promise<PageReading>;
  /** How many contacts the account has. */
  size(): Promise<
    { kind: 'read'; count: number } | { kind: 'failed'; answer: Exclude<Answer, { kind: 'ok' }> }
  >;
  imports: BrevoImports;
  createList(name: string): Promise<ListCreated>;
  /** The contacts on it stay. */
  deleteList(id: number): Promise<Answer>;
  /** Takes at most 150 contacts off a list; refused when none of them is on it. */
  takeOffList(listId: number, contactIds: number[]): Promise<Answer>;
  createAttribute(name: string, type: BrevoAttribute['type']): Promise<Answer>;
}
