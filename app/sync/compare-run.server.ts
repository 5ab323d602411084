import type { Run } from '@prisma/client';
import type { Customer } from '../domain/customer.ts';
import { phoneDigits } from '../domain/phone.ts';
import type { RemoteContact } from '../domain/remote.ts';
import { type ContactBody, differenceBody, type TargetContact } from '../domain/target.ts';
import type { Ports } from '../ports.ts';
import type { DeliveryContext } from './delivery.ts';
import { addressFingerprint, deliveryContext } from './delivery-context.server.ts';
import { customerKey, type Link, readLinks, readOptOuts } from './link.sql.ts';
import type { ClaimedRow } from './pending.sql.ts';
import { planContact } from './plan.server.ts';
import { receive } from './receive.server.ts';
import { exportOf, isStopped, progress, type RunStep } from './run-step.server.ts';
import { ensureAttributes, mappingOf, type ShopRuntime } from './shop-runtime.server.ts';

const BATCH = 500;
export const RECONCILE_EVENT = 'reconciliation';
const EXAMPLES = 10;

/** Brevo's side of the comparison: every contact, by what a customer can be recognised by. */
export interface ContactIndex {
  byId: Map<number, RemoteContact>;
  byEmail: Map<string, RemoteContact>;
  byPhone: Map<string, RemoteContact>;
}

/** Reads all contacts of the account, 1,000 a call; null while Brevo cannot be read. */
export async function indexStep(ports: Ports, runtime: ShopRuntime, run: Run): Promise<ContactIndex | null> {
  const reading = await exportOf(ports, runtime, run);
  // Brevo is read after the store's file is there, so that both sides are compared as of about the same moment.
  if (reading.kind === 'not_yet') return null;
  await progress(ports, run, { phase: 'indexing' });
  const account = ports.brevo(runtime.connection);
  const index: ContactIndex = { byId: new Map(), byEmail: new Map(), byPhone: new Map() };
  for (let offset = 0; ; ) {
    const page = await account.page(offset);
    if (page.kind === 'failed') return null;
    for (const contact of page.contacts) {
      index.byId.set(contact.id, contact);
      if (contact.email !== null) index.byEmail.set(contact.email, contact);
      const phone = contact.attributes.SMS;
      if (typeof phone === 'string' && phone !== '') index.byPhone.set(phoneDigits(phone), contact);
    }
    if (page.last) return index;
    offset += page.contacts.length;
  }
}

type Verdict =
  | { kind: 'same' }
  | { kind: 'waiting' }
  | { kind: 'skipped'; code: string }
  | { kind: 'differs'; how: string; blocked: boolean; create: boolean };

/**
 * Compares every customer with what Brevo holds, by the same plan as a delivery. A reconciliation queues those that
 * differ, forced, so that they are read and repaired; a dry run only counts.
 */
export async function compareStep(
  ports: Ports,
  runtime: ShopRuntime,
  run: Run,
  index: ContactIndex | null,
  dry: boolean,
): Promise<RunStep> {
  const reading = await exportOf(ports, runtime, run);
  if (reading.kind === 'not_yet') return reading.step;
  if (!index) return { kind: 'again', inMs: 5_000 };
  await progress(ports, run, { phase: 'comparing' });
  const account = ports.brevo(runtime.connection);
  const policy = dry ? { ...runtime.policy, createAttributes: false } : runtime.policy;
  const attributes = await ensureAttributes(ports, { ...runtime, policy }, account);
  if (attributes.kind === 'failed') return { kind: 'again', inMs: 5_000 };
  const base = deliveryContext(ports, runtime, account, mappingOf(ports, runtime, attributes.attributes));

  const tally = { checked: 0, differed: 0, unchanged: 0, create: 0, change: 0, skip: 0, blockedByConsent: 0 };
  const kinds: Record<string, number> = {};
  const skippedBecause: Record<string, number> = {};
  const examples: { customer: string; difference: string }[] = [];
  const seen = new Set<string>();
  let batch: Customer[] = [];

  const judge = async () => {
    const queue: string[] = [];
    const judged = await compareBatch(ports, base, run.shopId, batch, index);
    for (const [customer, verdict] of judged) {
      tally.checked += 1;
      seen.add(customer.id);
      if (verdict.kind === 'same' || verdict.kind === 'waiting') tally.unchanged += 1;
      else if (verdict.kind === 'skipped') {
        tally.skip += 1;
        skippedBecause[verdict.code] = (skippedBecause[verdict.code] ?? 0) + 1;
      } else {
        tally.differed += 1;
        if (verdict.create) tally.create += 1;
        else tally.change += 1;
        if (verdict.blocked) tally.blockedByConsent += 1;
        kinds[verdict.how] = (kinds[verdict.how] ?? 0) + 1;
        if (examples.length < EXAMPLES) examples.push({ customer: customer.id, difference: verdict.how });
        queue.push(customer.id);
      }
    }
    batch = [];
    if (!dry) await repair(ports, runtime, run.shopId, queue);
    await progress(ports, run, { counts: { ...tally }, report: { kinds, examples, skippedBecause } });
  };

  if (reading.url !== null) {
    for await (const customer of reading.source.readExport(reading.url, reading.metafields, 0)) {
      batch.push(customer);
      if (batch.length < BATCH) continue;
      await judge();
      if (await isStopped(ports, run)) return { kind: 'again', inMs: 5_000 };
    }
  }
  await judge();
  if (dry) return { kind: 'done' };
  const gone = await customersGone(ports, runtime, run.shopId, seen);
  tally.differed += gone.length;
  if (gone.length > 0) kinds.extra_in_brevo = gone.length;
  await repair(ports, runtime, run.shopId, gone);
  await progress(ports, run, {
    phase: 'repairing',
    cursor: { read: true, readAt: new Date(ports.now()).toISOString(), event: RECONCILE_EVENT },
    counts: { ...tally },
    report: { kinds, examples, skippedBecause },
  });
  return { kind: 'again', inMs: 500 };
}

async function compareBatch(
  ports: Ports,
  base: DeliveryContext,
  shopId: number,
  customers: Customer[],
  index: ContactIndex,
): Promise<[Customer, Verdict][]> {
  if (customers.length === 0) return [];
  const keys = customers.map((c) => ({ source: c.source, customerId: c.id }));
  const links = await readLinks(ports.db.pool, shopId, keys);
  const pending = await ports.db.prisma.pendingChange.findMany({
    where: { shopId, customerId: { in: customers.map((c) => c.id) } },
    select: { customerId: true },
  });
  const waiting = new Set(pending.map((p) => p.customerId));
  const addresses = customers.flatMap((c) => {
    const mapped = base.map(c);
    const phone = mapped.attributes.SMS;
    return [
      ...(mapped.email === null
        ? []
        : [{ channel: 'email' as const, fingerprint: addressFingerprint(ports, 'email', mapped.email) }]),
      ...(typeof phone === 'string'
        ? [{ channel: 'sms' as const, fingerprint: addressFingerprint(ports, 'sms', phone) }]
        : []),
    ];
  });
  const optOuts = await readOptOuts(ports.db.pool, shopId, addresses);
  const context: DeliveryContext = {
    ...base,
    optOut: async (channel, address) =>
      optOuts.get(`${channel}:${addressFingerprint(ports, channel, address)}`) ?? null,
  };
  const judged: [Customer, Verdict][] = [];
  for (const customer of customers) {
    const link = links.get(customerKey({ source: customer.source, customerId: customer.id })) ?? null;
    judged.push([
      customer,
      waiting.has(customer.id)
        ? { kind: 'waiting' }
        : await compareOne(customer, link, context, index, shopId),
    ]);
  }
  return judged;
}

async function compareOne(
  customer: Customer,
  link: Link | null,
  context: DeliveryContext,
  index: ContactIndex,
  shopId: number,
): Promise<Verdict> {
  if (link?.state === 'redacted') return { kind: 'skipped', code: 'redacted' };
  const row = looking(shopId, customer, context.ports.now());
  const plan = await planContact(customer, { row, customer, link }, context);
  if (plan.kind === 'skip') return { kind: 'skipped', code: plan.code };
  if (plan.kind === 'unchanged') return { kind: 'same' };
  if (plan.kind === 'remove')
    return { kind: 'differs', how: 'extra_in_brevo', blocked: false, create: false };
  const remote =
    (link?.state === 'synced' && link.brevoId !== null ? index.byId.get(link.brevoId) : undefined) ??
    (plan.mapped.email !== null
      ? index.byEmail.get(plan.mapped.email)
      : index.byPhone.get(phoneDigits(plan.phone ?? '')));
  const decided = plan.decide(remote ?? 'absent');
  const blocked = decided.email.block === 'set';
  if (!remote) return { kind: 'differs', how: 'missing_in_brevo', blocked, create: true };
  if (!context.policy.updateEnabled && link?.brevoId == null)
    return { kind: 'skipped', code: 'exists_in_brevo' };
  const body = differenceBody(known(decided.target, link), remote, link?.listId ?? null);
  return body === null ? { kind: 'same' } : { kind: 'differs', how: kindOf(body), blocked, create: false };
}

/** What a delivery had to leave out, because somebody else holds it, is no difference each night. */
function known(target: TargetContact, link: Link | null): TargetContact {
  if (!link || link.warnings.length === 0) return target;
  const codes = new Set(link.warnings.map((w) => w.code));
  const attributes = { ...target.attributes };
  for (const warning of link.warnings) {
    if (warning.code === 'phone_held_by_other' || warning.code === 'phone_refused')
      attributes[warning.attribute] = null;
  }
  return {
    ...target,
    attributes,
    extId: codes.has('ext_id_held_by_other') || !link.extIdSent ? null : target.extId,
  };
}

function kindOf(body: ContactBody): string {
  if (body.emailBlacklisted !== undefined || body.smsBlacklisted !== undefined) return 'consent_differs';
  if (body.attributes) return 'attribute_differs';
  if (body.listIds) return 'not_on_list';
  return body.unlinkListIds ? 'on_list' : 'ext_id_differs';
}

/** Customers we know a contact of and that the store no longer has: deleted while nobody told us. */
async function customersGone(
  ports: Ports,
  runtime: ShopRuntime,
  shopId: number,
  seen: Set<string>,
): Promise<string[]> {
  const links = await ports.db.prisma.contactLink.findMany({
    where: { shopId, source: runtime.configuration.source, state: 'synced', NOT: { brevoId: null } },
    select: { customerId: true },
  });
  return links.map((l) => l.customerId).filter((id) => !seen.has(id));
}

async function repair(
  ports: Ports,
  runtime: ShopRuntime,
  shopId: number,
  customerIds: string[],
): Promise<void> {
  const { source } = runtime.configuration;
  const occurredAt = new Date(ports.now());
  for (let start = 0; start < customerIds.length; start += BATCH) {
    await receive(
      ports,
      customerIds.slice(start, start + BATCH).map((customerId) => ({
        shopId,
        changes: [
          { source, customerId, kind: 'upsert' as const, event: RECONCILE_EVENT, occurredAt, force: true },
        ],
      })),
    );
  }
}

/** Forced, so that the plan says what it would write and not that nothing has changed on our side. */
function looking(shopId: number, customer: Customer, now: number): ClaimedRow {
  const at = new Date(now);
  return {
    shopId,
    source: customer.source,
    customerId: customer.id,
    changeId: '',
    kind: 'upsert',
    event: RECONCILE_EVENT,
    occurredAt: at,
    receivedAt: at,
    revision: 0,
    attempt: 0,
    unsure: false,
    force: true,
    payload: null,
  };
}
