import type { Customer, Source } from '../domain/customer.ts';
import { attributeTypeFor } from '../domain/mapping.ts';
import type { BrevoAttribute } from '../domain/mapping-rule.ts';
import type { BrevoAccount } from '../ports.ts';
import { compareBatch } from './compare-batch.server.ts';
import { type Comparison, extra } from './compare-customer.server.ts';
import { reportForeign } from './compare-foreign.server.ts';
import { chosenRepairs, type Found, repair, reportFound } from './compare-report.server.ts';
import { Tally } from './compare-tally.ts';
import { deliveryContext } from './delivery-context.server.ts';
import { countFound } from './difference.sql.ts';
import { readContactIndex } from './index-step.server.ts';
import { readLinkedBefore } from './link.sql.ts';
import { RUN_EVENTS } from './run-event.ts';
import { exportOf, type ReadyExport } from './run-export.server.ts';
import { isStopped, progress, type RunStep, type StepContext, sourceOf } from './run-step.server.ts';
import { SeenIds } from './seen-ids.ts';
import {
  type AttributesEnding,
  compiledMapping,
  ensureAttributes,
  lackingAttributes,
} from './shop-runtime.server.ts';

const BATCH = 500;
export const RECONCILE_EVENT = RUN_EVENTS.reconciliation;

/**
 * One long step: reads Brevo's contacts into an index, streams the store against it, and judges each customer by the
 * plan of a delivery. A reconciliation queues those that differ, forced, so that they are read again and repaired.
 * When it is cut short it begins anew: the index is in memory, and repairs that were queued are skipped then or found
 * done.
 */
export async function compareStep(context: StepContext): Promise<RunStep> {
  const { ports, runtime, run, stop } = context;
  const file = await exportOf(context);
  if (file.kind === 'not_yet') return file.step;
  const account = ports.brevo(runtime.connection, stop);
  const attributes = await attributesFor(context, account, false);
  if (attributes.kind === 'failed') {
    return {
      kind: 'trouble',
      phase: 'waiting_for_brevo',
      message: `Brevo's attributes cannot be read: ${attributes.answer.message}`,
    };
  }
  // Brevo is read after the store's file was made, so that both sides are seen as of about the same moment.
  const contacts = await readContactIndex(
    context,
    runtime.rules.map((rule) => rule.attribute),
  );
  if (contacts.kind === 'not_yet') return contacts.step;
  await progress(ports, run, { phase: 'comparing' });
  const comparison: Comparison = {
    context: deliveryContext(ports, runtime, account, compiledMapping(ports, runtime, attributes.attributes)),
    index: contacts.index,
    askedAt: file.askedAt,
    metafields: file.metafields,
  };

  const tally = new Tally({ ...(run.report as object), ...(await countFound(ports.db.pool, run.id)) });
  const seen = new SeenIds();
  const shown = () => ({ counts: tally.counts(), report: tally.report() });
  for await (const batch of batchesOf(file)) {
    if ('message' in batch) return { kind: 'trouble', phase: 'waiting_for_store', message: batch.message };
    const found: Found[] = [];
    const unlinked: { source: Source; customerId: string }[] = [];
    for (const { customer, verdict, claims } of await compareBatch(ports, run.shopId, batch, comparison)) {
      seen.add(customer.id);
      tally.add(verdict);
      for (const [kind, value] of claims) contacts.index.claim(kind, value);
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
  await reportGone(context, file.askedAt, seen, tally);
  await reportForeign(context, account, contacts.index, tally);
  await progress(ports, run, {
    ...shown(),
    phase: 'repairing',
    cursor: { readAt: new Date(ports.now()).toISOString() },
  });
  return { kind: 'again', inMs: 500 };
}

/** A dry run creates no attribute, and sees what an import would create as created and empty. */
export async function attributesFor(
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
 * left alone: their customers may be younger too.
 */
async function reportGone(context: StepContext, askedAt: Date, seen: SeenIds, tally: Tally): Promise<void> {
  const { ports, run } = context;
  const source = sourceOf(context);
  for (let after: string | null = ''; after !== null; ) {
    const links = await readLinkedBefore(ports.db.pool, run.shopId, source, askedAt, after);
    const gone = links.filter(({ customerId }) => !seen.has(customerId));
    await reportFound(
      context,
      tally,
      gone.map(({ customerId, address }) => ({ source, customerId, differences: [extra(address)] })),
    );
    after = links.at(-1)?.customerId ?? null;
  }
}
