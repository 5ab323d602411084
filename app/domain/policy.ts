import type { Source } from './customer.ts';

/**
 * What the merchant chose that changes a decision. Each line of design section 6 that says "by the merchant's
 * choice" has its field here; app/settings/configuration.ts gives the defaults.
 */
export interface Policy {
  /** Which source rules a field of a person who is in several: the first with a value. Sources left out come behind. */
  sourceOrder: readonly Source[];
  /** Brevo's list of the subscribed customers; null until the merchant picked one. */
  listId: number | null;
  /** `soft` takes the contact off the list and keeps it; `hard` deletes it. */
  deleteBehavior: 'soft' | 'hard';
  /** false: contacts are created, but existing ones are left as they are, opt-outs excepted. */
  updateEnabled: boolean;
  /** What becomes of a customer who never said yes: a contact off the list, no contact, or a blocked contact. */
  neverConsented: 'off_list' | 'keep_out' | 'block';
  /** Which side's word about consent is taken to the other side; an opt-out without a newer opt-in holds in all three. */
  consentPolicy: 'both' | 'source' | 'brevo';
  /** Whether a redaction also deletes the contact in Brevo. */
  redactInBrevo: boolean;
  /** Whether attributes that the mapping names and the account lacks are created. */
  createAttributes: boolean;
  /** ISO 3166-1 alpha-2: reads a national phone number of a customer without an address. */
  defaultCountry: string | null;
  /** How customerTier is found when the customer carries no tier of its own. */
  tiers: TierRule | null;
}

/** Thresholds from low to high: the last one that is reached wins. By tag: the first tag that the customer has wins. */
export type TierRule =
  | { by: 'spend' | 'orders'; steps: { name: string; from: number }[] }
  | { by: 'tag'; steps: { name: string; tag: string }[] };
