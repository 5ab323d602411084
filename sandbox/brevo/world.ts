import { type Account, type AccountOptions, createAccount } from './account.ts';
import { type Contact, PHONES, readPhone, type Value } from './contact-store.ts';
import type { Written } from './contact-write.ts';
import { Faults } from './faults.ts';
import { GENERAL_LIMITS, type Limits } from './limiter.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';
import { WebhookSender } from './webhooks.ts';

export const DEFAULT_KEY = 'xkeysib-sandbox-0000000000000000';

export interface Call {
  method: string;
  path: string;
  body: unknown;
  status: number | null;
  startedAt: number;
  endedAt: number | null;
  key: string;
}

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

/** The emulated Brevo: accounts by key, faults, limits, and what a person could do in its screens. */
export class BrevoWorld {
  readonly accounts = new Map<string, Account>();
  readonly faults: Faults;
  readonly sender = new WebhookSender();
  readonly now: () => number;
  limits: Limits | 'off' = GENERAL_LIMITS;
  switches: Switches = { ...DEFAULT_SWITCHES };
  /** Every answer takes at least this long. */
  latencyMs = 0;
  calls: Call[] = [];
  /** Newest calls kept. */
  keepCalls = 20_000;

  constructor(now: () => number, random: () => number) {
    this.now = now;
    this.faults = new Faults(random);
    this.addAccount({ key: DEFAULT_KEY });
  }

  addAccount(options: AccountOptions): Account {
    const account = createAccount(options, this.now);
    this.accounts.set(options.key, account);
    return account;
  }

  account(key = DEFAULT_KEY): Account {
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
    const { SMS, ...attributes } = seed.attributes ?? {};
    if (SMS !== undefined) contacts.identify(contact, 'SMS', readPhone(SMS) ?? String(SMS));
    Object.assign(contact.attributes, attributes);
    contact.emailBlacklisted = seed.emailBlacklisted ?? false;
    contact.smsBlacklisted = seed.smsBlacklisted ?? false;
    for (const id of seed.listIds ?? []) contact.listIds.add(id);
    if (seed.modifiedAt !== undefined) contact.modifiedAt = seed.modifiedAt;
    return view(contact);
  }

  /** What a person does: the reader of a mail unsubscribes, somebody edits a contact in Brevo's screens. */
  act(act: HumanAct, key?: string): void {
    const account = this.account(key);
    const contact = account.contacts.find('email', act.email);
    if (!contact) throw new Error(`No contact with the address ${act.email}`);
    const now = this.now();
    contact.modifiedAt = now;
    switch (act.kind) {
      case 'unsubscribe':
      case 'spam':
      case 'hardBounce':
        contact.emailBlacklisted = true;
        this.sender.fire(
          account,
          act.kind === 'unsubscribe' ? 'unsubscribed' : act.kind,
          contact.email,
          { camp_id: 1, 'campaign name': 'Autumn', list_id: [...contact.listIds] },
          now,
        );
        return;
      case 'unblock':
        contact.emailBlacklisted = false;
        return;
      case 'leaveList':
        contact.listIds.delete(act.listId);
        contact.leftListIds.add(act.listId);
        return;
      case 'takeOffList':
        contact.listIds.delete(act.listId);
        return;
      case 'edit':
        this.#edit(account, contact, act.attributes);
        this.sender.fire(
          account,
          'contactUpdated',
          contact.email,
          { content: [{ email: contact.email, attributes: act.attributes }] },
          now,
        );
        return;
      case 'delete':
        account.contacts.remove(contact);
        this.sender.fire(account, 'contactDeleted', act.email, { list_id: [...contact.listIds] }, now);
    }
  }

  #edit({ contacts }: Account, contact: Contact, attributes: Record<string, Value>): void {
    for (const [name, value] of Object.entries(attributes)) {
      const phone = PHONES.find((p) => p === name);
      if (phone) {
        const digits = value === '' ? null : readPhone(value);
        if (digits === null && value !== '') throw new Error('Invalid phone number');
        const holder = digits === null ? undefined : contacts.find(phone, digits);
        if (holder && holder !== contact)
          throw new Error(`${phone} is already associated with another Contact`);
        contacts.identify(contact, phone, digits);
      } else if (value === '') delete contact.attributes[name];
      else contact.attributes[name] = value;
    }
  }

  /** Tells webhooks of what the API wrote, as an echo that the app must recognise. */
  told(account: Account, { contact, changed, joined }: Written): void {
    if (!this.switches.echoes) return;
    if (Object.keys(changed).length > 0) {
      this.sender.fire(
        account,
        'contactUpdated',
        contact.email,
        { content: [{ email: contact.email, attributes: changed }] },
        this.now(),
      );
    }
    if (joined.length > 0)
      this.sender.fire(account, 'listAddition', contact.email, { list_id: joined }, this.now());
  }

  record(call: Call): void {
    this.calls.push(call);
    if (this.calls.length > this.keepCalls) this.calls.splice(0, this.calls.length - this.keepCalls);
  }

  /** As on the first day: contacts, lists, faults and calls. */
  reset(): void {
    const keys = [...this.accounts.values()].map(({ key, companyName, language }) => ({
      key,
      companyName,
      language,
    }));
    this.accounts.clear();
    for (const options of keys) this.addAccount(options);
    this.faults.clear();
    this.switches = { ...DEFAULT_SWITCHES };
    this.limits = GENERAL_LIMITS;
    this.latencyMs = 0;
    this.calls = [];
  }
}

export type HumanAct =
  | { kind: 'unsubscribe' | 'spam' | 'hardBounce' | 'unblock' | 'delete'; email: string }
  | { kind: 'leaveList' | 'takeOffList'; email: string; listId: number }
  | { kind: 'edit'; email: string; attributes: Record<string, Value> };

export function view(contact: Contact): ContactView {
  const { listIds, leftListIds: _, attributes, ...rest } = contact;
  return { ...rest, attributes: { ...attributes }, listIds: [...listIds] };
}
