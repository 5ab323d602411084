import type pg from 'pg';
import type { Customer } from '../domain/customer.ts';
import type { Comparison } from './compare-customer.server.ts';
import { type FindContacts, finderOf } from './contact-finder.ts';
import { addRows, dropRowsBehind, type StagedRow } from './import-batch.sql.ts';
import { findContacts } from './import-contacts.sql.ts';
import { type JudgedCustomer, judgeForImport, type Naming } from './import-judge.server.ts';
import { ImportTally, type TallyReport } from './import-tally.ts';
import { type Link, saveNewLinks } from './link.sql.ts';
import { rememberOptOuts } from './opt-out.sql.ts';
import { copyEntries, type EntryRow } from './record.sql.ts';
import { RUN_EVENTS } from './run-event.ts';
import type { ReadyExport } from './run-export.server.ts';
import { cursorOf, isStopped, progress, type RunStep, type StepContext } from './run-step.server.ts';
import { inTransaction } from './transaction.ts';

/** Customers that are judged together. */
const BATCH = 1_000;
/** A step reads for so long; then others get the worker. */
const SLICE_MS = 30_000;

/**
 * Streams the store's file from where the last step stopped; judges and stages each customer. Null when the file was read
 * to its end, else what comes next. A dry run keeps nothing but the rows it counts.
 */
export async function stageStep(
  context: StepContext,
  file: ReadyExport,
  comparison: Omit<Comparison, 'index'>,
  dry: boolean,
): Promise<RunStep | null> {
  const { ports, run } = context;
  const until = ports.now() + SLICE_MS;
  let { line = 0, offset = 0 } = cursorOf(run);
  const { right = 0 } = cursorOf(run);
  const counts = run.counts as Record<string, number>;
  const tally = new ImportTally(counts, run.report as TallyReport, right);
  const empty = counts.contactsBefore === 0;
  const find: FindContacts = async (question) =>
    empty ? finderOf([]) : findContacts(ports.db.pool, run.id, question);
  await dropRowsBehind(ports.db.pool, run.id, line);

  let batch: Customer[] = [];
  const flush = async () => {
    const judged = await judgeForImport(ports, run.shopId, batch, comparison, find, namingOf(ports.now()));
    for (const each of judged) tally.add(each);
    await inTransaction(ports.db.pool, async (client) => {
      await stage(context, client, judged, line, dry);
      line += batch.length;
      const counted = { counts: { read: line, ...tally.counts() }, report: { ...tally.report() } };
      await progress(ports, run, { cursor: { line, offset, right: tally.right }, ...counted }, client);
    });
    batch = [];
  };

  if (file.url !== null) {
    for await (const item of file.read(file.url, file.metafields, offset)) {
      if (item.kind === 'broken') {
        await flush();
        return { kind: 'trouble', phase: 'waiting_for_store', message: item.message };
      }
      batch.push(item.customer);
      offset = item.end;
      if (batch.length < BATCH) continue;
      await flush();
      if (ports.now() > until || (await isStopped(context))) return { kind: 'again', inMs: 0 };
    }
  }
  await flush();
  return null;
}

function namingOf(now: number): Naming {
  return {
    event: () => RUN_EVENTS.import,
    revision: () => null,
    receivedAt: () => null,
    appliedAt: (customer) => new Date(customer.updatedAt ?? now).toISOString(),
  };
}

/** What a judged batch leaves behind: rows, links of those found right, reasons of those skipped. */
async function stage(
  { ports, run }: StepContext,
  client: pg.PoolClient,
  judged: JudgedCustomer[],
  line: number,
  dry: boolean,
): Promise<void> {
  const rows: StagedRow[] = [];
  const links: Link[] = [];
  const entries: EntryRow[] = [];
  const now = new Date(ports.now());
  judged.forEach(({ customer, judgement }, at) => {
    if ('row' in judgement) rows.push({ ...judgement.row, position: line + at + 1 });
    if (judgement.kind === 'linked') links.push(judgement.link);
    if (judgement.kind !== 'skipped') return;
    if (judgement.link) links.push(judgement.link);
    entries.push(skippedEntry(run.shopId, customer, judgement, now));
  });
  await addRows(client, run.id, rows);
  if (dry) return;
  const optOuts = judged.flatMap(({ judgement }) => (judgement.kind === 'row' ? judgement.optOuts : []));
  await rememberOptOuts(
    client,
    optOuts.map((optOut) => ({ ...optOut, shopId: run.shopId })),
  );
  await saveNewLinks(client, links, now);
  await copyEntries(client, entries);
}

function skippedEntry(
  shopId: number,
  customer: Customer,
  { code, message }: { code: string; message: string },
  at: Date,
): EntryRow {
  return {
    shopId,
    at,
    source: customer.source,
    customerId: customer.id,
    event: RUN_EVENTS.import,
    action: 'none',
    outcome: 'skipped',
    attempt: 1,
    latencyMs: 0,
    httpStatus: null,
    code,
    message,
    requestId: null,
  };
}
