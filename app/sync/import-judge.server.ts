import type { Customer } from '../domain/customer.ts';
import { extIdOf } from '../domain/ext-id.ts';
import { groupNumber, importRowOf, type SingleReason } from '../domain/import-row.ts';
import { phoneOf } from '../domain/target.ts';
import type { Ports } from '../ports.ts';
import { compareBatch, type Judged } from './compare-batch.server.ts';
import type { Comparison, Verdict, Work } from './compare-customer.server.ts';
import type { ContactFinder, FindContacts } from './contact-finder.ts';
import { addressFingerprint } from './delivery-context.server.ts';
import { CREATES, SINGLE, type StagedRow } from './import-batch.sql.ts';
import { type BulkNote, linkOfPlan, type RowPlan } from './import-plan.ts';
import { customerKey, type Link } from './link.sql.ts';
import type { OptOutOfAddress } from './opt-out.sql.ts';

/** What is to be done about a customer who may go by import. */
export type Judgement =
  /** Right in Brevo, or a newer change of them is on its way. */
  | { kind: 'unchanged' | 'newer' }
  /** Right in Brevo; only the link is missing. */
  | { kind: 'linked'; link: Link }
  | { kind: 'skipped'; code: string; message: string; link: Link | null }
  | { kind: 'row'; row: StagedRow; creates: boolean; how: string[]; optOuts: OptOutOfAddress[] }
  /** By a call of its own: `why` in a word, `address` so that nobody else takes it meanwhile. */
  | { kind: 'single'; why: string; creates: boolean; how: string[]; row: StagedRow };

export interface JudgedCustomer {
  customer: Customer;
  verdict: Verdict;
  judgement: Judgement;
}

/** How rows are named: the log's word for what happened, and the pending change of a customer, where one is settled. */
export interface Naming {
  event(customer: Customer): string;
  revision(customer: Customer): number | null;
  receivedAt(customer: Customer): Date | null;
  /** The source's time of what is applied (ISO). */
  appliedAt(customer: Customer): string;
  /** Why it goes in bulk, where the log shall say so. */
  note?: BulkNote;
}

/**
 * Judges customers by the rules of a delivery (compare-customer.server.ts) and says who can go by import and how.
 * `find` answers what Brevo holds of the addresses, ids and contacts that are asked for, read beforehand. Positions are
 * 0 and given by whoever stages. Nothing is written.
 */
export async function judgeForImport(
  ports: Ports,
  shopId: number,
  customers: Customer[],
  comparison: Omit<Comparison, 'index'>,
  find: FindContacts,
  naming: Naming,
): Promise<JudgedCustomer[]> {
  if (customers.length === 0) return [];
  const { judged, index } = await compareBatch(ports, shopId, customers, comparison, find);
  const held = await readHolders(ports, shopId, judged);
  return judged.map((each) => ({
    customer: each.customer,
    verdict: each.verdict,
    judgement: judge(ports, shopId, each, index, held, naming),
  }));
}

function judge(
  ports: Ports,
  shopId: number,
  judged: Judged,
  index: ContactFinder,
  held: ReadonlyMap<number, readonly string[]>,
  naming: Naming,
): Judgement {
  const { customer, verdict } = judged;
  switch (verdict.kind) {
    case 'same':
      return { kind: 'unchanged' };
    case 'newer':
      return { kind: 'newer' };
    case 'skipped':
      return { kind: 'skipped', code: verdict.code, message: verdict.message, link: verdict.link };
    case 'unlinked': {
      const { work } = verdict;
      const why = whySingle(judged, work, index, held);
      if (why !== null || work.remote === null || work.decided.email.remember || work.decided.sms.remember)
        return single(customer, why ?? 'remembers', work, [], naming);
      const plan = planOf(judged, work, naming.appliedAt(customer));
      return {
        kind: 'linked',
        link: linkOfPlan(shopId, { source: customer.source, customerId: customer.id }, plan, work.remote),
      };
    }
    case 'differs': {
      const { work } = verdict;
      const how = [...new Set(verdict.differences.map((d) => d.kind))];
      const why = work ? whySingle(judged, work, index, held) : 'removes_contact';
      if (!work || why !== null) return single(customer, why ?? '', work ?? null, how, naming);
      const reading = importRowOf(work.target, work.remote, judged.link?.listId ?? null);
      if (reading.kind === 'single') return single(customer, reading.why, work, how, naming);
      return {
        kind: 'row',
        creates: work.remote === null,
        how,
        row: {
          ...rowKey(customer, work, naming),
          grp: groupNumber(reading.group),
          row: JSON.stringify(reading.row),
          plan: JSON.stringify({
            ...planOf(judged, work, naming.appliedAt(customer)),
            ...(naming.note ? { note: naming.note } : {}),
          }),
        },
        optOuts: optOutsOf(ports, work),
      };
    }
  }
}

type Why =
  | SingleReason
  | 'shared_contact'
  | 'contact_of_another'
  | 'id_held'
  | 'phone_held'
  | 'moved'
  | 'tells_source';

/** What an import would do wrong although the contact's own state would allow it: it merges whoever shares an identifier. */
function whySingle(
  { customer, link, sharing }: Judged,
  { plan, decided, target, remote }: Work,
  index: ContactFinder,
  held: ReadonlyMap<number, readonly string[]>,
): Why | null {
  if (sharing !== 'no') return 'shared_contact';
  if (link && link.inheritedBlocks.length + link.formerIds.length > 0) return 'moved';
  const own = customerKey({ source: customer.source, customerId: customer.id });
  if (remote && (held.get(remote.id) ?? []).some((holder) => holder !== own)) return 'contact_of_another';
  const isOther = (found: { id: number } | null) => found !== null && found.id !== remote?.id;
  const extId = extIdOf({ source: customer.source, customerId: customer.id });
  if (isOther(index.find('extId', extId)) || target.extId === null) return 'id_held';
  if (target.email !== null && isOther(index.find('email', target.email))) return 'moved';
  const phone = phoneOf(target);
  if (plan.phone !== null && isOther(index.find('phone', plan.phone))) return 'phone_held';
  if (plan.phone !== phone) return 'phone_held';
  const former = link?.brevoId == null ? null : index.find('id', link.brevoId);
  if (isOther(former)) return 'moved';
  // A phone that is let go may be what another customer waits for.
  if (link?.phone != null && link.phone !== phone) return 'moved';
  if (link?.email != null && link.email !== target.email) return 'moved';
  if (link?.phoneDropped != null) return 'phone_held';
  // The source hears of Brevo's no by a delivery.
  return decided.email.overruled || decided.sms.overruled ? 'tells_source' : null;
}

function single(
  customer: Customer,
  why: string,
  work: Work | null,
  how: string[],
  naming: Naming,
): Judgement {
  const creates = work !== null && work.remote === null && how.length > 0;
  const row = { ...rowKey(customer, work, naming), grp: SINGLE, row: '', plan: creates ? CREATES : '' };
  return { kind: 'single', why, creates, how, row };
}

function rowKey(customer: Customer, work: Work | null, naming: Naming) {
  return {
    source: customer.source,
    customerId: customer.id,
    position: 0,
    email: work?.plan.mapped.email ?? null,
    phone: work?.plan.phone?.replace(/\D/g, '') ?? null,
    event: naming.event(customer),
    revision: naming.revision(customer),
    receivedAt: naming.receivedAt(customer),
  };
}

function planOf({ link }: Judged, { plan, target, remote }: Work, appliedAt: string): RowPlan {
  return {
    target,
    contentHash: plan.contentHash,
    formerList: link?.listId ?? null,
    remoteId: remote?.id ?? null,
    emailConsent: plan.customer.emailConsent,
    smsConsent: plan.customer.smsConsent,
    warnings: plan.mapped.warnings,
    appliedAt,
  };
}

/** An opt-out is remembered before anything is sent on it. */
function optOutsOf(ports: Ports, { decided, plan }: Work): OptOutOfAddress[] {
  const found: OptOutOfAddress[] = [];
  const { email } = plan.mapped;
  if (decided.email.remember && email !== null)
    found.push({
      channel: 'email',
      fingerprint: addressFingerprint(ports, 'email', email),
      optOut: decided.email.remember,
    });
  if (decided.sms.remember && plan.phone !== null)
    found.push({
      channel: 'sms',
      fingerprint: addressFingerprint(ports, 'sms', plan.phone),
      optOut: decided.sms.remember,
    });
  return found;
}

/** Whose the contacts are that were found, by our links. Index: (shop_id, brevo_id). */
async function readHolders(ports: Ports, shopId: number, judged: Judged[]): Promise<Map<number, string[]>> {
  const ids = judged.flatMap(({ verdict }) =>
    'work' in verdict && verdict.work?.remote ? [verdict.work.remote.id] : [],
  );
  const holders = new Map<number, string[]>();
  if (ids.length === 0) return holders;
  const { rows } = await ports.db.pool.query(
    'select brevo_id, source, customer_id from contact_links where shop_id = $1 and brevo_id = any($2)',
    [shopId, ids],
  );
  for (const row of rows) {
    const id = Number(row.brevo_id);
    holders.set(id, [...(holders.get(id) ?? []), `${row.source}:${row.customer_id}`]);
  }
  return holders;
}
