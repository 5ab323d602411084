import type { AttributeValue } from './transforms.ts';

/** Brevo's contact as read back. */
export interface RemoteContact {
  id: number;
  email: string | null;
  extId: string | null;
  emailBlacklisted: boolean;
  smsBlacklisted: boolean;
  listIds: number[];
  /** Lists that the person left by hand: never joined again by us. */
  leftListIds: number[];
  attributes: Record<string, AttributeValue>;
  /** ISO instant of the last change by anybody: an upper bound for when a block was set. */
  modifiedAt: string | null;
  /** ISO instant by Brevo's clock. */
  createdAt: string | null;
}
