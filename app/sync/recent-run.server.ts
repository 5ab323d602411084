import type { Customer, Source } from '../domain/customer.ts';
import type { RemoteContact } from '../domain/remote.ts';
import type { BrevoAccount } from '../ports.ts';
import { readPage } from './brevo-reading.server.ts';
import { compareBatch } from './compare-batch.server.ts';
import { lookAt } from './compare-customer.server.ts';
import { type Found, reportFound } from './compare-report.server.ts';
import { Tally } from './compare-tally.ts';
import { finderOf } from './contact-finder.ts';
import type { DeliveryContext } from './delivery.ts';
import { deliveryContext } from './delivery-context.server.ts';
import { countFound } from './difference.sql.ts';
import { enrich } from './enrich.server.ts';
import { customerKey, readLinks } from './link.sql.ts';
import { planContact } from './plan.server.ts';
import { readChangedByOthers, readSince, readWaitingCustomers } from './recent.sql.ts';
import { cursorOf, isStopped, progress, type RunStep, type StepContext } from './run-step.server.ts';
import { compiledMapping, ensureAttributes, metafieldsOf } from './shop-runtime.server.ts';

/** Clocks differ, and a change may be seen a little after it was made. */
const OVERLAP_MS = 10 * 60_000;
/** Longer ago is the matter of the nightly comparison. */
const LONGEST_MS = 26 * 3_600_000;
/** Pages of the store at most: a change of everything is the matter of the nightly comparison as well. */
const MOST_PAGES = 200;

/**
 * The hourly comparison: only of what changed on either side since the last one. A customer that the store changed and
 * that would be written now was missed; a contact that somebody changed in Brevo after us is compared with its customer.
 * What was deleted in Brevo does not show this way: Brevo's webhook and the nightly comparison find that. A step that is
 * cut short begins anew.
 */
export async function recentStep(context: StepContext): Promise<RunStep> {
  const { ports, runtime, run, stop } = context;
  const now = ports.now();
  const last = cursorOf(run).since ?? (await readSince(ports.db.pool, run))?.toISOString();
  const since = new Date(Math.max(now - LONGEST_MS, (last ? Date.parse(last) : 0) - OVERLAP_MS));
  await progress(ports, run, { phase: 'reading', cursor: { since: last ?? since.toISOString() } });
  const account = ports.brevo(runtime.connection, stop);
  const attributes = await ensureAttributes(ports, runtime, account);
  if (attributes.kind === 'failed') {
    const message = `Brevo's attributes cannot be read: ${attributes.answer.message}`;
    return { kind: 'trouble', phase: 'waiting_for_brevo', message };
  }
  const delivery = deliveryContext(
    ports,
    runtime,
    account,
    compiledMapping(ports, runtime, attributes.attributes),
  );
  const tally = new Tally({ ...(run.report as object), ...(await countFound(ports.db.pool, run.id)) });
  const missed = await readStore(context, delivery, tally, since);
  if (missed) return missed;
  await progress(ports, run, { phase: 'indexing' });
  const changed = await readBrevo(context, account, delivery, tally, since);
  if (changed) return changed;
  await progress(ports, run, {
    phase: 'repairing',
    counts: tally.counts(),
    report: tally.report(),
    cursor: { readAt: new Date(ports.now()).toISOString() },
  });
  return { kind: 'again', inMs: 500 };
}

/** Customers that the store changed: judged by what was sent last, so that Brevo need not be asked. */
async function readStore(
  context: StepContext,
  delivery: DeliveryContext,
  tally: Tally,
  since: Date,
): Promise<RunStep | null> {
  const { ports, runtime, run } = context;
  const { changedSince } = ports.source(runtime.configuration.source);
  if (!changedSince) return null;
  const metafields = metafieldsOf(runtime.rules);
  for (let page = 0, after: string | null = null; page < MOST_PAGES; page += 1) {
    const read = await changedSince(runtime.shop, since, metafields, after);
    if (read.kind !== 'page') return { kind: 'trouble', phase: 'waiting_for_store', message: read.message };
    await reportFound(context, tally, await notDelivered(context, delivery, read.customers, tally));
    await progress(ports, run, { counts: tally.counts(), report: tally.report() });
    after = read.next;
    if (after === null) return null;
    if (await isStopped(context)) return { kind: 'again', inMs: 0 };
  }
  return null;
}

async function notDelivered(
  { ports, run }: StepContext,
  delivery: DeliveryContext,
  customers: Customer[],
  tally: Tally,
): Promise<Found[]> {
  const keys = customers.map((c) => ({ source: c.source, customerId: c.id }));
  const [links, waiting] = await Promise.all([
    readLinks(ports.db.pool, run.shopId, keys),
    readWaitingCustomers(ports.db.pool, run.shopId, keys),
  ]);
  const found: Found[] = [];
  for (const customer of customers) {
    const key = { source: customer.source, customerId: customer.id };
    const link = links.get(customerKey(key)) ?? null;
    tally.look();
    if (link?.state === 'redacted' || waiting.has(customerKey(key))) continue;
    const row = { ...lookAt(customer, delivery), force: false };
    const plan = await planContact(customer, { row, customer, link }, delivery);
    if (plan.kind !== 'write' && plan.kind !== 'remove') continue;
    // Brevo refused the address while the customer was as now.
    if (plan.kind === 'write' && link?.state !== 'synced' && link?.contentHash === plan.contentHash) continue;
    // A repeated look at a yes that Brevo's no overrules is no change.
    if (plan.kind === 'write' && link?.state === 'synced' && link.contentHash === plan.contentHash) continue;
    found.push({
      ...key,
      differences: [
        { kind: 'not_delivered', field: 'contact', wanted: customer.updatedAt, held: link?.syncedAt ?? null },
      ],
    });
  }
  return found;
}

/** Contacts that somebody changed in Brevo after we wrote them, compared with their customers as they are now. */
async function readBrevo(
  context: StepContext,
  account: BrevoAccount,
  delivery: DeliveryContext,
  tally: Tally,
  since: Date,
): Promise<RunStep | null> {
  const { ports, run, stop } = context;
  for (let offset = 0; ; ) {
    const page = await readPage(ports, run.shopId, account, offset, since.toISOString(), stop);
    if (page.kind === 'trouble') return page.trouble;
    const trouble = await comparePage(context, delivery, tally, page.contacts);
    if (trouble) return trouble;
    await progress(ports, run, { counts: tally.counts(), report: tally.report() });
    if (page.last) return null;
    offset += page.contacts.length;
    if (await isStopped(context)) return { kind: 'again', inMs: 0 };
  }
}

async function comparePage(
  { ports, runtime, run, ...rest }: StepContext,
  delivery: DeliveryContext,
  tally: Tally,
  contacts: RemoteContact[],
): Promise<RunStep | null> {
  const customers = await readChangedByOthers(ports.db.pool, run.shopId, contacts);
  if (customers.length === 0) return null;
  const askedAt = new Date(ports.now());
  const rows = customers.map((key) => ({
    ...lookAt({ source: key.source, id: key.customerId }, delivery),
  }));
  const ending = await enrich(ports, runtime.shop, rows, metafieldsOf(runtime.rules));
  if (ending.kind !== 'enriched')
    return { kind: 'trouble', phase: 'waiting_for_store', message: ending.message };
  const there: Customer[] = [];
  for (const { customer } of ending.items) if (customer && customer !== 'unknown') there.push(customer);
  const index = finderOf(contacts);
  const { judged } = await compareBatch(
    ports,
    run.shopId,
    there,
    { context: delivery, askedAt, partial: true },
    async () => index,
  );
  const found: Found[] = [];
  for (const { customer, verdict } of judged) {
    tally.add(verdict);
    if (verdict.kind === 'differs')
      found.push({
        source: customer.source as Source,
        customerId: customer.id,
        differences: verdict.differences,
      });
  }
  await reportFound({ ports, runtime, run, ...rest }, tally, found);
  return null;
}
