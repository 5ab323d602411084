import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { execute } from 'graphql';
import { addWithNested, BulkFile } from './bulk-file.ts';
import { type BulkQuery, readBulkQuery } from './bulk-query.ts';
import { adminSchema } from './graphql.ts';
import { scopedResolver } from './graphql-access.ts';
import { customerNode } from './graphql-nodes.ts';
import { matcher } from './search-syntax.ts';
import type { Shop, StoreCustomer } from './shop.ts';

interface Operation {
  id: string;
  shop: Shop;
  query: string;
  reading: Extract<BulkQuery, { kind: 'customers' }>;
  status: 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELED';
  errorCode: 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | null;
  file: BulkFile | null;
  roots: number;
  createdAt: number;
  completedAt: number | null;
}

/** Customers that are executed together while a file is written: nothing larger is ever held. */
const CHUNK = 250;
const MOST_RUNNING = 5;
/** How long the address of a result is good. */
const KEPT_MS = 7 * 86_400_000;

/** Bulk operations (facts section 5): asynchronous, up to five running, the result a JSONL file at a signed address. */
export class BulkOperations {
  readonly #operations: Operation[] = [];
  readonly #now: () => number;
  /** How long an operation waits before it reads the store. */
  delayMs = 200;
  /** The next operation ends as FAILED. */
  failNext = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  run(shop: Shop, query: string) {
    const reading = readBulkQuery(query);
    if (reading.kind === 'invalid') return refusal('INVALID', reading.message);
    const running = this.#operations.filter((o) => o.shop.domain === shop.domain && o.status === 'RUNNING');
    if (running.length >= MOST_RUNNING)
      return refusal('LIMIT_REACHED', 'Too many bulk operations are running');
    const operation: Operation = {
      id: `gid://shopify/BulkOperation/${this.#operations.length + 1}`,
      shop,
      query,
      reading,
      status: 'RUNNING',
      errorCode: null,
      file: null,
      roots: 0,
      createdAt: this.#now(),
      completedAt: null,
    };
    this.#operations.push(operation);
    setTimeout(() => void this.#work(operation), this.delayMs).unref();
    return { bulkOperation: this.view(operation.id), userErrors: [] };
  }

  async #work(operation: Operation): Promise<void> {
    if (operation.status !== 'RUNNING') return;
    const fails = this.failNext;
    this.failNext = false;
    try {
      if (fails) throw new Error('asked to fail');
      await this.#write(operation);
    } catch (error) {
      operation.errorCode =
        (error as { extensions?: { code?: string } }).extensions?.code === 'ACCESS_DENIED'
          ? 'ACCESS_DENIED'
          : 'INTERNAL_SERVER_ERROR';
    }
    if (operation.status === 'RUNNING') this.#end(operation, operation.errorCode ? 'FAILED' : 'COMPLETED');
    else await operation.file?.close();
  }

  /** A snapshot of the store, taken while it is written. */
  async #write(operation: Operation): Promise<void> {
    const { shop, reading } = operation;
    const file = await BulkFile.make();
    operation.file = file;
    const matches = matcher(reading.search);
    let chunk: StoreCustomer[] = [];
    const flush = async () => {
      for (const node of await selected(shop, reading, chunk)) addWithNested(file, node);
      operation.roots += chunk.length;
      chunk = [];
      await file.flush();
      await yieldToOthers();
    };
    for (const customer of shop.customers.values()) {
      if (matches(customer)) chunk.push(customer);
      if (chunk.length === CHUNK) await flush();
      if (operation.status !== 'RUNNING') return;
    }
    await flush();
  }

  #end(operation: Operation, status: Operation['status']): void {
    operation.status = status;
    operation.completedAt = this.#now();
    operation.shop.emit('bulk_operations/finish', {
      admin_graphql_api_id: operation.id,
      completed_at: new Date(operation.completedAt).toISOString(),
      created_at: new Date(operation.createdAt).toISOString(),
      error_code: operation.errorCode?.toLowerCase() ?? null,
      status: status.toLowerCase(),
      type: 'query',
    });
  }

  view(id: string) {
    const operation = this.#operations.find((o) => o.id === id);
    if (!operation) return null;
    const { file, roots, completedAt, createdAt } = operation;
    const done = operation.status === 'COMPLETED';
    const expires = Math.floor(((completedAt ?? 0) + KEPT_MS) / 1_000);
    const address = `https://storage.googleapis.com/shopify-sandbox/${encodeURIComponent(id)}.jsonl`;
    return {
      __typename: 'BulkOperation',
      id,
      status: operation.status,
      type: 'QUERY',
      errorCode: operation.errorCode,
      url: done && roots > 0 ? `${address}?Expires=${expires}` : null,
      partialDataUrl: null,
      objectCount: String(file?.lines ?? 0),
      rootObjectCount: String(roots),
      fileSize: done && file ? String(file.size) : null,
      query: operation.query,
      createdAt: new Date(createdAt).toISOString(),
      completedAt: completedAt === null ? null : new Date(completedAt).toISOString(),
    };
  }

  /** Of one store, oldest first; the query knows `status:` and `operation_type:`. */
  all(shop: Shop, query?: string | null) {
    const status = /status:(\w+)/.exec(query ?? '')?.[1]?.toUpperCase();
    if (/operation_type:mutation/i.test(query ?? '')) return [];
    return this.#operations
      .filter((o) => o.shop.domain === shop.domain && (status === undefined || o.status === status))
      .map((o) => this.view(o.id));
  }

  cancel(id: string) {
    const operation = this.#operations.find((o) => o.id === id);
    if (operation?.status === 'RUNNING') this.#end(operation, 'CANCELED');
    return this.view(id);
  }

  /** The result behind an address; its time is limited. */
  file(pathname: string): BulkFile | null {
    const id = decodeURIComponent(/([^/]+)\.jsonl$/.exec(pathname)?.[1] ?? '');
    const operation = this.#operations.find((o) => o.id === id && o.status === 'COMPLETED');
    const good = operation?.completedAt != null && operation.completedAt + KEPT_MS > this.#now();
    return good ? operation.file : null;
  }

  async close(): Promise<void> {
    for (const operation of this.#operations)
      if (operation.status === 'RUNNING') operation.status = 'CANCELED';
    await Promise.all(this.#operations.map((operation) => operation.file?.close()));
  }
}

function refusal(code: string, message: string) {
  return { bulkOperation: null, userErrors: [{ field: ['query'], message, code }] };
}

/** Customers as the operation's own query selects them, through the real schema and the app's scopes. */
async function selected(
  shop: Shop,
  { document, answeredAs }: Operation['reading'],
  customers: StoreCustomer[],
): Promise<Record<string, unknown>[]> {
  const edges = customers.map((customer) => ({ node: customerNode(shop, customer), cursor: '' }));
  const result = await execute({
    schema: adminSchema(),
    document,
    rootValue: { customers: { edges, nodes: edges.map((edge) => edge.node) } },
    fieldResolver: scopedResolver(shop.scopes),
  });
  if (result.errors?.[0]) throw result.errors[0];
  const found = (result.data as Record<string, { edges?: { node: unknown }[]; nodes?: unknown[] }>)[
    answeredAs
  ];
  return (found?.edges?.map((edge) => edge.node) ?? found?.nodes ?? []) as Record<string, unknown>[];
}
