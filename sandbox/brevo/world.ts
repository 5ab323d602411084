import { type Account, type AccountOptions, createAccount, type Language } from './account.ts';
import { type Call, CallLog } from './call-log.ts';
import { type Contact, PHONES, readPhone, type Value } from './contact-store.ts';
import type { Written } from './contact-write.ts';
import { Faults } from './faults.ts';
import { GENERAL_LIMITS, type Limits } from './limiter.ts';
import { actAsPerson, type HumanAct } from './people.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';
import { WebhookSender } from './webhooks.ts';

export const DEFAULT_KEY = 'xkeysib-sandbox-0000000000000000';

export interface ContactView {
  id: number;
  email: string | null;
  extId: string | null;
  attributes: Record<string, Value>;
  emailBlacklisted: boolean;
  smsBlacklisted: boolean;
  listIds: number[];
  createdAt: number;
  modifiedAt: number;
}

export interface Seed {
  email?: string;
  extId?: string;
  attributes?: Record<string, Value>;
  emailBlacklisted?: boolean;
  smsBlacklisted?: boolean;
  listIds?: number[];
  /** Milliseconds since 1970. */
  modifiedAt?: number;
}

/** How a world begins. */
export interface Beginning {
  /** Accounts to begin with, one a key; DEFAULT_KEY when there is none. */
  keys?: string[];
  /** The language of the signup names the attributes. */
  language?: Language;
  limits?: Limits | 'off';
  switches?: Partial<Switches>;
  /** Calls that are kept in the log. */
  keepCalls?: number;
  /** Fills the world, now and after every reset. */
  seed?: (world: BrevoWorld) => void;
}

/** The emulated Brevo: accounts by key, faults, limits, and what a person could do in its screens. */
export class BrevoWorld {
  readonly accounts = new Map<string, Account>();
  readonly faults: Faults;
  readonly sender = new WebhookSender();
  readonly log = new CallLog();
  readonly now: () => number;
  readonly defaultKey: string;
  readonly #beginning: Beginning;
  limits: Limits | 'off' = GENERAL_LIMITS;
  switches: Switches = { ...DEFAULT_SWITCHES };
  /** Every answer takes at least this long. */
  latencyMs = 0;

  constructor(now: () => number, random: () => number, beginning: Beginning = {}) {
    const { keys = [], language = 'en', keepCalls } = beginning;
    this.now = now;
    this.faults = new Faults(random);
    this.#beginning = beginning;
    this.defaultKey = keys[0] ?? DEFAULT_KEY;
    for (const key of keys.length > 0 ? keys : [DEFAULT_KEY]) this.addAccount({ key, language });
    if (keepCalls !== undefined) this.log.keep = keepCalls;
    this.reset();
  }

  addAccount(options: AccountOptions): Account {
    const account = createAccount(options, this.now);
    this.accounts.set(options.key, account);
    return account;
  }

  account(key = this.defaultKey): Account {
    const account = this.accounts.get(key);
    if (!account) throw new Error(`No account with the key ${key}`);
    return account;
  }

  contacts(key?: string): ContactView[] {
    return this.account(key).contacts.ordered().map(view);
  }

  contactByEmail(email: string, key?: string): ContactView | undefined {
    const found = this.account(key).contacts.find('email', email);
    return found && view(found);
  }

  contactByExtId(extId: string, key?: string): ContactView | undefined {
    const found = this.account(key).contacts.find('ext_id', extId);
    return found && view(found);
  }

  /** A contact that was there before anybody synced. */
  seedContact(seed: Seed, key?: string): ContactView {
    const { contacts } = this.account(key);
    const contact = contacts.add(this.now());
    if (seed.email) contacts.identify(contact, 'email', seed.email);
    if (seed.extId) contacts.identify(contact, 'ext_id', seed.extId);
    for (const [name, value] of Object.entries(seed.attributes ?? {})) {
      const phone = PHONES.find((p) => p === name);
      if (phone) contacts.identify(contact, phone, readPhone(value) ?? String(value));
      else contact.attributes[name] = value;
    }
    contact.emailBlacklisted = seed.emailBlacklisted ?? false;
    contact.smsBlacklisted = seed.smsBlacklisted ?? false;
    for (const id of seed.listIds ?? []) contact.listIds.add(id);
    if (seed.modifiedAt !== undefined) contact.modifiedAt = seed.modifiedAt;
    return view(contact);
  }

  /** What a person does in Brevo or with a mail from it; throws when a person could not. */
  act(act: HumanAct, key?: string): void {
    actAsPerson(this.account(key), this.sender, act, this.now());
  }

  /** Tells webhooks of what the API wrote, as an echo that the app must recognise. */
  told(account: Account, { contact, changed, joined, blocked }: Written): void {
    const { email } = contact;
    if (this.switches.echoesBlocks && blocked)
      this.sender.fire(account, 'unsubscribed', email, { list_id: [...contact.listIds] }, this.now());
    if (!this.switches.echoes) return;
    if (Object.keys(changed).length > 0) {
      const content = [{ email, attributes: changed }];
      this.sender.fire(account, 'contactUpdated', email, { content }, this.now());
    }
    if (joined.length > 0) this.sender.fire(account, 'listAddition', email, { list_id: joined }, this.now());
  }

  /** The same for lists/add. */
  toldOfList(account: Account, contactId: number, listId: number): void {
    const email = account.contacts.byId.get(contactId)?.email ?? null;
    if (this.switches.echoes)
      this.sender.fire(account, 'listAddition', email, { list_id: [listId] }, this.now());
  }

  /** The same for DELETE. */
  toldOfDeletion(account: Account, { listIds }: Contact, email: string | null): void {
    if (this.switches.echoes)
      this.sender.fire(account, 'contactDeleted', email, { list_id: [...listIds] }, this.now());
  }

  /** The calls of the API in the order of their arrival. */
  get calls(): Call[] {
    return this.log.all;
  }

  set calls(calls: Call[]) {
    this.log.all = calls;
  }

  /** As on the first day: contacts, lists, faults, switches, limits and calls. */
  reset(): void {
    const { limits = GENERAL_LIMITS, switches, seed } = this.#beginning;
    const accounts = [...this.accounts.values()].map(({ key, companyName, language }) => ({
      key,
      companyName,
      language,
    }));
    this.accounts.clear();
    for (const account of accounts) this.addAccount(account);
    this.faults.clear();
    this.switches = { ...DEFAULT_SWITCHES, ...switches };
    this.limits = limits;
    this.latencyMs = 0;
    this.calls = [];
    seed?.(this);
  }
}

/** A contact for reading: a copy that later writes leave alone. */
export function view(contact: Contact): ContactView {
  const { listIds, leftListIds: _, attributes, ...rest } = contact;
  return { ...rest, attributes: { ...attributes }, listIds: [...listIds] };
}
