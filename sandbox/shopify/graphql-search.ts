import { GraphQLError } from 'graphql';
import { connection, type PageArguments } from './graphql-connection.ts';
import { customerNode } from './graphql-nodes.ts';
import { matcher } from './search-syntax.ts';
import type { Shop } from './shop.ts';
import type { StoreCustomer } from './store-customer.ts';

interface CustomersArguments extends PageArguments {
  query?: string | null;
  sortKey?: string | null;
  reverse?: boolean | null;
}

/** What a customer is sorted by; texts that sort as what they stand for. */
const SORT_KEYS: Record<string, (customer: StoreCustomer) => string> = {
  ID: (c) => number(c.id.length) + c.id,
  RELEVANCE: (c) => number(c.id.length) + c.id,
  CREATED_AT: (c) => number(c.createdAt),
  UPDATED_AT: (c) => number(c.updatedAt),
  NAME: (c) => `${c.lastName ?? ''}, ${c.firstName ?? ''}`.toLowerCase(),
  LOCATION: (c) => `${c.address?.country ?? ''}, ${c.address?.city ?? ''}`.toLowerCase(),
};

/** A page of customers: searched, sorted, and found again by a cursor that names its customer. */
export function searchCustomers(shop: Shop, args: CustomersArguments) {
  const keyOf = SORT_KEYS[args.sortKey ?? 'ID'] ?? SORT_KEYS.ID!;
  const direction = args.reverse ? -1 : 1;
  /** Equal keys are told apart by the id. */
  const place = (customer: StoreCustomer): [string, string] => [keyOf(customer), SORT_KEYS.ID!(customer)];
  const found = allMatching(shop, args.query)
    .map((customer) => ({ customer, place: place(customer) }))
    .sort((a, b) => direction * compare(a.place, b.place));
  return connection(found, args, {
    node: ({ customer }) => customerNode(shop, customer),
    cursor: (item) => Buffer.from(JSON.stringify(item.place)).toString('base64'),
    follows: (item, cursor) => direction * compare(item.place, readCursor(cursor)) > 0,
  });
}

export function countCustomers(
  shop: Shop,
  query: string | null | undefined,
  limit: number | null | undefined,
) {
  const count = query ? allMatching(shop, query).length : shop.customers.size;
  const exact = limit === null || limit === undefined || count <= limit;
  return { count: exact ? count : limit, precision: exact ? 'EXACT' : 'AT_LEAST' };
}

/** Exactly one of the ways to name a customer. */
export function customerBy(
  shop: Shop,
  { id, email, phone }: { id?: string | null; email?: string | null; phone?: string | null },
): StoreCustomer | undefined {
  if (id) return shop.customers.get(id.slice(id.lastIndexOf('/') + 1));
  for (const customer of shop.customers.values()) {
    if (email && customer.email?.toLowerCase() === email.toLowerCase()) return customer;
    if (phone && customer.phone === phone) return customer;
  }
  return undefined;
}

function allMatching(shop: Shop, query: string | null | undefined): StoreCustomer[] {
  return [...shop.customers.values()].filter(matcher(query ?? ''));
}

function compare(a: [string, string], b: [string, string]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1;
}

function readCursor(cursor: string): [string, string] {
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64').toString()) as unknown[];
    if (typeof key === 'string' && typeof id === 'string') return [key, id];
  } catch {
    // Told below.
  }
  throw new GraphQLError(`Invalid cursor for current pagination sort.`, {
    extensions: { code: 'BAD_REQUEST' },
  });
}

function number(value: number): string {
  return String(value).padStart(16, '0');
}
