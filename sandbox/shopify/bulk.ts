import { Readable } from 'node:stream';
import { execute, parse, validate } from 'graphql';
import { adminSchema } from './graphql.ts';
import { customerNode } from './graphql-nodes.ts';
import { matcher } from './graphql-search.ts';
import type { Shop, StoreCustomer } from './shop.ts';

interface Operation {
  id: string;
  shop: Shop;
  query: string;
  status: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELED';
  /** The ids at the moment the operation ran: a snapshot of who, not of what. */
  ids: string[];
  createdAt: number;
  completedAt: number | null;
}

/** Customers of a page while a file is written: nothing larger is ever held. */
const CHUNK = 250;

/** Bulk operations (facts section 5): asynchronous, up to five running, the result a JSONL file at a signed address. */
export class BulkOperations {
  readonly #operations: Operation[] = [];
  readonly #now: () => number;
  /** How long an operation takes. */
  delayMs = 200;
  /** The next operation ends as FAILED. */
  failNext = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  run(shop: Shop, query: string) {
    const faults = validate(adminSchema(), parse(query));
    if (faults.length > 0) return refusal('INVALID', faults[0]?.message ?? 'Invalid bulk query');
    if (this.#operations.filter((o) => o.shop === shop && o.status === 'RUNNING').length >= 5)
      return refusal('LIMIT_REACHED', 'Too many bulk operations are running');
    const operation: Operation = {
      id: `gid://shopify/BulkOperation/${this.#operations.length + 1}`,
      shop,
      query,
      status: 'RUNNING',
      ids: [],
      createdAt: this.#now(),
      completedAt: null,
    };
    this.#operations.push(operation);
    setTimeout(() => this.#finish(operation), this.delayMs).unref();
    return { bulkOperation: this.view(operation.id), userErrors: [] };
  }

  #finish(operation: Operation): void {
    if (operation.status !== 'RUNNING') return;
    const search = /customers\s*\(\s*query:\s*"((?:[^"\\]|\\.)*)"/.exec(operation.query)?.[1] ?? '';
    const matches = matcher(search.replace(/\\"/g, '"'));
    operation.ids = [...operation.shop.customers.values()].filter(matches).map((c) => c.id);
    operation.status = this.failNext ? 'FAILED' : 'COMPLETED';
    this.failNext = false;
    operation.completedAt = this.#now();
    operation.shop.emit('bulk_operations/finish', {
      admin_graphql_api_id: operation.id,
      completed_at: new Date(operation.completedAt).toISOString(),
      created_at: new Date(operation.createdAt).toISOString(),
      error_code: operation.status === 'FAILED' ? 'internal_server_error' : null,
      status: operation.status.toLowerCase(),
      type: 'query',
    });
  }

  view(id: string) {
    const operation = this.#operations.find((o) => o.id === id);
    if (!operation) return null;
    const done = operation.status === 'COMPLETED';
    return {
      __typename: 'BulkOperation',
      id,
      status: operation.status,
      type: 'QUERY',
      errorCode: operation.status === 'FAILED' ? 'INTERNAL_SERVER_ERROR' : null,
      url:
        done && operation.ids.length > 0
          ? `https://storage.googleapis.com/shopify-sandbox/${encodeURIComponent(id)}.jsonl?Expires=1`
          : null,
      partialDataUrl: null,
      objectCount: String(operation.ids.length),
      rootObjectCount: String(operation.ids.length),
      fileSize: done ? String(operation.ids.length * 500) : null,
      query: operation.query,
      createdAt: new Date(operation.createdAt).toISOString(),
      completedAt: operation.completedAt === null ? null : new Date(operation.completedAt).toISOString(),
    };
  }

  all(shop: Shop) {
    return this.#operations.filter((o) => o.shop === shop).map((o) => this.view(o.id));
  }

  cancel(id: string) {
    const operation = this.#operations.find((o) => o.id === id);
    if (operation?.status === 'RUNNING') operation.status = 'CANCELED';
    return this.view(id);
  }

  /** The result file of an address, written while it is read. */
  file(pathname: string): Readable | null {
    const id = decodeURIComponent(/([^/]+)\.jsonl$/.exec(pathname)?.[1] ?? '');
    const operation = this.#operations.find((o) => o.id === id && o.status === 'COMPLETED');
    return operation ? Readable.from(lines(operation)) : null;
  }
}

function refusal(code: string, message: string) {
  return { bulkOperation: null, userErrors: [{ field: ['query'], message, code }] };
}

/** One line a customer, selected by the operation's own query through the real schema. */
async function* lines({ shop, query, ids }: Operation): AsyncGenerator<string> {
  const document = parse(query);
  for (let start = 0; start < ids.length; start += CHUNK) {
    const part = ids
      .slice(start, start + CHUNK)
      .map((id) => shop.customers.get(id))
      .filter((c): c is StoreCustomer => c !== undefined);
    const edges = part.map((customer) => ({ node: customerNode(shop, customer), cursor: '' }));
    const result = await execute({
      schema: adminSchema(),
      document,
      rootValue: { customers: { edges, nodes: edges.map((e) => e.node) } },
    });
    const found = (result.data as { customers: { edges?: { node: unknown }[]; nodes?: unknown[] } } | null)
      ?.customers;
    const nodes = found?.edges?.map((e) => e.node) ?? found?.nodes ?? [];
    yield nodes.map((node) => `${JSON.stringify(node)}\n`).join('');
  }
}
