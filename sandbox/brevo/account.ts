import { ContactStore } from './contact-store.ts';
import { createLimiter, type Limiter } from './limiter.ts';

export interface Attribute {
  name: string;
  category: 'normal' | 'category' | 'transactional' | 'calculated' | 'global';
  type?: string;
  enumeration?: { value: number; label: string; valueStr: string }[];
  multiCategoryOptions?: string[];
  calculatedValue?: string;
}

export interface List {
  id: number;
  name: string;
  folderId: number;
  createdAt: number;
}

export interface Webhook {
  id: number;
  url: string;
  type: string;
  channel: 'email' | 'sms';
  events: string[];
  description: string;
  auth?: { type: string; token: string };
  headers?: { key: string; value: string }[];
  batched: boolean;
  createdAt: number;
  modifiedAt: number;
}

export interface Process {
  id: number;
  name: string;
  status: 'queued' | 'in_process' | 'processing' | 'completed' | 'failed' | 'cancelled';
  reports: Record<string, string[]>;
}

/** One Brevo account: everything an API key gives access to. */
export interface Account {
  key: string;
  companyName: string;
  language: Language;
  organizationId: string;
  contacts: ContactStore;
  attributes: Attribute[];
  folders: { id: number; name: string }[];
  lists: List[];
  webhooks: Webhook[];
  processes: Process[];
  limiter: Limiter;
  ids: { list: number; folder: number; webhook: number; process: number };
}

/** The address the account was opened with; its contact may not be deleted. */
export const OWNER = 'owner@sandbox.example';

const NAMES = {
  en: ['FIRSTNAME', 'LASTNAME'],
  fr: ['PRENOM', 'NOM'],
  de: ['VORNAME', 'NACHNAME'],
  nl: ['VOORNAAM', 'ACHTERNAAM'],
};
export type Language = keyof typeof NAMES;

export interface AccountOptions {
  key: string;
  companyName?: string;
  language?: Language;
}

/** A fresh account as Brevo makes it: names in the language of the signup, SMS and e-mail, one folder, one list. */
export function createAccount(
  { key, companyName = 'Sandbox BV', language = 'en' }: AccountOptions,
  now: () => number,
): Account {
  const normal = (name: string, type: string): Attribute => ({ name, category: 'normal', type });
  return {
    key,
    companyName,
    language,
    organizationId: `org-${Buffer.from(key).toString('hex').slice(-16)}`,
    contacts: new ContactStore(),
    attributes: [
      ...NAMES[language].map((name) => normal(name, 'text')),
      normal('SMS', 'text'),
      normal('WHATSAPP', 'text'),
      normal('LANDLINE_NUMBER', 'text'),
      normal('EXT_ID', 'text'),
      {
        name: 'DOUBLE_OPT-IN',
        category: 'category',
        enumeration: [
          { value: 1, label: 'Yes', valueStr: '1' },
          { value: 2, label: 'No', valueStr: '2' },
        ],
      },
    ],
    folders: [{ id: 1, name: 'Your first folder' }],
    lists: [{ id: 2, name: 'Newsletter', folderId: 1, createdAt: now() }],
    webhooks: [],
    processes: [],
    limiter: createLimiter(now),
    ids: { list: 3, folder: 2, webhook: 1, process: 1 },
  };
}
