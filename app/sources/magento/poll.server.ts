import type { Change } from '../../domain/change.ts';
import type { PollItem } from '../../ports.ts';
import type { Filter, MagentoApi, Reading } from './api.server.ts';
import { instant, type MagentoCustomer, type MagentoOrder } from './customer.ts';

/** Where a poll stands, in the shop's own clock: `2026-11-24 10:00:00`, UTC. */
interface Cursor {
  customers?: Mark;
  orders?: Mark;
}

interface Mark {
  /** The newest change that was seen. */
  from: string;
  /** What was seen since a little before that, by id, so that the overlap is not taken twice. */
  seen: Record<string, string>;
}

/**
 * A change can become visible after a later one: its time is set in a transaction that ends later. So each poll looks
 * back a little behind the newest change it has seen.
 */
const OVERLAP_MS = 120_000;
const PAGE = 200;
const CUSTOMER_FIELDS = 'items[id,created_at,updated_at],total_count';
const ORDER_FIELDS = 'items[entity_id,customer_id,updated_at],total_count';

/** What changed since the cursor: customers by their own time, and customers whose orders changed. */
export async function* pollMagento(
  api: MagentoApi,
  cursor: Record<string, unknown>,
  now: number,
): AsyncGenerator<PollItem> {
  const before = cursor as Cursor;
  const customers = yield* changed(api, api.customers, CUSTOMER_FIELDS, before.customers, (customer) =>
    changeOf(customer, now),
  );
  if (!customers) return;
  yield { kind: 'changes', changes: [], cursor: { ...before, customers } };
  const orders = yield* changed(api, api.orders, ORDER_FIELDS, before.orders, (order) =>
    orderChange(order, now),
  );
  if (!orders) return;
  yield { kind: 'changes', changes: [], cursor: { customers, orders } };
}

type Row = { id?: number; entity_id?: number; updated_at?: string };

/** Goes through what changed; gives the mark to go on from, or null after a trouble. */
async function* changed<T extends Row>(
  api: MagentoApi,
  find: (search: Parameters<MagentoApi['customers']>[0]) => Promise<Reading<{ items: T[]; total: number }>>,
  fields: string,
  mark: Mark | undefined,
  toChange: (row: T) => Change | null,
): AsyncGenerator<PollItem, Mark | null> {
  if (!mark) {
    // The first poll begins now: who was there before is the import's business.
    const newest = await find({ filters: [], size: 1, sort: '-updated_at', fields });
    if (newest.kind !== 'read') return yield* trouble(newest);
    const [row] = newest.value.items;
    return { from: row?.updated_at ?? '1970-01-01 00:00:00', seen: {} };
  }
  const since = shopTime(Date.parse(instant(mark.from) ?? '1970-01-01T00:00:00Z') - OVERLAP_MS);
  const filters: Filter[] = [{ field: 'updated_at', value: since, condition: 'gteq' }];
  const seen: Record<string, string> = {};
  let { from } = mark;
  for await (const page of api.pages(find, filters, { size: PAGE, fields })) {
    if (page.kind !== 'read') return yield* trouble(page);
    const fresh: T[] = [];
    for (const row of page.value) {
      const id = String(row.id ?? row.entity_id);
      const at = row.updated_at ?? '';
      if (mark.seen[id] !== at) fresh.push(row);
      seen[id] = at;
      if (at > from) from = at;
    }
    const changes = fresh.map(toChange).filter((change) => change !== null);
    if (changes.length > 0) yield { kind: 'changes', changes, cursor: null };
  }
  const keep = shopTime(Date.parse(instant(from) ?? '') - OVERLAP_MS);
  return { from, seen: Object.fromEntries(Object.entries(seen).filter(([, at]) => at >= keep)) };
}

async function* trouble(answer: Exclude<Reading<unknown>, { kind: 'read' }>): AsyncGenerator<PollItem, null> {
  const message =
    answer.kind === 'not_found' ? 'The REST API of Magento is not at this address' : answer.message;
  yield { kind: 'trouble', access: answer.kind !== 'denied', message };
  return null;
}

function changeOf({ id, created_at, updated_at }: MagentoCustomer, now: number): Change {
  const at = Date.parse(instant(updated_at) ?? '');
  return {
    source: 'magento',
    customerId: String(id),
    kind: 'upsert',
    event: created_at === updated_at ? 'customer_created' : 'customer_updated',
    occurredAt: new Date(Number.isNaN(at) ? now : Math.min(at, now)),
  };
}

/** A guest's order is nobody's. */
function orderChange({ customer_id }: MagentoOrder, now: number): Change | null {
  if (!customer_id) return null;
  return {
    source: 'magento',
    customerId: String(customer_id),
    kind: 'upsert',
    event: 'customer_orders_updated',
    occurredAt: new Date(now),
  };
}

function shopTime(ms: number): string {
  return new Date(Math.max(0, ms)).toISOString().slice(0, 19).replace('T', ' ');
}
