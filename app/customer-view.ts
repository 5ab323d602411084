import type { ConsentRecord, OptOut } from './domain/consent.ts';
import type { Difference } from './domain/difference.ts';
import type { Warning } from './domain/mapping.ts';
import type { AttributeValue } from './domain/transforms.ts';
import type { Halt, WaitsFor, Why } from './domain/why.ts';
import type { EntryView, ProblemView, ShopRef } from './services.ts';

/** How a side was asked: `unread` says why it could not be, `unasked` that there was nobody or no way to ask. */
export type SideState = 'found' | 'absent' | 'unread' | 'unasked';

/** What one channel's consent is on both sides, and what a delivery now would make of it. */
export interface ChannelView {
  /** The newest word of the store, with where and when it was said; null where there is no customer. */
  store: ConsentRecord | null;
  brevo: 'blocked' | 'open' | 'absent' | 'unknown';
  /** The newest "no" of the address that either side is known to have said. */
  optOut: OptOut | null;
  /** null where nothing is decided: the customer is left out, gone, or a side could not be read. */
  decision: {
    /** Whether the contact belongs on the list; `leave` where Brevo's side said no. */
    listed: boolean | 'leave';
    block: 'set' | 'lift' | 'leave';
    /** The no that stands against the store's yes. */
    overruled: OptOut | null;
  } | null;
}

/** Everything about one customer, read when it is asked for. Holds personal data: never logged, never kept. */
export interface CustomerView {
  customer: string;
  source: string;
  readAt: string;
  /** false: no store, delivery, entry or change has this id. */
  known: boolean;
  /** The one sentence: words by code and params in the screens, `text` in plain English. */
  answer: Why & { text: string };
  /** Why nothing goes out at all; null while the sync runs. */
  halt: Halt | null;
  store: {
    state: SideState;
    message: string | null;
    customer: {
      email: string | null;
      phone: string | null;
      firstName: string | null;
      lastName: string | null;
      tags: string[];
      updatedAt: string | null;
    } | null;
  };
  brevo: {
    state: SideState;
    message: string | null;
    contact: {
      id: number;
      email: string | null;
      extId: string | null;
      emailBlocked: boolean;
      smsBlocked: boolean;
      /** On the list that the settings name. */
      onList: boolean;
      listIds: number[];
      attributes: Record<string, AttributeValue>;
      modifiedAt: string | null;
    } | null;
  };
  consent: { email: ChannelView; sms: ChannelView };
  /** What a delivery now would change; null where the sides could not be compared. */
  differences: Difference[] | null;
  /** What the last delivery left. */
  link: {
    state: 'synced' | 'skipped' | 'unlinked' | 'deleted' | 'redacted';
    brevoId: number | null;
    syncedAt: string | null;
    /** The source's time of the newest change that was applied. */
    appliedAt: string | null;
    /** A person decided that the phone stays out of Brevo. */
    phoneLeftOut: boolean;
  } | null;
  pending: {
    event: string;
    since: string;
    dueAt: string;
    attempt: number;
    waitsFor: WaitsFor;
    /** When it is looked at next, where that is known. */
    until: string | null;
  } | null;
  problem: ProblemView | null;
  warnings: (Warning & { text: string })[];
  /** Newest first. */
  entries: EntryView[];
}

/** Who has an e-mail address. */
export interface EmailSearch {
  customers: {
    customer: string;
    source: string;
    /** `store`: has the address now. `link`: the contact of this customer was last sent with it. */
    foundBy: ('store' | 'link')[];
  }[];
  /** The contact in Brevo with this address, ours or not; null when there is none or Brevo was not asked. */
  contact: { id: number; customer: string | null } | null;
  /** Sides that could not be asked, in words. */
  unread: string[];
}

export type SyncNowEnding =
  | { kind: 'accepted'; changeId: string }
  | { kind: 'unknown' }
  | { kind: 'not_connected' }
  /** The system the customer comes from cannot be asked, and what its events said is not at hand. */
  | { kind: 'cannot_be_asked' };

export interface CustomerService {
  /**
   * Why this person is or is not in Brevo: both sides are read now, within a few seconds. null for what cannot be an
   * id at all.
   */
  why(shop: ShopRef, customer: string): Promise<CustomerView | null>;
  findByEmail(
    shop: ShopRef,
    email: string,
  ): Promise<{ kind: 'searched'; found: EmailSearch } | { kind: 'invalid' }>;
  /** Queues a fresh look at one customer, delivered even when nothing changed. */
  syncNow(shop: ShopRef, customer: string): Promise<SyncNowEnding>;
  /** Keeps the customer's phone out of Brevo from now on, or sends it again; both at once. */
  choosePhone(shop: ShopRef, customer: string, leftOut: boolean): Promise<SyncNowEnding>;
}
