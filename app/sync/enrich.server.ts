import type { Customer, Source } from '../domain/customer.ts';
import type { CustomerSource, Ports } from '../ports.ts';
import { readCarried, readKeptTimes } from './carried.sql.ts';
import type { DeliveryItem } from './delivery.ts';
import { customerKey, readLinks } from './link.sql.ts';
import type { ClaimedRow } from './pending.sql.ts';
import { readPersons } from './same-person.server.ts';

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
  claimed: ClaimedRow[],
  metafields: string[],
  order: readonly Source[] = [],
): Promise<EnrichEnding> {
  const kept = await readKeptTimes(
    ports.db.pool,
    shop.id,
    claimed.filter((row) => ports.source(row.source).fromPayload),
  );
  const rows = claimed.map((row) => withoutOldEvent(row, kept.get(customerKey(row))));
  const known = new Map<string, Told>();
  for (const name of new Set(rows.map((row) => row.source))) {
    const live = rows.filter((row) => row.source === name && row.kind === 'upsert');
    const trouble = await readSource(ports, shop, live, metafields, known);
    if (trouble) return trouble;
  }
  const links = await readLinks(ports.db.pool, shop.id, rows);
  const told = [...known.values()].map(({ customer }) => customer).filter((customer) => customer !== null);
  const { persons, unread } = await readPersons(ports, shop, told, metafields, order);
  return {
    kind: 'enriched',
    items: rows.map((row) => {
      const key = customerKey(row);
      const own = known.get(key);
      const keptAt = kept.get(key);
      const person = own?.customer ? persons.get(key) : undefined;
      return {
        // A look at what another event told is as old as that event.
        row: own?.at ? { ...row, occurredAt: own.at } : row,
        customer: person ? person.customer : own ? own.customer : row.kind === 'upsert' ? 'unknown' : null,
        link: links.get(key) ?? null,
        ...(person ? { others: person.others } : {}),
        ...(keptAt ? { keptAt } : {}),
        ...(unread.has(key) ? { unread: true } : {}),
      };
    }),
  };
}

/** An event that is too old says nothing, but the wish to look again that it was folded with stands. */
function withoutOldEvent(row: ClaimedRow, keptAt: Date | undefined): ClaimedRow {
  if (!row.force || row.kind === 'redact' || !keptAt || row.occurredAt >= keptAt) return row;
  return { ...row, kind: 'upsert', payload: null, occurredAt: keptAt };
}

interface Told {
  customer: Customer | null;
  /** The source's time of what another event told. */
  at?: Date;
}

/** Fills in what one source says of these rows: what they carry, what it answers, or what other events carried. */
async function readSource(
  ports: Ports,
  shop: { id: number; domain: string },
  rows: ClaimedRow[],
  metafields: string[],
  known: Map<string, Told>,
): Promise<Exclude<EnrichEnding, { kind: 'enriched' }> | null> {
  const [first] = rows;
  if (!first) return null;
  const source = ports.source(first.source);
  const carrying = rows.filter((row) => row.payload !== null && source.fromPayload);
  for (const row of carrying)
    known.set(customerKey(row), { customer: unseal(ports, source, row.payload as string) });
  const asking = rows.filter((row) => !carrying.includes(row));
  if (asking.length === 0) return null;
  if (source.canFetch) {
    const ids = asking.map((row) => row.customerId);
    const ending = await source.fetch(shop, ids, metafields);
    if (ending.kind === 'fetched') {
      for (const [id, customer] of ending.customers) known.set(`${first.source}:${id}`, { customer });
      return null;
    }
    if (ending.kind !== 'not_connected') return ending;
  }
  for (const [key, { payload, occurredAt }] of await readCarried(ports.db.pool, shop.id, asking))
    known.set(key, {
      customer: payload === null ? null : unseal(ports, source, payload),
      at: occurredAt,
    });
  return null;
}

function unseal(ports: Ports, source: CustomerSource, payload: string): Customer | null {
  return source.fromPayload?.(ports.secrets.decrypt(payload)) ?? null;
}
