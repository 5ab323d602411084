import type { Customer } from '../domain/customer.ts';
import { extIdOf } from '../domain/ext-id.ts';
import { bucketOf } from '../domain/latency-buckets.ts';
import { phoneDigits } from '../domain/phone.ts';
import type { RemoteContact } from '../domain/remote.ts';
import { differenceBody } from '../domain/target.ts';
import { OVERLAP_MS, readPage, seenAt } from './brevo-reading.server.ts';
import { announceUnsettled } from './import-announce.server.ts';
import { type ImportBatch, noteSeen, singleTouched } from './import-batch.sql.ts';
import { phoneOfContact } from './import-contacts.sql.ts';
import type { ImportAdvance, ImportContext } from './import-load.server.ts';
import {
  countLeft,
  dropRows,
  endLoad,
  findSent,
  type Load,
  noteArrived,
  noteLoad,
  readLeft,
  type SentRow,
  singleAfter,
} from './import-load.sql.ts';
import { BULK_NOTES, linkOfPlan, type RowPlan } from './import-plan.ts';
import { blankLink, type Link, readLinksByContacts, saveLinks, saveNewLinks } from './link.sql.ts';
import { finishRows } from './pending.sql.ts';
import { addRollUps, copyEntries, type EntryRow, removeProblems } from './record.sql.ts';
import { inTransaction } from './transaction.ts';
import { wakeDrains } from './wake.sql.ts';
import { warningText } from './warning-text.ts';

/** Brevo promises no reading of one's own writes: what is missing is looked for again this often. */
const MOST_PASSES = 3;
const PASS_WAIT_MS = 10_000;
/** So few missing rows are not waited for. */
const FEW = 20;

/**
 * Brevo's changes since it was last read: rows that are not under way and that they touch go the single way, because what
 * they were judged by is old. An unsubscribe in Brevo is among these. Null when all was read.
 */
export async function refresh(context: ImportContext, batch: ImportBatch): Promise<ImportAdvance | null> {
  const { ports, account, stop } = context;
  if (batch.seenUntil === null) return null;
  const since = batch.seenUntil.toISOString();
  let until: string | null = null;
  for (let offset = 0; ; ) {
    const page = await readPage(ports, batch.shopId, account, offset, since, stop);
    if (page.kind === 'trouble') return page.trouble;
    until ??= page.at;
    await touched(context, batch, page.contacts);
    offset += page.contacts.length;
    if (page.last) break;
    if (await context.stopped()) return { kind: 'again', inMs: 0 };
  }
  await noteSeen(ports.db.pool, batch.id, until === null ? null : seenAt(until));
  return null;
}

/**
 * Contacts that our links described as they are before the batch cannot touch a row that waits: no two rows share an
 * address or an id. What was delivered since may: an address that moved from a row's customer to another one's contact.
 */
async function touched(
  { ports, batchId }: ImportContext,
  { shopId, beganAt }: ImportBatch,
  contacts: RemoteContact[],
): Promise<void> {
  if (contacts.length === 0) return;
  const { pool } = ports.db;
  const links = await readLinksByContacts(
    pool,
    shopId,
    contacts.map((c) => c.id),
  );
  const keys = contacts
    .map((c) => ({ id: c.id, email: c.email, extId: c.extId, phone: phoneOfContact(c) }))
    .filter(({ id, email, extId, phone }) => {
      const link = links.get(id);
      const digits = link?.phone == null ? null : phoneDigits(link.phone);
      const old = link?.syncedAt != null && Date.parse(link.syncedAt) <= beganAt.getTime();
      return !old || !link || link.email !== email || extIdOf(link) !== extId || digits !== phone;
    });
  if (keys.length > 0) await singleTouched(pool, batchId, keys);
}

/** Reads back what the load changed, settles its rows, and ends it. */
export async function checkLoad(
  context: ImportContext,
  batch: ImportBatch,
  load: Load,
): Promise<ImportAdvance> {
  const { ports, account, stop } = context;
  const since = new Date((load.sentAt ?? load.startedAt).getTime() - OVERLAP_MS).toISOString();
  let { pageOffset, seenUntil } = load;
  for (;;) {
    const page = await readPage(ports, load.shopId, account, pageOffset, since, stop);
    if (page.kind === 'trouble') return page.trouble;
    if (pageOffset === 0 && page.at !== null) seenUntil = seenAt(page.at);
    pageOffset += page.contacts.length;
    const newest = await settlePage(context, batch, load, page.contacts, pageOffset, seenUntil);
    // Our own changes are seen; what somebody changed later is still to be read.
    if (seenUntil !== null && newest > seenUntil) seenUntil = newest;
    if (page.last) break;
    if (await context.stopped()) return { kind: 'again', inMs: 0 };
  }
  const left = await countLeft(ports.db.pool, load);
  const missing = left - load.refused.length;
  if (missing > Math.max(FEW, load.rows / 100) && load.passes + 1 < MOST_PASSES) {
    await noteLoad(ports.db.pool, load.id, { pageOffset: 0, passes: load.passes + 1 });
    return { kind: 'again', inMs: PASS_WAIT_MS };
  }
  await finish(context, batch, load, missing > load.rows / 2, seenUntil);
  return { kind: 'again', inMs: 0 };
}

/** Answers the moment behind the newest of our own changes. One page: rows that stand as planned are settled, others leave for the single way, foreign contacts touch planned rows. */
async function settlePage(
  context: ImportContext,
  batch: ImportBatch,
  load: Load,
  contacts: RemoteContact[],
  pageOffset: number,
  seenUntil: Date | null,
): Promise<Date> {
  const { ports } = context;
  const { pool } = ports.db;
  const rows = await sentRowsOf(context, load, contacts);
  const right: Arrived[] = [];
  const wrong: SentRow[] = [];
  const met = new Set<RemoteContact>();
  for (const { row, contact } of rows) {
    met.add(contact);
    const plan = JSON.parse(row.plan) as RowPlan;
    if (differenceBody(plan.target, contact, plan.formerList) === null) right.push({ row, contact, plan });
    else wrong.push(row);
  }
  await touched(
    context,
    batch,
    contacts.filter((contact) => !met.has(contact)),
  );
  const now = new Date(ports.now());
  await inTransaction(pool, async (client) => {
    const links = right.map(({ row, plan, contact }) => linkOfPlan(load.shopId, row, plan, contact));
    await saveNewLinks(client, links, now);
    await logEntries(
      client,
      load,
      right.map(({ row, plan }) => arrived(load, row, plan, now)),
      now,
    );
    await finishRows(
      client,
      right.flatMap(({ row }) => pendingOf(load, row)),
      now,
    );
    await dropRows(
      client,
      load,
      right.map(({ row }) => row.position),
    );
    await announceUnsettled(client, load, wrong, batch.beganAt);
    await singleAfter(
      client,
      load,
      wrong.map((row) => row.position),
    );
    await removeProblems(
      client,
      right.map(({ row }) => ({ ...row, shopId: load.shopId })),
    );
    await noteArrived(client, load.id, right.length);
    await noteLoad(client, load.id, { pageOffset, ...(seenUntil === null ? {} : { seenUntil }) });
  });
  const changes = rows.map(({ contact }) => Date.parse(contact.modifiedAt ?? '')).filter((at) => at > 0);
  return new Date(Math.max(0, ...changes.map((at) => at + 1)));
}

interface Arrived {
  row: SentRow;
  contact: RemoteContact;
  plan: RowPlan;
}

/** The contacts of a page with the row that each belongs to: by ext_id, else by address, else by phone. */
async function sentRowsOf(
  { ports }: ImportContext,
  load: Load,
  contacts: RemoteContact[],
): Promise<{ row: SentRow; contact: RemoteContact }[]> {
  const byExtId = new Map<string, RemoteContact>();
  const byEmail = new Map<string, RemoteContact>();
  const byPhone = new Map<string, RemoteContact>();
  for (const contact of contacts) {
    const phone = phoneOfContact(contact);
    if (contact.extId !== null) byExtId.set(contact.extId, contact);
    else if (contact.email !== null) byEmail.set(contact.email, contact);
    else if (phone !== null) byPhone.set(phone, contact);
  }
  const rows = await findSent(ports.db.pool, load, {
    extIds: [...byExtId.keys()],
    emails: [...byEmail.keys()],
    phones: [...byPhone.keys()],
  });
  return rows.flatMap((row) => {
    const contact =
      byExtId.get(extIdOf(row)) ?? byEmail.get(row.email ?? '') ?? byPhone.get(row.phone ?? '') ?? null;
    return contact === null ? [] : [{ row, contact }];
  });
}

/** What is left was not found: refused addresses have their reason, the rest goes the single way or, all lost, again. */
async function finish(
  { ports, batchId }: ImportContext,
  batch: ImportBatch,
  load: Load,
  lost: boolean,
  seenUntil: Date | null,
): Promise<void> {
  const now = new Date(ports.now());
  await inTransaction(ports.db.pool, async (client) => {
    const left = await readLeft(client, load, load.rows);
    if (load.refused.length > 0) {
      const positions = new Set(load.refused);
      const refused = left.filter((row) => positions.has(row.position));
      await saveLinks(
        client,
        refused.map((row) => refusedLink(load, row)),
        now,
      );
      await logEntries(
        client,
        load,
        refused.map((row) => refusedEntry(load, row, now)),
        now,
      );
      await finishRows(
        client,
        refused.flatMap((row) => pendingOf(load, row)),
        now,
      );
      await dropRows(
        client,
        load,
        refused.map((row) => row.position),
      );
    }
    const open = left.filter((row) => !load.refused.includes(row.position));
    await announceUnsettled(client, load, open, batch.beganAt);
    if (!lost) await singleAfter(client, load, null);
    await endLoad(client, load.id, lost ? 'lost' : 'checked', now);
    await noteSeen(client, batchId, seenUntil);
    await wakeDrains(client, [batch.shopId]);
  });
}

function pendingOf(load: Load, row: SentRow) {
  const { source, customerId, revision } = row;
  return revision === null ? [] : [{ shopId: load.shopId, source, customerId, revision }];
}

function arrived(load: Load, row: SentRow, plan: RowPlan, now: Date): EntryRow {
  const [warning] = plan.warnings;
  const messages = [...plan.warnings.map(warningText), ...(plan.note ? [BULK_NOTES[plan.note]] : [])];
  return {
    ...entryBase(load, row, now),
    action: plan.remoteId === null ? 'create' : 'update',
    outcome: 'succeeded',
    httpStatus: 202,
    code: warning?.code ?? plan.note ?? null,
    message: messages.length === 0 ? null : messages.join(' '),
    requestId: load.processId === null ? null : `import:${load.processId}`,
  };
}

function refusedEntry(load: Load, row: SentRow, now: Date): EntryRow {
  return {
    ...entryBase(load, row, now),
    action: 'none',
    outcome: 'skipped',
    httpStatus: null,
    code: 'invalid_email',
    message: 'Brevo does not accept the e-mail address',
    requestId: load.processId === null ? null : `import:${load.processId}`,
  };
}

/** Remembers what was refused, so that a reconciliation does not send the same again every night. */
function refusedLink(load: Load, row: SentRow): Link {
  const plan = JSON.parse(row.plan) as RowPlan;
  return {
    ...blankLink(load.shopId, row.source, row.customerId),
    contentHash: plan.contentHash,
    appliedAt: plan.appliedAt,
  };
}

function entryBase(load: Load, row: SentRow, now: Date) {
  const { source, customerId, event } = row;
  const since = row.receivedAt ?? load.startedAt;
  const latencyMs = Math.max(0, Math.min(now.getTime() - since.getTime(), 2_147_483_647));
  return {
    shopId: load.shopId,
    at: now,
    source: source as Customer['source'],
    customerId,
    event,
    attempt: 1,
    latencyMs,
  };
}

/** The log, and the counters of what settles a waiting change: an initial import is no measure of the daily latency. */
async function logEntries(
  client: Parameters<typeof copyEntries>[0],
  load: Load,
  entries: EntryRow[],
  now: Date,
): Promise<void> {
  await copyEntries(client, entries);
  const counted = entries.filter((entry) => entry.event !== 'initial_import');
  await addRollUps(
    client,
    counted.map((e) => ({ shopId: load.shopId, at: now, outcome: e.outcome, latencyMs: e.latencyMs })),
    bucketOf,
  );
}
