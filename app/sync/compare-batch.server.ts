import type { Customer } from '../domain/customer.ts';
import type { Ports } from '../ports.ts';
import { type Comparison, compareCustomer, type Verdict } from './compare-customer.server.ts';
import type { DeliveryContext } from './delivery.ts';
import { addressFingerprint, optOutsOf } from './delivery-context.server.ts';
import { customerKey, readLinks, readSharing } from './link.sql.ts';

export interface Judged {
  customer: Customer;
  verdict: Verdict;
}

/** Compares a batch: what each comparison needs of the database is read for all of them at once. */
export async function compareBatch(
  ports: Ports,
  shopId: number,
  customers: Customer[],
  comparison: Comparison,
): Promise<Judged[]> {
  if (customers.length === 0) return [];
  const keys = customers.map((c) => ({ source: c.source, customerId: c.id }));
  const [links, sharing, waiting] = await Promise.all([
    readLinks(ports.db.pool, shopId, keys),
    readSharing(ports.db.pool, shopId, keys),
    readWaiting(ports, shopId, keys),
  ]);
  const context = await withOptOuts(ports, shopId, customers, comparison.context);
  const judged: Judged[] = [];
  for (const customer of customers) {
    const key = customerKey({ source: customer.source, customerId: customer.id });
    const subject = {
      customer,
      link: links.get(key) ?? null,
      waiting: waiting.has(key),
      sharing: sharing.get(key) ?? ('no' as const),
    };
    judged.push({ customer, verdict: await compareCustomer(subject, { ...comparison, context }) });
  }
  return judged;
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

/** The context with the opt-outs of these customers' addresses at hand. */
async function withOptOuts(
  ports: Ports,
  shopId: number,
  customers: Customer[],
  base: DeliveryContext,
): Promise<DeliveryContext> {
  const found = await optOutsOf(ports, shopId, customers, base.map);
  return {
    ...base,
    optOut: async (channel, address) =>
      found.get(`${channel}:${addressFingerprint(ports, channel, address)}`) ?? null,
  };
}
