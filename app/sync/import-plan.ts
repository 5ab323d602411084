import type { ConsentRecord } from '../domain/consent.ts';
import type { Source } from '../domain/customer.ts';
import type { Warning } from '../domain/mapping.ts';
import type { RemoteContact } from '../domain/remote.ts';
import { phoneOf, type TargetContact } from '../domain/target.ts';
import type { Link } from './link.sql.ts';

/** What is expected of a contact after its import, and what the link will remember then. */
export interface RowPlan {
  target: TargetContact;
  contentHash: string;
  formerList: number | null;
  /** Brevo's contact before; null: the import creates it. */
  remoteId: number | null;
  emailConsent: ConsentRecord;
  smsConsent: ConsentRecord;
  warnings: Warning[];
  appliedAt: string;
  /** Why a waiting change went in bulk; the log says it. */
  note?: BulkNote;
}

/** A window of batch mode was due, or too many changes waited. */
export type BulkNote = keyof typeof BULK_NOTES;

export const BULK_NOTES = {
  bulk_batch: 'Sent together with the others of its batch.',
  bulk_backlog: 'Sent together with others, because many changes were waiting.',
};

/** The link of a contact that stands as planned (the link of sync/finish-write.server.ts, without its ladder). */
export function linkOfPlan(
  shopId: number,
  customer: { source: Source; customerId: string },
  plan: RowPlan,
  remote: RemoteContact,
): Link {
  const { target } = plan;
  const filled = Object.keys(target.attributes).filter((name) => target.attributes[name] !== null);
  const onList = target.listId !== null && remote.listIds.includes(target.listId);
  return {
    shopId,
    source: customer.source,
    customerId: customer.customerId,
    state: 'synced',
    brevoId: remote.id,
    email: target.email,
    phone: phoneOf(target),
    phoneDropped: null,
    contentHash: plan.contentHash,
    filled,
    extIdSent: target.extId !== null,
    listId: (target.listed === 'leave' ? onList : target.listed) ? target.listId : null,
    emailBlocked: target.emailBlock === 'set' || (target.emailBlock === 'leave' && remote.emailBlacklisted),
    smsBlocked: target.smsBlock === 'set' || (target.smsBlock === 'leave' && remote.smsBlacklisted),
    inheritedBlocks: [],
    formerIds: [],
    emailConsent: plan.emailConsent,
    smsConsent: plan.smsConsent,
    warnings: plan.warnings,
    appliedAt: plan.appliedAt,
    syncedAt: null,
  };
}
