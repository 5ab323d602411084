import type { Customer, Source } from '../domain/customer.ts';
import { keepAccount } from './brevo-reading.server.ts';
import { compareBatch } from './compare-batch.server.ts';
import { type Comparison, extra } from './compare-customer.server.ts';
import { reportForeign } from './compare-foreign.server.ts';
import { chosenRepairs, type Found, repair, reportFound } from './compare-report.server.ts';
import { Tally } from './compare-tally.ts';
import { noteCompared, readCompared } from './compared.sql.ts';
import type { FindContacts } from './contact-finder.ts';
import { deliveryContext } from './delivery-context.server.ts';
import { countFound } from './difference.sql.ts';
import { forgetBatch, isPrepared, openBatch, prepare } from './import-batch.sql.ts';
import { findContacts } from './import-contacts.sql.ts';
import { readLinkedBefore } from './link.sql.ts';
import { RUN_EVENTS } from './run-event.ts';
import { exportOf, type ReadyExport } from './run-export.server.ts';
import {
  cursorOf,
  isStopped,
  progress,
  type RunStep,
  type StepContext,
  sourceOf,
} from './run-step.server.ts';
import { compiledMapping, ensureAttributes } from './shop-runtime.server.ts';
import { inTransaction } from './transaction.ts';

const BATCH = 1_000;
/** Brevo's contacts as they were read longer ago than this are read anew. */
const KEPT_MS = 3_600_000;
export const RECONCILE_EVENT = RUN_EVENTS.reconciliation;

/**
 * Reads Brevo's contacts into the database, streams the store against them, and judges each customer by the plan of a
 * delivery. A reconciliation queues those that differ, forced, so that they are read again and repaired. What it needs
 * to remember stands in the tables of its batch, so memory does not grow with the store.
 * When it is cut short, reading Brevo goes on where it was, and comparing begins anew: repairs that were queued are
 * newer than the store's file then.
 */
export async function compareStep(context: StepContext): Promise<RunStep> {
  const { ports, runtime, run, stop } = context;
  const { pool } = ports.db;
  const file = await exportOf(context);
  if (file.kind === 'not_yet') return file.step;
  const account = ports.brevo(runtime.connection, stop);
  const attributes = await ensureAttributes(ports, runtime, account);
  if (attributes.kind === 'failed') {
    return {
      kind: 'trouble',
      phase: 'waiting_for_brevo',
      message: `Brevo's attributes cannot be read: ${attributes.answer.message}`,
    };
  }
  // Brevo is read after the store's file was made, so that both sides are seen as of about the same moment.
  await begin(context);
  if (cursorOf(run).indexed !== true) {
    await progress(ports, run, { phase: 'indexing' });
    const left = await keepAccount(context);
    if (left) return left;
  }
  await progress(ports, run, { phase: 'comparing' });
  const comparison: Omit<Comparison, 'index'> = {
    context: deliveryContext(ports, runtime, account, compiledMapping(ports, runtime, attributes.attributes)),
    askedAt: file.askedAt,
    metafields: file.metafields,
  };

  const tally = new Tally({ ...(run.report as object), ...(await countFound(pool, run.id)) });
  const find: FindContacts = (question) => findContacts(pool, run.id, question);
  const shown = () => ({ counts: tally.counts(), report: tally.report() });
  for await (const batch of batchesOf(file)) {
    if ('message' in batch) return { kind: 'trouble', phase: 'waiting_for_store', message: batch.message };
    const { judged } = await compareBatch(ports, run.shopId, batch, comparison, find);
    await noteCompared(
      pool,
      run.id,
      judged.map(({ customer }) => customer.id),
      judged.flatMap(({ claims }) => claims ?? []),
    );
    // After a crash of PostgreSQL nobody would be found: what was judged since is not believed.
    if (!(await isPrepared(pool, run.id))) return { kind: 'again', inMs: 0 };
    const found: Found[] = [];
    const unlinked: { source: Source; customerId: string }[] = [];
    for (const { customer, verdict } of judged) {
      tally.add(verdict);
      if (verdict.kind === 'unlinked') unlinked.push({ source: customer.source, customerId: customer.id });
      if (verdict.kind !== 'differs') continue;
      found.push({ source: customer.source, customerId: customer.id, differences: verdict.differences });
    }
    await reportFound(context, tally, found);
    // A run that only reports leaves the links as well.
    if (chosenRepairs(run.options).length > 0) await repair(context, unlinked);
    await progress(ports, run, shown());
    if (await isStopped(context)) return { kind: 'again', inMs: 0 };
  }
  if (!(await reportGone(context, file.askedAt, tally))) return { kind: 'again', inMs: 0 };
  await reportForeign(context, account, tally);
  if (!(await isPrepared(pool, run.id))) return { kind: 'again', inMs: 0 };
  await inTransaction(pool, async (client) => {
    await forgetBatch(client, run.id);
    const cursor = { readAt: new Date(ports.now()).toISOString() };
    await progress(ports, run, { ...shown(), phase: 'repairing', cursor }, client);
  });
  return { kind: 'again', inMs: 500 };
}

/** What was read of Brevo stays for the steps of an hour; after a crash of PostgreSQL it is gone, and read anew. */
async function begin({ ports, runtime, run }: StepContext): Promise<void> {
  const { pool } = ports.db;
  const now = ports.now();
  const batch = {
    id: run.id,
    shopId: run.shopId,
    account: runtime.connection.account,
    beganAt: new Date(now),
  };
  const opened = await openBatch(pool, batch);
  const { indexAt } = cursorOf(run);
  const young = indexAt !== undefined && now - Date.parse(indexAt) < KEPT_MS;
  if (young && opened.account === batch.account && (await isPrepared(pool, run.id))) return;
  await forgetBatch(pool, run.id);
  await openBatch(pool, batch);
  await prepare(pool, run.id);
  await progress(ports, run, {
    cursor: { indexAt: new Date(now).toISOString(), indexOffset: 0, indexed: false },
  });
}

async function* batchesOf(file: ReadyExport): AsyncGenerator<Customer[] | { message: string }> {
  if (file.url === null) return;
  let batch: Customer[] = [];
  for await (const item of file.read(file.url, file.metafields, 0)) {
    if (item.kind === 'broken') {
      yield { message: item.message };
      return;
    }
    batch.push(item.customer);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Customers whose contact is kept up to date and who were not in the store's file: deleted while nobody told us. They
 * are queued as updates, so that a customer who is there after all is found there. Younger links than the file are
 * left alone: their customers may be younger too. False when what was compared is gone.
 */
async function reportGone(context: StepContext, askedAt: Date, tally: Tally): Promise<boolean> {
  const { ports, run } = context;
  const { pool } = ports.db;
  const source = sourceOf(context);
  for (let after: string | null = ''; after !== null; ) {
    const links = await readLinkedBefore(pool, run.shopId, source, askedAt, after);
    const compared = await readCompared(
      pool,
      run.id,
      links.map(({ customerId }) => customerId),
    );
    // After a crash of PostgreSQL everybody would look gone.
    if (!(await isPrepared(pool, run.id))) return false;
    const gone = links.filter(({ customerId }) => !compared.has(customerId));
    await reportFound(
      context,
      tally,
      gone.map(({ customerId, address }) => ({ source, customerId, differences: [extra(address)] })),
    );
    after = links.at(-1)?.customerId ?? null;
  }
  return true;
}
