import type { OptOut } from './domain/consent.ts';
import type { ContactState } from './domain/contact-state.ts';
import type { Customer } from './domain/customer.ts';
import type { Warning } from './domain/mapping.ts';
import type { BrevoAttribute } from './domain/mapping-rule.ts';
import type { BrevoReading, Fault, ShopRef } from './services.ts';
import type { Configuration } from './settings/configuration.ts';
import type { ConfigurationChange } from './settings/configuration-diff.ts';

/** The mapping screen's side of the app: `context.services.mapping`. */
export interface MappingService {
  /** What is stored, and what the browser needs to compute with it. Asks no vendor. */
  screen(shop: ShopRef): Promise<MappingScreen>;
  storeFields(shop: ShopRef): Promise<StoreReading<StoreFields>>;
  /** A handful of customers to choose from; without words those who changed last. */
  customers(shop: ShopRef, words: string): Promise<StoreReading<CustomerHit[]>>;
  /** One customer as the store has them now, with these metafields (`namespace.key`); null where there is none. */
  customer(shop: ShopRef, id: string, metafields: string[]): Promise<StoreReading<Customer | null>>;
  /** Makes an attribute in Brevo; one that is there already is as good. Answers all attributes. */
  createAttribute(
    shop: ShopRef,
    name: string,
    type: BrevoAttribute['type'],
  ): Promise<BrevoReading<BrevoAttribute[]>>;
  /** The contact that Brevo would hold for a customer, by the stored configuration or by one that is only thought of. */
  preview(shop: ShopRef, wanted: { customerId: string; configuration?: unknown }): Promise<PreviewEnding>;
  /** Stores what a person edited from version `basedOn`, unless somebody else saved meanwhile. */
  save(shop: ShopRef, sent: unknown, basedOn: number, savedBy: string): Promise<SaveEnding>;
  /** Whether a person saved or confirmed the mapping: a step of the setup guide. */
  isConfirmed(shop: ShopRef): Promise<boolean>;
  /** A person looked at the mapping and found it right. */
  confirm(shop: ShopRef, savedBy: string): Promise<void>;
  /** Saved versions, newest first, from the one before `before` on. */
  versions(shop: ShopRef, before?: number): Promise<{ versions: VersionView[]; more: boolean }>;
  /** Saves an earlier version again, as a new one. */
  restore(shop: ShopRef, version: number, savedBy: string): Promise<SaveEnding | { kind: 'unknown' }>;
}

export interface MappingScreen {
  configuration: Configuration;
  /** 0 while nothing was ever saved. */
  version: number;
  /** When a person saved or confirmed the mapping; null while it is the one that ships and nobody looked. */
  confirmedAt: string | null;
  connected: boolean;
  /** The account's attributes as read last; null before the first reading. */
  attributes: BrevoAttribute[] | null;
  timeZone: string;
  shopCountry: string | null;
  currency: string;
  /** How many customers are in Brevo; counted to a limit, where `atLeast` says that there are more. */
  synced: { customers: number; atLeast: boolean };
  /** The mapping changed since everything was last brought up to date. */
  resync: boolean;
}

/** Beyond the fields that every customer has: the store's metafields (`namespace.key`) and tags. */
export interface StoreFields {
  metafields: { name: string; type: string; label: string }[];
  tags: string[];
}

export interface CustomerHit {
  id: string;
  name: string;
  email: string | null;
}

/** Reading from the store for a screen: the answer, or why there is none. */
export type StoreReading<T> =
  | { kind: 'read'; value: T }
  | { kind: 'unavailable'; message: string }
  | { kind: 'no_access'; message: string };

export type PreviewEnding =
  | { kind: 'previewed'; preview: PreviewView }
  | { kind: 'invalid'; faults: Fault[] }
  | { kind: 'not_connected' }
  /** The store has no such customer, or its source cannot be asked. */
  | { kind: 'not_found' }
  | { kind: 'source_unavailable'; message: string }
  | { kind: 'brevo_unavailable'; message: string };

/** What a delivery would do now, in the log's words, and both sides of the contact. */
export interface PreviewView {
  customer: { source: string; id: string; name: string | null; email: string | null };
  action: 'create' | 'update' | 'delete' | 'unlink' | 'none';
  outcome: 'succeeded' | 'skipped' | 'failed';
  code: string | null;
  message: string | null;
  /** What Brevo would hold; null: no contact. */
  contact: ContactState | null;
  /** What Brevo holds; null: no contact. */
  today: ContactState | null;
  /** `email`, `extId`, `lists`, `emailBlacklisted`, `smsBlacklisted`, `attributes.NAME` */
  differences: string[];
  consent: { email: ConsentPreview; sms: ConsentPreview; onList: boolean };
  /** Attributes that the mapping names and the account lacks: made with the delivery. */
  attributesToCreate: { name: string; type: BrevoAttribute['type'] }[];
  warnings: Warning[];
}

export interface ConsentPreview {
  /** The newest word in the store, and when it was said. */
  state: Customer['emailConsent']['state'];
  at: string | null;
  /** Whether the contact would be blocked for the channel. */
  blocked: boolean;
  /** The opt-out that stands against the store's yes. */
  optedOut: OptOut | null;
}

export type SaveEnding =
  | { kind: 'saved'; screen: MappingScreen }
  | { kind: 'invalid'; faults: Fault[] }
  /** Somebody saved since: nothing was stored. */
  | { kind: 'outdated' };

export interface VersionView {
  version: number;
  savedAt: string;
  /** `user <id>`, `token <name>`, a name, or `admin`. */
  savedBy: string;
  restoredFrom: number | null;
  changes: ConfigurationChange[];
  current: boolean;
}
