import { randomBytes } from 'node:crypto';
import { groupOf, IMPORT_BYTES } from '../domain/import-row.ts';
import type { BrevoAccount, Ports } from '../ports.ts';
import { type AccountLock, tryAccountLock } from './account-lock.server.ts';
import { type BrevoTrouble, brevoTrouble } from './brevo-reading.server.ts';
import { announceKnown } from './import-announce.server.ts';
import { type ImportBatch, noteOffList, readBatch } from './import-batch.sql.ts';
import { checkLoad, refresh } from './import-check.server.ts';
import {
  endLoad,
  insertLoad,
  keepSent,
  type Load,
  liveLoad,
  lostInARow,
  measuredPace,
  nextRows,
  noteLoad,
  positionsOf,
  readSpan,
  restoreSent,
  singleAfter,
  singleOvertaken,
} from './import-load.sql.ts';
import { inTransaction } from './transaction.ts';

/**
 * Sends what a batch has staged, one import of Brevo's at a time, and settles every row. Whoever fills a batch (the
 * initial import, a batch of waiting changes) uses it so:
 *
 *   openBatch(id, shop, account, beganAt = before the customers were read)
 *   judgeForImport(customers) -> rows, singles, skipped   (import-judge.server.ts: consent and identity are decided there)
 *   addRows(batch, rows and singles, positions rising), rememberOptOuts(what the rows say), singleShared(batch)
 *   advanceImport(context) again and again, `inMs` apart, until it answers `empty`
 *   takeSingles(batch) -> through `receive`, in one transaction
 *   deleteOffList(context), forgetBatch(batch)
 *
 * The life of a load (a row of import_loads; a crash goes on where it was):
 *   boarding   Brevo's changes since the last reading are read, and rows they touch go the single way, once more under
 *              the account's lock, where drains are not at work; rows that a pending change or a newer delivery has overtaken go the single way; then the load is made
 *   sending    the call. Killed here, the account's processes tell whether it arrived
 *   waiting    until Brevo calls (`notifyUrl`) or a poll says that it is over
 *   checking   what Brevo changed is read back, 1,000 contacts a call (import-check.server.ts): rows that stand as
 *              planned get link and log entry, and their pending change is settled; the others go the single way
 *
 * From boarding to the end no drain claims the customers of a load (pending.sql.ts), so an older row never overwrites a
 * newer change, and a block that a drain sets cannot be lifted by a row. When a load ends, its shop's drain is woken.
 */
export interface ImportContext {
  ports: Ports;
  account: BrevoAccount;
  batchId: string;
  /** The synced list; null: none is chosen. */
  listId: number | null;
  /** Where Brevo can call this app, as `https://app/webhooks/brevo-import/`; null: it is asked. */
  notifyBase: string | null;
  stop: AbortSignal | undefined;
  /** Asked between two pages: the process stops, or somebody paused or cancelled. */
  stopped(): Promise<boolean>;
}

export type ImportAdvance =
  | { kind: 'again'; inMs: number }
  /** Nothing is left to be imported; rows for the single way may be. `overtaken` and the like are in the log. */
  | { kind: 'empty' }
  | BrevoTrouble;

/** Rows of one load at most, so that its links fit into the memory of a small machine. */
const MOST_ROWS = 40_000;
const LOCK_WAIT_MS = 20_000;
const LOCK_TRY_MS = 20;
const OTHER_IMPORT_MS = 5_000;
/** Lost this often in a row: what is left goes the single way. */
const MOST_LOST = 3;
/** No end after this time: read back and see. */
const STUCK_MS = 45 * 60_000;
const FIRST_POLL_MS = 2_000;
/** The next poll comes after this much of the time that has gone by: the end is seen at most so much too late. */
const POLL_GROWTH = 0.35;
const NOTIFIED_POLL_MS = 60_000;
const LONGEST_POLL_MS = 5 * 60_000;

/** One step of the batch's import (above). */
export async function advanceImport(context: ImportContext): Promise<ImportAdvance> {
  const { ports, batchId } = context;
  const batch = await readBatch(ports.db.pool, batchId);
  if (!batch) return { kind: 'empty' };
  const load = await liveLoad(ports.db.pool, batch.account);
  if (load && load.batchId !== batchId) {
    const left = await nextRows(ports.db.pool, batchId, IMPORT_BYTES, 1);
    return left ? { kind: 'again', inMs: OTHER_IMPORT_MS } : { kind: 'empty' };
  }
  if (!load) return board(context, batch);
  switch (load.state) {
    case 'sending':
      return resend(context, load);
    case 'waiting':
      return wait(context, load);
    case 'checking':
      return checkLoad(context, batch, load);
  }
}

/**
 * After a crash of PostgreSQL, before the batch is prepared anew: the load that was under way is brought to its end first,
 * with its rows as they went. Until then no drain claims anything of the shop (pending.sql.ts). Null: none lives.
 */
export async function endLostLoad(
  context: ImportContext,
  account: string,
): Promise<Exclude<ImportAdvance, { kind: 'empty' }> | null> {
  const { pool } = context.ports.db;
  const load = await liveLoad(pool, account);
  if (load?.batchId !== context.batchId) return null;
  await restoreSent(pool, load.id);
  const step = await advanceImport(context);
  return step.kind === 'empty' ? { kind: 'again', inMs: 0 } : step;
}

/** Takes the temporary list away; its contacts stay. A trouble leaves it, and asking again later is welcome. */
export async function deleteOffList(context: ImportContext): Promise<BrevoTrouble | null> {
  const { ports, account, batchId } = context;
  const batch = await readBatch(ports.db.pool, batchId);
  if (!batch || batch.offListId === null) return null;
  const answer = await account.deleteList(batch.offListId);
  if (answer.kind !== 'ok' && answer.kind !== 'not_found' && answer.kind !== 'rejected')
    return brevoTrouble(ports, batch.shopId, answer, 'The temporary list cannot be deleted');
  await noteOffList(ports.db.pool, batchId, null);
  return null;
}

async function board(context: ImportContext, batch: ImportBatch): Promise<ImportAdvance> {
  const { ports, batchId } = context;
  const { pool } = ports.db;
  if (!(await nextRows(pool, batchId, IMPORT_BYTES, 1))) return { kind: 'empty' };
  if ((await lostInARow(pool, batchId)) >= MOST_LOST) {
    const next = await nextRows(pool, batchId, IMPORT_BYTES, MOST_ROWS);
    if (next) await singleAfter(pool, { batchId, ...next }, null);
    return { kind: 'again', inMs: 0 };
  }
  const read = await refresh(context, batch);
  if (read) return read;
  const next = await nextRows(pool, batchId, IMPORT_BYTES, MOST_ROWS);
  if (!next) return { kind: 'empty' };
  const listId = await listFor(context, batch, groupOf(next.grp).listed);
  if (typeof listId !== 'number') return listId;
  const lock = await waitForAccount(context, batch.account);
  if (!lock) return { kind: 'again', inMs: 1_000 };
  const secret = randomBytes(24).toString('base64url');
  const load: Load = {
    ...next,
    id: ports.newId(),
    batchId,
    shopId: batch.shopId,
    account: batch.account,
    rows: next.count,
    listId,
    state: 'sending',
    processId: null,
    startedAt: new Date(ports.now()),
    sentAt: null,
    notifiedAt: null,
    polls: 0,
    pollAt: null,
    pageOffset: 0,
    passes: 0,
    seenUntil: null,
    refused: [],
  };
  try {
    // What drains delivered until now: they may have given a row's address or phone to somebody else's contact.
    const again = await refresh(context, (await readBatch(pool, batchId)) ?? batch);
    if (again) return again;
    const made = await inTransaction(pool, async (client) => {
      await singleOvertaken(client, load, batch.shopId, batch.beganAt);
      const fingerprint = context.notifyBase === null ? null : ports.secrets.fingerprint(secret);
      if (!(await insertLoad(client, load, fingerprint))) return false;
      await keepSent(client, load);
      await announceKnown(client, load, load.startedAt);
      return true;
    });
    if (!made) return { kind: 'again', inMs: OTHER_IMPORT_MS };
  } finally {
    await lock.release();
  }
  return send(
    context,
    load,
    context.notifyBase === null ? null : `${context.notifyBase}${load.id}.${secret}`,
  );
}

/** Drains have the account for a few seconds each; between two of them it is free. */
async function waitForAccount({ ports, stop }: ImportContext, account: string): Promise<AccountLock | null> {
  for (const until = ports.now() + LOCK_WAIT_MS; ports.now() < until && stop?.aborted !== true; ) {
    const ending = await tryAccountLock(ports.db.pool, account);
    if (ending.kind === 'taken') return ending.lock;
    await ports.sleep(LOCK_TRY_MS, stop).catch(() => {});
  }
  return null;
}

async function send(context: ImportContext, load: Load, notifyUrl: string | null): Promise<ImportAdvance> {
  const { ports, account } = context;
  const { pool } = ports.db;
  const rows = await readSpan(pool, load);
  if (rows.length === 0) {
    await endLoad(pool, load.id, 'checked', new Date(ports.now()));
    return { kind: 'again', inMs: 0 };
  }
  const { emailBlocked, smsBlocked } = groupOf(load.grp);
  const started = await account.imports.start({
    rows,
    listId: load.listId,
    emailBlocked,
    smsBlocked,
    notifyUrl,
  });
  if (started.kind === 'started') {
    const { processId } = started;
    const sentAt = new Date(started.at ?? ports.now());
    // Without a number of the process only Brevo's call or time tells.
    const pollAt = new Date(ports.now() + (await firstPoll(context, load, notifyUrl !== null)));
    await noteLoad(pool, load.id, {
      state: 'waiting',
      sentAt,
      pollAt,
      ...(processId === null ? {} : { processId }),
    });
    return { kind: 'again', inMs: Math.max(0, pollAt.getTime() - ports.now()) };
  }
  const { answer } = started;
  // It may have arrived: the next step looks.
  if (answer.kind === 'unavailable' && answer.applied === 'unknown') return { kind: 'again', inMs: 2_000 };
  await endLoad(pool, load.id, 'lost', new Date(ports.now()));
  // The temporary list may have been deleted by hand: the next one is made anew.
  if (answer.kind === 'rejected') await noteOffList(pool, load.batchId, null);
  return brevoTrouble(ports, load.shopId, answer, 'Brevo does not take the import');
}

/** We died, or Brevo's answer was lost, while the call was made: its processes tell whether it arrived. */
async function resend(context: ImportContext, load: Load): Promise<ImportAdvance> {
  const { ports, account } = context;
  const { pool } = ports.db;
  const sentAt = load.sentAt ?? new Date(load.startedAt.getTime() - CLOCK_MS);
  if (load.notifiedAt) {
    await noteLoad(pool, load.id, { state: 'checking', sentAt });
    return { kind: 'again', inMs: 0 };
  }
  const live = await account.imports.running();
  if (live.kind === 'failed') return brevoTrouble(ports, load.shopId, live.answer, 'Brevo cannot be asked');
  const [processId] = live.processIds;
  // Nothing runs: it is over already, or never began. What Brevo holds says which.
  if (processId === undefined) await noteLoad(pool, load.id, { state: 'checking', sentAt });
  else await noteLoad(pool, load.id, { state: 'waiting', processId, sentAt, pollAt: new Date(ports.now()) });
  return { kind: 'again', inMs: processId === undefined ? 0 : FIRST_POLL_MS };
}

/** How far our clock may be from Brevo's, where Brevo's own was not told. */
const CLOCK_MS = 5 * 60_000;

async function wait(context: ImportContext, load: Load): Promise<ImportAdvance> {
  const { ports, account } = context;
  const { pool } = ports.db;
  const now = ports.now();
  const due = load.pollAt?.getTime() ?? 0;
  const over = async (): Promise<ImportAdvance> => {
    await noteLoad(pool, load.id, { state: 'checking' });
    return { kind: 'again', inMs: 0 };
  };
  if (now - load.startedAt.getTime() > STUCK_MS) return over();
  if (!load.notifiedAt && now < due) return { kind: 'again', inMs: due - now };
  if (load.processId === null) {
    if (load.notifiedAt) return over();
    await noteLoad(pool, load.id, { pollAt: new Date(now + LONGEST_POLL_MS) });
    return { kind: 'again', inMs: LONGEST_POLL_MS };
  }
  const state = await account.imports.state(load.processId);
  switch (state.kind) {
    case 'completed': {
      const refused = await refusedRows(context, load, state.reports);
      await noteEnd(context, load, refused);
      return { kind: 'again', inMs: 0 };
    }
    case 'ended':
      return over();
    case 'failed':
      // Told that it is over, the reports can be done without: what is missing shows.
      if (load.notifiedAt && state.answer.kind !== 'unauthorized') return over();
      return brevoTrouble(ports, load.shopId, state.answer, 'Brevo cannot be asked about the import');
    case 'running': {
      const polls = load.polls + 1;
      const gone = now - load.startedAt.getTime();
      const inMs = Math.min(LONGEST_POLL_MS, Math.max(1_000, gone * POLL_GROWTH));
      // A call that came too early is waited out with the polls.
      await pool.query('update import_loads set notified_at = null where id = $1', [load.id]);
      await noteLoad(pool, load.id, { polls, pollAt: new Date(now + inMs) });
      return { kind: 'again', inMs };
    }
  }
}

async function noteEnd({ ports }: ImportContext, load: Load, refused: number[]): Promise<void> {
  await ports.db.pool.query(
    'update import_loads set notified_at = coalesce(notified_at, $2) where id = $1 and ended_at is null',
    [load.id, new Date(ports.now())],
  );
  await noteLoad(ports.db.pool, load.id, { state: 'checking', refused });
}

/**
 * Polls are few (100 an hour for all of the account): the first comes a little before the import should be over by the
 * last one's time, which a poll has seen too late rather than too early.
 */
async function firstPoll({ ports }: ImportContext, load: Load, notified: boolean): Promise<number> {
  const pace = await measuredPace(ports.db.pool, load.batchId);
  const expected = pace ? Math.max(pace.ms * 0.5, (pace.ms / pace.rows) * load.rows * 0.9) : FIRST_POLL_MS;
  return Math.min(LONGEST_POLL_MS, Math.max(notified ? NOTIFIED_POLL_MS : 1_000, expected));
}

/** Positions of the rows whose address Brevo's report calls invalid. */
async function refusedRows(
  { ports, account }: ImportContext,
  load: Load,
  reports: Record<string, string>,
): Promise<number[]> {
  const address = reports.invalid_emails;
  const lines = address === undefined ? null : await account.imports.report(address);
  if (!lines) return [];
  const emails = lines.flatMap((line) => line.toLowerCase().match(/[^\s;,"]+@[^\s;,"]+/g) ?? []);
  return positionsOf(ports.db.pool, load, [...new Set(emails)]);
}

const OFF_LIST = 'Import in progress - please do not use, deleted at its end';

/** The list an import goes to: the synced one, or the batch's temporary one, made when it is needed. */
async function listFor(
  { ports, account, listId, batchId }: ImportContext,
  batch: ImportBatch,
  listed: boolean,
): Promise<number | BrevoTrouble> {
  if (listed && listId !== null) return listId;
  if (batch.offListId !== null) return batch.offListId;
  const made = await account.createList(OFF_LIST);
  if (made.kind === 'failed')
    return brevoTrouble(ports, batch.shopId, made.answer, 'The temporary list cannot be made');
  await noteOffList(ports.db.pool, batchId, made.list.id);
  return made.list.id;
}
