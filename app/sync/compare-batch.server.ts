import type { Customer } from '../domain/customer.ts';
import type { MappedContact } from '../domain/mapping.ts';
import type { Ports } from '../ports.ts';
import { type Comparison, compareCustomer, type Verdict } from './compare-customer.server.ts';
import type { ContactKeyKind } from './contact-index.ts';
import type { DeliveryContext } from './delivery.ts';
import { addressFingerprint, optOutsOf } from './delivery-context.server.ts';
import { customerKey, type Link, readLinks, readSharing } from './link.sql.ts';
import { readPersons } from './same-person.server.ts';

export interface Judged {
  customer: Customer;
  link: Link | null;
  sharing: 'no' | 'ahead' | 'behind';
  verdict: Verdict;
  /** By what the customer has a claim on a contact, whatever the verdict. */
  claims: [ContactKeyKind, string | number][];
}

/** Compares a batch: what each comparison needs of the database is read for all of them at once. */
export async function compareBatch(
  ports: Ports,
  shopId: number,
  customers: Customer[],
  comparison: Comparison,
  known?: Map<string, Link>,
): Promise<Judged[]> {
  if (customers.length === 0) return [];
  const keys = customers.map((c) => ({ source: c.source, customerId: c.id }));
  const [links, sharing, waiting] = await Promise.all([
    known ?? readLinks(ports.db.pool, shopId, keys),
    readSharing(ports.db.pool, shopId, keys),
    readWaiting(ports, shopId, keys),
  ]);
  const { shop, policy } = comparison.context;
  const { persons, unread } = await readPersons(
    ports,
    shop,
    customers,
    comparison.metafields ?? [],
    policy.sourceOrder,
  );
  const context = await withOptOuts(ports, shopId, customers, comparison.context);
  const judged: Judged[] = [];
  for (const customer of customers) {
    const key = customerKey({ source: customer.source, customerId: customer.id });
    const subject = {
      customer: persons.get(key)?.customer ?? customer,
      link: links.get(key) ?? null,
      // Half of what is known of a person is no measure: they are left alone until both sides can be read.
      waiting: waiting.has(key) || unread.has(key),
      sharing: sharing.get(key) ?? ('no' as const),
    };
    const verdict = await compareCustomer(subject, { ...comparison, context });
    const claims = claimsOf(context.map(subject.customer), subject.link);
    judged.push({ customer, link: subject.link, sharing: subject.sharing, verdict, claims });
  }
  return judged;
}

function claimsOf({ email, attributes }: MappedContact, link: Link | null): Judged['claims'] {
  const claims: Judged['claims'] = [];
  if (link?.brevoId) claims.push(['id', link.brevoId]);
  if (email !== null) claims.push(['email', email]);
  else if (typeof attributes.SMS === 'string') claims.push(['phone', attributes.SMS]);
  return claims;
}

type Key = Pick<Customer, 'source'> & { customerId: string };

/** Who has a change waiting. Index: the primary key. */
async function readWaiting(ports: Ports, shopId: number, keys: Key[]): Promise<Set<string>> {
  const { rows } = await ports.db.pool.query(
    `select source, customer_id from pending_changes
     where shop_id = $1 and (source, customer_id) in (select * from unnest($2::text[], $3::text[]))`,
    [shopId, keys.map((k) => k.source), keys.map((k) => k.customerId)],
  );
  return new Set(rows.map((row) => `${row.source}:${row.customer_id}`));
}

/** The context with these customers mapped, each once, and with the opt-outs of their addresses at hand. */
async function withOptOuts(
  ports: Ports,
  shopId: number,
  customers: Customer[],
  base: DeliveryContext,
): Promise<DeliveryContext> {
  const mapped = new Map(customers.map((customer) => [customer, base.map(customer)]));
  const map: DeliveryContext['map'] = (customer) => mapped.get(customer) ?? base.map(customer);
  // Each address is hashed once, although it is asked for twice: hashing is a good part of what comparing costs.
  const hashes = new Map<string, string>();
  const fingerprint = (text: string) => {
    const known = hashes.get(text) ?? ports.secrets.fingerprint(text);
    hashes.set(text, known);
    return known;
  };
  const hashing = { ...ports, secrets: { ...ports.secrets, fingerprint } };
  const found = await optOutsOf(hashing, shopId, customers, map);
  return {
    ...base,
    map,
    optOut: async (channel, address) =>
      found.get(`${channel}:${addressFingerprint(hashing, channel, address)}`) ?? null,
  };
}
