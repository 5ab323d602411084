import type { Customer } from '../domain/customer.ts';
import type { Ports } from '../ports.ts';
import type { DeliveryItem } from './delivery.ts';
import { customerKey, readLinks } from './link.sql.ts';
import type { ClaimedRow } from './pending.sql.ts';

export type EnrichEnding =
  | { kind: 'enriched'; items: DeliveryItem[] }
  | { kind: 'unavailable'; code: string; message: string; retryInMs: number | null }
  | { kind: 'no_access'; message: string };

/**
 * Reads the truth for claimed rows: the customers as they are in the source now, and the links. A delete and a
 * redaction need no reading: their subject is gone, and Shopify never gives an id twice.
 */
export async function enrich(
  ports: Ports,
  shop: { id: number; domain: string },
  rows: ClaimedRow[],
  metafields: string[],
): Promise<EnrichEnding> {
  const customers = new Map<string, Customer | null>();
  for (const name of new Set(rows.map((row) => row.source))) {
    const source = ports.source(name);
    const live = rows.filter((row) => row.source === name && row.kind === 'upsert');
    if (!source.canFetch) {
      for (const row of live) {
        const data =
          row.payload === null ? null : (source.fromPayload?.(ports.secrets.decrypt(row.payload)) ?? null);
        customers.set(customerKey(row), data);
      }
      continue;
    }
    if (live.length === 0) continue;
    const ending = await source.fetch(
      shop,
      live.map((row) => row.customerId),
      metafields,
    );
    if (ending.kind !== 'fetched') return ending;
    for (const [id, customer] of ending.customers) customers.set(`${name}:${id}`, customer);
  }
  const links = await readLinks(ports.db.pool, shop.id, rows);
  return {
    kind: 'enriched',
    items: rows.map((row) => ({
      row,
      customer: customers.get(customerKey(row)) ?? null,
      link: links.get(customerKey(row)) ?? null,
    })),
  };
}
