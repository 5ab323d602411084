import type { OptOut } from '../domain/consent.ts';
import type { Customer, Source } from '../domain/customer.ts';
import type { Difference } from '../domain/difference.ts';
import type { MappedContact } from '../domain/mapping.ts';
import { phoneDigits } from '../domain/phone.ts';
import type { RemoteContact } from '../domain/remote.ts';
import { SKIP_RULES, type SkipRule } from '../domain/why.ts';
import type { BrevoAccount, ContactKey, Ports } from '../ports.ts';
import { compareCustomer, lookAt, type Verdict } from './compare-customer.server.ts';
import { finderOf } from './contact-finder.ts';
import type { DeliveryContext } from './delivery.ts';
import { deliveryContext } from './delivery-context.server.ts';
import { enrich } from './enrich.server.ts';
import { customerKey, type Link, readLinks, readSharing } from './link.sql.ts';
import { type ContactPlan, type Decided, mapCustomer, planContact } from './plan.server.ts';
import { compiledMapping, metafieldsOf, type ShopRuntime } from './shop-runtime.server.ts';

/** A side as it is now, or why it is not known. */
export type Side<T> =
  | { kind: 'found'; value: T }
  | { kind: 'absent' }
  | { kind: 'unread'; message: string }
  | { kind: 'unasked' };

/** One customer on both sides, judged by the rules of a delivery; nothing is written anywhere. */
export interface Look {
  store: Side<Customer>;
  brevo: Side<RemoteContact>;
  link: Link | null;
  mapped: MappedContact | null;
  decided: Decided | null;
  optOuts: { email: OptOut | null; sms: OptOut | null };
  skip: SkipRule | null;
  /** null: the sides could not be compared. */
  differences: Difference[] | null;
}

/** Somebody is waiting for the answer: each side has so long. */
const PATIENCE_MS = 8_000;

interface Subject {
  source: Source;
  customerId: string;
  /** Data that waits with a change, for sources that cannot be asked. */
  payload: string | null;
}

/** Reads both sides now and says what a delivery would do. `runtime` is null where no Brevo account is connected. */
export async function lookAtCustomer(
  ports: Ports,
  shop: { id: number; domain: string },
  runtime: ShopRuntime | null,
  subject: Subject,
): Promise<Look> {
  const links = await readLinks(ports.db.pool, shop.id, [subject]);
  const link = links.get(customerKey(subject)) ?? null;
  const store = await readStore(ports, shop, runtime, subject);
  const nothing = { link, store, mapped: null, decided: null, skip: null, differences: null };
  const optOuts = { email: null, sms: null };
  if (!runtime) return { ...nothing, brevo: { kind: 'unasked' }, optOuts };

  const signal = AbortSignal.timeout(PATIENCE_MS);
  const account = ports.brevo(runtime.connection, signal);
  try {
    const context = await contextFor(ports, runtime, account);
    if ('message' in context) return { ...nothing, brevo: { kind: 'unread', ...context }, optOuts };
    return { ...nothing, ...(await judge(ports, subject, store, link, context)) };
  } catch (error) {
    if (!signal.aborted) throw error;
    return { ...nothing, brevo: { kind: 'unread', message: 'Brevo did not answer in time' }, optOuts };
  }
}

async function judge(
  ports: Ports,
  subject: Subject,
  store: Side<Customer>,
  link: Link | null,
  context: DeliveryContext,
): Promise<Omit<Look, 'store' | 'link'>> {
  const customer = store.kind === 'found' ? store.value : null;
  const mapped = customer ? mapCustomer(customer, link, context) : null;
  const row = lookAt({ source: subject.source, id: subject.customerId }, context);
  const plan = customer ? await planContact(customer, { row, customer, link }, context) : null;
  const email = mapped?.email ?? link?.email ?? null;
  const phone = phoneIn(mapped) ?? link?.phone ?? null;
  const brevo = await findContact(context, link, email, phone);
  const optOuts = {
    email: email === null ? null : await context.optOut('email', email),
    sms: phone === null ? null : await context.optOut('sms', phone),
  };
  const base = { brevo, mapped, optOuts, skip: skipOf(plan), differences: null };
  if (!customer || !plan) return { ...base, decided: null };
  if (brevo.kind === 'unread') return { ...base, decided: decidedBy(plan, 'unknown') };
  const contact = brevo.kind === 'found' ? brevo.value : null;
  const holders = await readHolders(context, subject.customerId, phoneIn(mapped), contact);
  const index = finderOf(contact ? [contact, ...holders] : holders);
  const sharing = await readSharing(ports.db.pool, context.shop.id, [subject]);
  const verdict = await compareCustomer(
    { customer, link, waiting: false, sharing: sharing.get(customerKey(subject)) ?? 'no' },
    { context, index, askedAt: new Date(ports.now()) },
  );
  return {
    ...base,
    decided: decidedBy(plan, brevo.kind === 'found' ? brevo.value : 'absent'),
    skip: verdict.kind === 'skipped' ? asRule(verdict.code) : base.skip,
    differences: differencesIn(verdict),
  };
}

async function readStore(
  ports: Ports,
  shop: { id: number; domain: string },
  runtime: ShopRuntime | null,
  { source, customerId, payload }: Subject,
): Promise<Side<Customer>> {
  // No id of Shopify's: asking for it would be refused as a mistake of ours.
  if (source === 'shopify' && !/^[1-9]\d{0,18}$/.test(customerId)) return { kind: 'absent' };
  const row = { ...lookAt({ source, id: customerId }, { shop, ports }), payload };
  const late = { kind: 'unavailable', message: 'It did not answer in time' } as const;
  const ending = await within(
    PATIENCE_MS,
    enrich(ports, shop, [row], metafieldsOf(runtime?.rules ?? [])),
    late,
  );
  if (ending.kind !== 'enriched') return { kind: 'unread', message: ending.message };
  const customer = ending.items[0]?.customer ?? null;
  if (customer === null) return { kind: 'absent' };
  return customer === 'unknown' ? { kind: 'unasked' } : { kind: 'found', value: customer };
}

/** The attributes as they were read last; nothing is created for a look. */
async function contextFor(
  ports: Ports,
  runtime: ShopRuntime,
  account: BrevoAccount,
): Promise<DeliveryContext | { message: string }> {
  let { attributes } = runtime.connection;
  if (!attributes) {
    const reading = await account.readAttributes();
    if (reading.kind === 'failed') return { message: reading.answer.message };
    attributes = reading.attributes;
  }
  return deliveryContext(ports, runtime, account, compiledMapping(ports, runtime, attributes));
}

/** The contact that a delivery would work on: the one that is known, else the one that has the address. */
async function findContact(
  { contacts }: DeliveryContext,
  link: Link | null,
  email: string | null,
  phone: string | null,
): Promise<Side<RemoteContact>> {
  const keys: ContactKey[] = [];
  if (link?.brevoId) keys.push({ type: 'contact_id', value: link.brevoId });
  if (email !== null) keys.push({ type: 'email_id', value: email });
  else if (phone !== null) keys.push({ type: 'phone_id', value: phone });
  for (const key of keys) {
    const found = await contacts.find(key);
    if (found.kind === 'found') return { kind: 'found', value: found.contact };
    if (found.kind === 'failed') return { kind: 'unread', message: found.answer.message };
  }
  return { kind: 'absent' };
}

/** Whoever else holds the customer's phone or ext_id: a delivery has to leave these out then. */
async function readHolders(
  { contacts }: DeliveryContext,
  customerId: string,
  phone: string | null,
  contact: RemoteContact | null,
): Promise<RemoteContact[]> {
  const holders: RemoteContact[] = [];
  const keys: ContactKey[] = [];
  if (contact?.extId !== customerId) keys.push({ type: 'ext_id', value: customerId });
  if (phone !== null && phoneDigits(String(contact?.attributes.SMS ?? '')) !== phoneDigits(phone))
    keys.push({ type: 'phone_id', value: phone });
  for (const key of keys) {
    const found = await contacts.find(key);
    if (found.kind === 'found' && found.contact.id !== contact?.id) holders.push(found.contact);
  }
  return holders;
}

function phoneIn(mapped: MappedContact | null): string | null {
  return typeof mapped?.attributes.SMS === 'string' ? mapped.attributes.SMS : null;
}

function decidedBy(
  plan: ContactPlan,
  known: Parameters<Extract<ContactPlan, { kind: 'write' }>['decide']>[0],
) {
  return plan.kind === 'write' ? plan.decide(known) : null;
}

function skipOf(plan: ContactPlan | null): SkipRule | null {
  return plan?.kind === 'skip' ? asRule(plan.code) : null;
}

function asRule(code: string): SkipRule | null {
  return SKIP_RULES.find((rule) => rule === code) ?? null;
}

function differencesIn(verdict: Verdict): Difference[] | null {
  if (verdict.kind === 'differs') return verdict.differences;
  return verdict.kind === 'newer' ? null : [];
}

/** Real time, not the clock of the path: a person waits. */
async function within<T, Late>(ms: number, work: Promise<T>, late: Late): Promise<T | Late> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  return Promise.race([work, over]).finally(() => clearTimeout(timer));
}
