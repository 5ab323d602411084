import type { Customer, Source } from '../domain/customer.ts';
import { readEmail } from '../domain/email.ts';
import { asOnePerson, rulingOrder } from '../domain/same-person.ts';
import type { Ports } from '../ports.ts';
import { readCarried } from './carried.sql.ts';
import { customerKey, type Link, readLinksByEmail } from './link.sql.ts';

/** A customer together with who they are in the shop's other sources. */
export interface Person {
  /** By the rules of which source rules a field. */
  customer: Customer;
  /** Their keys (`source:id`) in the other sources. */
  others: string[];
}

export type PersonsReading =
  /** `unread`: customers, by key, whose other side could not be read just now. */
  { persons: Map<string, Person>; unread: Set<string> };

/**
 * Customers of other sources with the same e-mail address are the same person. Their data is read as it is now, all of a
 * source at once; whoever has another address by now is somebody else. Most shops have one source: they pay one look at
 * an index.
 */
export async function readPersons(
  ports: Ports,
  shop: { id: number; domain: string },
  customers: readonly Customer[],
  metafields: string[],
  order: readonly Source[],
): Promise<PersonsReading> {
  const persons = new Map<string, Person>();
  const unread = new Set<string>();
  const emails = new Map(customers.map((customer) => [customer, emailOf(customer)]));
  const asked = [...new Set([...emails.values()].filter((email) => email !== null))];
  const links = await readLinksByEmail(ports.db.pool, shop.id, asked);
  const others = (customer: Customer): Link[] =>
    (links.get(emails.get(customer) ?? '') ?? []).filter(
      ({ source, state }) => source !== customer.source && (state === 'synced' || state === 'skipped'),
    );
  const wanted = customers.flatMap(others);
  if (wanted.length === 0) return { persons, unread };

  const found = new Map<string, Customer>();
  const silent = new Set<Source>();
  for (const [source, group] of Map.groupBy(wanted, (link) => link.source)) {
    const read = await readOthers(ports, shop, source, group, metafields);
    if (!read) silent.add(source);
    for (const customer of read ?? []) found.set(`${source}:${customer.id}`, customer);
  }
  const ruling = rulingOrder(order);
  for (const customer of customers) {
    const key = customerKey({ source: customer.source, customerId: customer.id });
    const same = others(customer)
      .map((link) => found.get(customerKey(link)))
      .filter((other): other is Customer => other !== undefined && emailOf(other) === emails.get(customer));
    if (others(customer).some(({ source }) => silent.has(source))) unread.add(key);
    if (same.length === 0) continue;
    persons.set(key, {
      customer: asOnePerson([customer, ...same], ruling),
      others: same.map((other) => customerKey({ source: other.source, customerId: other.id })),
    });
  }
  return { persons, unread };
}

/** The customers of one source as they are now; null while it cannot be read. */
async function readOthers(
  ports: Ports,
  shop: { id: number; domain: string },
  name: Source,
  links: Link[],
  metafields: string[],
): Promise<Customer[] | null> {
  const source = ports.source(name);
  const ids = [...new Set(links.map((link) => link.customerId))];
  if (source.canFetch) {
    const ending = await source.fetch(shop, ids, metafields);
    if (ending.kind === 'fetched') return [...ending.customers.values()].filter((c) => c !== null);
    if (ending.kind !== 'not_connected') return null;
  }
  const carried = await readCarried(ports.db.pool, shop.id, links);
  return [...carried.values()]
    .map(({ payload }) =>
      payload === null ? null : (source.fromPayload?.(ports.secrets.decrypt(payload)) ?? null),
    )
    .filter((customer) => customer !== null);
}

function emailOf(customer: Customer): string | null {
  return customer.email === null ? null : readEmail(customer.email);
}
