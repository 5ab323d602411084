import type { Customer } from '../domain/customer.ts';
import { extIdOf } from '../domain/ext-id.ts';
import type { MappedContact } from '../domain/mapping.ts';
import type { Ports } from '../ports.ts';
import { type Comparison, compareCustomer, type Subject, type Verdict } from './compare-customer.server.ts';
import type { ContactFinder, ContactQuestion, FindContacts } from './contact-finder.ts';
import type { DeliveryContext } from './delivery.ts';
import { addressFingerprint, optOutsOf } from './delivery-context.server.ts';
import { customerKey, type Link, readLinks, readSharing } from './link.sql.ts';
import { CUSTOMERS, OF_CUSTOMER, probe } from './probe.sql.ts';
import { readPersons } from './same-person.server.ts';

export interface Judged {
  customer: Customer;
  link: Link | null;
  sharing: 'no' | 'ahead' | 'behind';
  verdict: Verdict;
  /** The contact that has the customer's address and is not the one of the link: theirs too, whatever the verdict. */
  claims: number | null;
}

/**
 * Compares a batch: what each comparison needs of the database is read for all of them at once, and of Brevo's contacts
 * by `find`. Most customers are linked and right: their own contact says so, and nobody else's is looked for. `index`
 * answers for all the others what `find` found.
 */
export async function compareBatch(
  ports: Ports,
  shopId: number,
  customers: Customer[],
  comparison: Omit<Comparison, 'index'>,
  find: FindContacts,
): Promise<{ judged: Judged[]; index: ContactFinder }> {
  const keys = customers.map((c) => ({ source: c.source, customerId: c.id }));
  const [links, waiting] = await Promise.all([
    readLinks(ports.db.pool, shopId, keys),
    readWaiting(ports, shopId, keys),
  ]);
  // Only who has a contact can share it: in an initial import nobody.
  const withContact = keys.filter((key) => links.get(customerKey(key))?.brevoId != null);
  const sharing = await readSharing(ports.db.pool, shopId, withContact);
  const { shop, policy } = comparison.context;
  const { persons, unread } = await readPersons(
    ports,
    shop,
    customers,
    comparison.metafields ?? [],
    policy.sourceOrder,
  );
  const subjects = customers.map((customer): Subject => {
    const key = customerKey({ source: customer.source, customerId: customer.id });
    return {
      customer: persons.get(key)?.customer ?? customer,
      link: links.get(key) ?? null,
      // Half of what is known of a person is no measure: they are left alone until both sides can be read.
      waiting: waiting.has(key) || unread.has(key),
      sharing: sharing.get(key) ?? 'no',
    };
  });
  const context = await withOptOuts(
    ports,
    shopId,
    subjects.map(({ customer }) => customer),
    comparison.context,
  );
  const right = await rightByOwnContact(subjects, { ...comparison, context }, find);
  const index = await find(
    questionOf(
      subjects.filter((subject) => !right.has(subject)),
      context,
    ),
  );
  const judged: Judged[] = [];
  for (const [at, subject] of subjects.entries()) {
    const { link } = subject;
    const known = right.get(subject);
    judged.push({
      customer: customers[at] as Customer,
      link,
      sharing: subject.sharing,
      verdict: known ?? (await compareCustomer(subject, { ...comparison, context, index })),
      claims: known ? null : claimOf(context.map(subject.customer), link, index),
    });
  }
  return { judged, index };
}

/** Customers whose contact, known by its id, is as it should be: who else holds what changes nothing about that. */
async function rightByOwnContact(
  subjects: Subject[],
  comparison: Omit<Comparison, 'index'>,
  find: FindContacts,
): Promise<Map<Subject, Verdict>> {
  const right = new Map<Subject, Verdict>();
  const linked = subjects.filter(({ link, sharing }) => link?.brevoId != null && sharing === 'no');
  if (linked.length === 0) return right;
  const ids = linked.map(({ link }) => link?.brevoId as number);
  const index = await find({ emails: [], phones: [], extIds: [], ids });
  for (const subject of linked) {
    if (index.find('id', subject.link?.brevoId as number) === null) continue;
    const verdict = await compareCustomer(subject, { ...comparison, index });
    if (verdict.kind === 'same') right.set(subject, verdict);
  }
  return right;
}

/** Everything by which a contact of these customers, or one that stands in their way, can be found. */
function questionOf(subjects: Subject[], context: DeliveryContext): ContactQuestion {
  const question: ContactQuestion = { emails: [], phones: [], extIds: [], ids: [] };
  for (const { customer, link } of subjects) {
    const { email, attributes } = context.map(customer);
    if (email !== null) question.emails.push(email);
    if (typeof attributes.SMS === 'string') question.phones.push(attributes.SMS);
    question.extIds.push(extIdOf({ source: customer.source, customerId: customer.id }));
    if (link?.brevoId != null) question.ids.push(link.brevoId);
  }
  return question;
}

function claimOf(
  { email, attributes }: MappedContact,
  link: Link | null,
  index: ContactFinder,
): number | null {
  const phone = attributes.SMS;
  const holder =
    email !== null
      ? index.find('email', email)
      : typeof phone === 'string'
        ? index.find('phone', phone)
        : null;
  return holder === null || holder.id === link?.brevoId ? null : holder.id;
}

type Key = Pick<Customer, 'source'> & { customerId: string };

/** Who has a change waiting. Index: the primary key. */
async function readWaiting(ports: Ports, shopId: number, keys: Key[]): Promise<Set<string>> {
  const { rows } = await ports.db.pool.query(
    `select found.* from ${probe(
      CUSTOMERS('$2', '$3'),
      `select source, customer_id from pending_changes where ${OF_CUSTOMER('$1')}`,
    )}`,
    [shopId, keys.map((k) => k.source), keys.map((k) => k.customerId)],
  );
  return new Set(rows.map((row) => `${row.source}:${row.customer_id}`));
}

/** The context with the opt-outs of these customers' addresses at hand. */
async function withOptOuts(
  ports: Ports,
  shopId: number,
  customers: Customer[],
  base: DeliveryContext,
): Promise<DeliveryContext> {
  // Each address is hashed once, although it is asked for twice: hashing is a good part of what comparing costs.
  const hashes = new Map<string, string>();
  const fingerprint = (text: string) => {
    const known = hashes.get(text) ?? ports.secrets.fingerprint(text);
    hashes.set(text, known);
    return known;
  };
  const hashing = { ...ports, secrets: { ...ports.secrets, fingerprint } };
  const found = await optOutsOf(hashing, shopId, customers, base.map);
  return {
    ...base,
    optOut: async (channel, address) =>
      found.get(`${channel}:${addressFingerprint(hashing, channel, address)}`) ?? null,
  };
}
