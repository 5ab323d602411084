import { attributeTypeFor } from '../domain/attribute-type.ts';
import type { BrevoAttribute } from '../domain/mapping-rule.ts';
import type { BrevoAccount } from '../ports.ts';
import { brevoTrouble, keepAccount } from './brevo-reading.server.ts';
import { deliveryContext } from './delivery-context.server.ts';
import {
  countContacts,
  forgetBatch,
  isPrepared,
  openBatch,
  prepare,
  singleShared,
} from './import-batch.sql.ts';
import { advanceImport, deleteOffList, endLostLoad, type ImportContext } from './import-load.server.ts';
import { countBatch, countStaged } from './import-load.sql.ts';
import { queueSingles } from './import-singles.server.ts';
import { stageStep } from './import-stage.server.ts';
import { RUN_EVENTS } from './run-event.ts';
import { exportOf } from './run-export.server.ts';
import { outcomesOf, settleStep } from './run-settle.server.ts';
import { cursorOf, isStopped, progress, type RunStep, type StepContext } from './run-step.server.ts';
import {
  type AttributesEnding,
  compiledMapping,
  ensureAttributes,
  lackingAttributes,
} from './shop-runtime.server.ts';

/**
 * The initial import, and its dry run. Everything that was done stands in the run's cursor and in the batch's tables, so
 * a step goes on where the last one was; what is half done is done again, which changes nothing.
 *
 *   reading      the store's file is asked for and waited for
 *   indexing     Brevo's contacts are read into the batch, 1,000 a call
 *   comparing    the file goes by once: every customer is judged and staged, skipped, or found right
 *   importing    the staged rows go to Brevo (import-load.server.ts)
 *   delivering   what an import must not carry goes out by calls of its own, through the queue
 *
 * A dry run ends after comparing: it has staged the rows only to count them.
 */
export async function importStep(context: StepContext, dry = false): Promise<RunStep> {
  const { run } = context;
  const cursor = cursorOf(run);
  if (cursor.readAt) return settleStep(context, 'delivering', RUN_EVENTS.import);
  if (cursor.imported) return queueSingles(context);
  const ready = await begin(context);
  if (ready) return ready;
  if (!cursorOf(run).indexed) return indexStep(context);
  if (!cursorOf(run).staged) return compare(context, dry);
  return dry ? report(context) : send(context);
}

/** The batch is there and complete; after a crash of PostgreSQL it begins anew. Null when it is. */
async function begin(context: StepContext): Promise<RunStep | null> {
  const { ports, runtime, run } = context;
  const { pool } = ports.db;
  const now = new Date(ports.now());
  const batch = { id: run.id, shopId: run.shopId, account: runtime.connection.account, beganAt: now };
  const opened = await openBatch(pool, batch);
  // Connected to another account meanwhile: what was prepared is about the former one.
  if (opened.account !== batch.account)
    return { kind: 'failed', message: 'Another Brevo account was connected during the import' };
  if (await isPrepared(pool, run.id)) return null;
  const lost = await endLostLoad(importContext(context), batch.account);
  if (lost) return lost;
  await prepare(pool, run.id);
  await progress(ports, run, {
    cursor: { indexOffset: 0, indexed: false, line: 0, offset: 0, right: 0, staged: false },
    counts: { read: 0, create: 0, change: 0, unchanged: 0, skip: 0, blockedByConsent: 0 },
    report: { kinds: {}, skippedBecause: {}, singleBecause: {}, examples: [] },
  });
  return null;
}

async function indexStep(context: StepContext): Promise<RunStep> {
  const file = await exportOf(context);
  if (file.kind === 'not_yet') return file.step;
  await progress(context.ports, context.run, { phase: 'indexing' });
  const left = await keepAccount(context, (read) => ({ contactsBefore: read }));
  return left ?? { kind: 'again', inMs: 0 };
}

async function compare(context: StepContext, dry: boolean): Promise<RunStep> {
  const { ports, runtime, run, stop } = context;
  const file = await exportOf(context);
  if (file.kind === 'not_yet') return file.step;
  const account = ports.brevo(runtime.connection, stop);
  const attributes = await attributesFor(context, account, dry);
  if (attributes.kind === 'failed')
    return brevoTrouble(ports, run.shopId, attributes.answer, "Brevo's attributes cannot be read");
  await progress(ports, run, { phase: 'comparing' });
  const comparison = {
    context: deliveryContext(ports, runtime, account, compiledMapping(ports, runtime, attributes.attributes)),
    askedAt: file.askedAt,
  };
  const step = await stageStep(context, file, comparison, dry);
  if (step) return step;
  const shared = await singleShared(ports.db.pool, run.id);
  const { before, shared: together } = await countContacts(ports.db.pool, run.id);
  const { create = 0 } = run.counts as Record<string, number>;
  await progress(ports, run, {
    cursor: { staged: true, toImport: await countStaged(ports.db.pool, run.id) },
    counts: { contactsBefore: before, contactsAfter: before + create - together },
    report: { sharedAddresses: shared },
  });
  return { kind: 'again', inMs: 0 };
}

/** A dry run creates no attribute, and sees what an import would create as created and empty. */
async function attributesFor(
  { ports, runtime }: StepContext,
  account: BrevoAccount,
  dry: boolean,
): Promise<AttributesEnding> {
  if (!dry) return ensureAttributes(ports, runtime, account);
  const reading = await account.readAttributes();
  if (reading.kind === 'failed') return reading;
  const lacking = runtime.policy.createAttributes ? lackingAttributes(runtime.rules, reading.attributes) : [];
  const created = lacking.map(
    (rule): BrevoAttribute => ({
      name: rule.attribute,
      category: 'normal',
      type: attributeTypeFor(rule),
      options: [],
    }),
  );
  return { kind: 'ready', attributes: [...reading.attributes, ...created] };
}

async function report({ ports, run }: StepContext): Promise<RunStep> {
  await forgetBatch(ports.db.pool, run.id);
  return { kind: 'done' };
}

/** How long a step waits for Brevo itself before others get the worker. */
const SHORT_WAIT_MS = 50;

async function send(context: StepContext): Promise<RunStep> {
  const { ports, run } = context;
  await progress(ports, run, { phase: 'importing' });
  const importing = importContext(context);
  for (;;) {
    const step = await advanceImport(importing);
    await showImport(context);
    if (step.kind === 'trouble') return step;
    if (step.kind === 'again') {
      if (step.inMs > SHORT_WAIT_MS || (await isStopped(context))) return step;
      continue;
    }
    // After a crash of PostgreSQL nothing is left either: it is prepared anew.
    if (!(await isPrepared(ports.db.pool, run.id))) return { kind: 'again', inMs: 0 };
    const left = await deleteOffList(importing);
    if (left) return left;
    await progress(ports, run, { cursor: { imported: true } });
    return { kind: 'again', inMs: 0 };
  }
}

/** What advancing needs of a run's step. */
export function importContext(context: StepContext): ImportContext {
  const { ports, runtime, run, stop, notifyBase } = context;
  return {
    ports,
    account: ports.brevo(runtime.connection, stop),
    batchId: run.id,
    listId: runtime.policy.listId,
    notifyBase,
    stop,
    stopped: () => isStopped(context),
  };
}

/** The outcomes are counted from the log, a line a customer: not more often than this. */
const COUNT_MS = 15_000;

/** Progress: how much arrived, how fast, and how long the rest takes at that pace. */
async function showImport({ ports, run }: StepContext): Promise<void> {
  const { importingAt, toImport = 0, countedAt = 0 } = cursorOf(run);
  const due = ports.now() - countedAt >= COUNT_MS;
  const { arrived, waiting, single } = await countBatch(ports.db.pool, run.id, toImport);
  const since = importingAt ?? new Date(ports.now()).toISOString();
  const seconds = (ports.now() - Date.parse(since)) / 1_000;
  const perSecond = seconds > 0 ? arrived / seconds : 0;
  await progress(ports, run, {
    cursor: { importingAt: since, ...(due ? { countedAt: ports.now() } : {}) },
    counts: {
      imported: arrived,
      single,
      remaining: waiting + single,
      ...(due ? await outcomesOf(ports, run, RUN_EVENTS.import) : {}),
    },
    report: {
      perSecond: Math.round(perSecond),
      secondsLeft: perSecond > 0 ? Math.ceil(waiting / perSecond) : undefined,
    },
  });
}
