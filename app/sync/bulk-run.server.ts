import type { Customer } from '../domain/customer.ts';
import { brevoTrouble, keepAccount, seenAt } from './brevo-reading.server.ts';
import { type BulkCandidate, type BulkSpan, countKnown, forceWaiting, readForBulk } from './bulk.sql.ts';
import type { BulkOptions } from './bulk-start.server.ts';
import { lookAt } from './compare-customer.server.ts';
import type { DeliveryContext } from './delivery.ts';
import { deliveryContext } from './delivery-context.server.ts';
import { enrich } from './enrich.server.ts';
import {
  addRows,
  dropRowsBehind,
  forgetBatch,
  isPrepared,
  noteSeen,
  openBatch,
  prepare,
  readBatch,
  type StagedRow,
  singleShared,
  takeSingles,
} from './import-batch.sql.ts';
import { findContacts, keepContacts } from './import-contacts.sql.ts';
import { judgeForImport } from './import-judge.server.ts';
import { advanceImport, deleteOffList, endLostLoad } from './import-load.server.ts';
import { countBatch } from './import-load.sql.ts';
import { importContext } from './import-run.server.ts';
import { customerKey } from './link.sql.ts';
import { rememberOptOuts } from './opt-out.sql.ts';
import { cursorOf, isStopped, progress, type RunStep, type StepContext } from './run-step.server.ts';
import { compiledMapping, ensureAttributes, metafieldsOf } from './shop-runtime.server.ts';
import { inTransaction } from './transaction.ts';
import { wakeDrains } from './wake.sql.ts';

/** Customers that are read and judged together. */
const BATCH = 500;
/** Contacts that Brevo gives by their ids in one call (facts/brevo.md section 4). */
const IDS = 20;
/** Contacts of a page of all of them. */
const PAGE = 1_000;
const SHORT_WAIT_MS = 50;

/**
 * Sends waiting changes in bulk (bulk-start.server.ts says when). No drain claims meanwhile what this takes.
 *
 *   reading     how many there are; Brevo's contacts, all of them where that is cheaper than asking for each
 *   comparing   the customers are read from their source, judged by the rules of a delivery, and staged
 *   importing   what an import may carry goes out and is read back (import-load.server.ts); with it the waiting change
 *               is settled. Everything else is left to the single way, as it was
 */
export async function bulkStep(context: StepContext): Promise<RunStep> {
  const { ports, runtime, run } = context;
  const { pool } = ports.db;
  const now = new Date(ports.now());
  const batch = { id: run.id, shopId: run.shopId, account: runtime.connection.account, beganAt: now };
  const opened = await openBatch(pool, batch);
  if (opened.account !== batch.account)
    return { kind: 'failed', message: 'Another Brevo account was connected meanwhile' };
  if (!(await isPrepared(pool, run.id))) {
    const lost = await endLostLoad(importContext(context), batch.account);
    if (lost) return lost;
    await prepare(pool, run.id);
    await progress(ports, run, {
      cursor: { indexOffset: 0, indexed: false, line: 0, after: null, staged: false },
      counts: { read: 0, staged: 0 },
    });
  }
  const cursor = cursorOf(run);
  if (cursor.staged) return send(context);
  if (!cursor.indexed) {
    const step = await index(context);
    if (step) return step;
  }
  return stage(context);
}

/** Reads all contacts where that costs fewer calls than asking for those that are known and making the others one by one. */
async function index(context: StepContext): Promise<RunStep | null> {
  const { ports, runtime, run, stop } = context;
  const { pool } = ports.db;
  const account = ports.brevo(runtime.connection, stop);
  let { whole } = cursorOf(run);
  if (whole === undefined) {
    const { known, unknown } = await countKnown(pool, run.shopId, spanOf(context));
    const size = await account.size();
    if (size.kind === 'failed')
      return brevoTrouble(ports, run.shopId, size.answer, "Brevo's contacts cannot be read");
    whole = size.count / PAGE <= known / IDS + unknown;
    await progress(ports, run, { phase: 'reading', cursor: { whole, indexed: !whole } });
  }
  if (!whole) return null;
  return keepAccount(context);
}

async function stage(context: StepContext): Promise<RunStep> {
  const { ports, runtime, run, stop } = context;
  const { pool } = ports.db;
  const account = ports.brevo(runtime.connection, stop);
  const attributes = await ensureAttributes(ports, runtime, account);
  if (attributes.kind === 'failed')
    return brevoTrouble(ports, run.shopId, attributes.answer, "Brevo's attributes cannot be read");
  const delivery = deliveryContext(
    ports,
    runtime,
    account,
    compiledMapping(ports, runtime, attributes.attributes),
  );
  await progress(ports, run, { phase: 'comparing' });
  let { line = 0, after = null } = cursorOf(run);
  await dropRowsBehind(pool, run.id, line);
  for (;;) {
    if (await isStopped(context)) return { kind: 'again', inMs: 0 };
    const found = await readForBulk(pool, run.shopId, spanOf(context), runtime.held, after, BATCH);
    const last = found.at(-1);
    if (!last) break;
    const staged = await stagePage(context, delivery, found, line);
    if (!Array.isArray(staged)) return staged;
    line += found.length;
    after = { source: last.source, customerId: last.customerId };
    const before = (run.counts as Record<string, number>).staged ?? 0;
    await inTransaction(pool, async (client) => {
      await addRows(
        client,
        run.id,
        staged.map(({ row }) => row),
      );
      await rememberOptOuts(
        client,
        staged.flatMap(({ optOuts }) => optOuts.map((optOut) => ({ ...optOut, shopId: run.shopId }))),
      );
      const counts = { read: line, staged: before + staged.length };
      await progress(ports, run, { cursor: { line, after }, counts }, client);
    });
  }
  await singleShared(pool, run.id);
  await progress(ports, run, { phase: 'importing', cursor: { staged: true } });
  // What was not staged goes the single way from now on.
  await wakeDrains(pool, [run.shopId]);
  return { kind: 'again', inMs: 0 };
}

type Staged = { row: StagedRow; optOuts: Parameters<typeof rememberOptOuts>[1] };

/** Judges a page of customers; answers the rows that an import may carry. */
async function stagePage(
  context: StepContext,
  delivery: DeliveryContext,
  found: BulkCandidate[],
  line: number,
): Promise<Staged[] | RunStep> {
  const { ports, runtime, run } = context;
  const { pool } = ports.db;
  const whole = cursorOf(run).whole === true;
  const asked = whole ? found : found.filter((each) => each.brevoId !== null);
  if (!whole) {
    const step = await readKnown(context, asked);
    if (step) return step;
  }
  const askedAt = new Date(ports.now());
  const rows = asked.map((each) => lookAt({ source: each.source, id: each.customerId }, delivery));
  const ending = await enrich(ports, runtime.shop, rows, metafieldsOf(runtime.rules));
  if (ending.kind !== 'enriched')
    return { kind: 'trouble', phase: 'waiting_for_store', message: ending.message };
  const customers: Customer[] = [];
  for (const { customer } of ending.items) if (customer && customer !== 'unknown') customers.push(customer);
  const waiting = new Map(asked.map((each) => [customerKey(each), each]));
  const of = (customer: Customer) =>
    waiting.get(customerKey({ source: customer.source, customerId: customer.id }));
  const { reason } = run.options as unknown as BulkOptions;
  const judged = await judgeForImport(
    ports,
    run.shopId,
    customers,
    { context: delivery, askedAt, settlesWaiting: true },
    (question) => findContacts(pool, run.id, question),
    {
      event: (customer) => of(customer)?.event ?? '',
      revision: (customer) => of(customer)?.revision ?? null,
      receivedAt: (customer) => of(customer)?.receivedAt ?? null,
      appliedAt: (customer) => (of(customer)?.occurredAt ?? askedAt).toISOString(),
      note: reason,
    },
  );
  return judged.flatMap(({ judgement }, at) =>
    judgement.kind === 'row'
      ? [
          {
            row: { ...judgement.row, position: line + at + 1 },
            optOuts: judgement.optOuts.map((optOut) => ({ ...optOut, shopId: run.shopId })),
          },
        ]
      : [],
  );
}

/** The contacts of these customers, asked for by their ids. */
async function readKnown(context: StepContext, found: BulkCandidate[]): Promise<RunStep | null> {
  const { ports, runtime, run, stop } = context;
  const account = ports.brevo(runtime.connection, stop);
  const names = new Set(runtime.rules.map((rule) => rule.attribute));
  const ids = [...new Set(found.flatMap(({ brevoId }) => (brevoId === null ? [] : [brevoId])))];
  for (let start = 0; start < ids.length; start += IDS) {
    const page = await account.byIds(ids.slice(start, start + IDS));
    if (page.kind === 'failed')
      return brevoTrouble(ports, run.shopId, page.answer, "Brevo's contacts cannot be read");
    await keepContacts(ports.db.pool, run.id, page.contacts, names);
    const batch = await readBatch(ports.db.pool, run.id);
    if (batch?.seenUntil === null && page.at !== null) await noteSeen(ports.db.pool, run.id, seenAt(page.at));
  }
  return null;
}

async function send(context: StepContext): Promise<RunStep> {
  const { ports, run } = context;
  const { pool } = ports.db;
  const importing = importContext(context);
  for (;;) {
    const step = await advanceImport(importing);
    const { staged = 0 } = run.counts as Record<string, number>;
    const { arrived, waiting, single } = await countBatch(pool, run.id, staged);
    await progress(ports, run, { counts: { succeeded: arrived, remaining: waiting, single } });
    if (step.kind === 'trouble') return step;
    if (step.kind === 'again') {
      if (step.inMs > SHORT_WAIT_MS || (await isStopped(context))) return step;
      continue;
    }
    const left = await deleteOffList(importing);
    if (left) return left;
    for (let taken = BATCH; taken === BATCH; )
      taken = await inTransaction(pool, async (client) => {
        const singles = await takeSingles(client, run.id, BATCH);
        await forceWaiting(
          client,
          run.shopId,
          singles.filter((each) => each.sent),
        );
        return singles.length;
      });
    await forgetBatch(pool, run.id);
    ports.log.info({ shopId: run.shopId, arrived, single }, 'a bulk is over; single calls go on');
    return { kind: 'done' };
  }
}

function spanOf({ run }: StepContext): BulkSpan {
  const { since = 0, until = 0 } = cursorOf(run);
  return { since: new Date(since), until: new Date(until) };
}
