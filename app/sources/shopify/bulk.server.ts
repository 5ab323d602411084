import type { CustomerSource } from '../../ports.ts';
import type { AdminApi } from './admin-api.server.ts';
import { type ShopifyCustomer, toCustomer } from './customer.ts';
import { linesOf, withoutFirst } from './json-lines.ts';
import { allCustomers, BULK_OPERATION, RUN_BULK } from './queries.ts';

interface BulkState {
  status: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELING' | 'CANCELED' | 'EXPIRED';
  errorCode: string | null;
  url: string | null;
  objectCount: string;
  rootObjectCount: string;
}

/** Reads a whole store through a bulk operation: outside the cost limits, as a file of one JSON object a line. */
export function bulkExport(
  api: AdminApi,
): Required<Pick<CustomerSource, 'startExport' | 'exportState' | 'readExport'>> {
  return {
    async startExport(shop, metafields) {
      const answer = await api.call(shop.domain, RUN_BULK, { query: allCustomers(metafields) });
      if (answer.kind === 'unavailable' || answer.kind === 'no_access')
        return { kind: 'unavailable', message: answer.message };
      if (answer.kind === 'invalid') return { kind: 'failed', message: answer.message };
      const result = answer.data.bulkOperationRunQuery as {
        bulkOperation: { id: string } | null;
        userErrors: { message: string; code: string | null }[];
      };
      if (result.bulkOperation) return { kind: 'started', id: result.bulkOperation.id };
      const message = result.userErrors.map((e) => e.message).join('; ');
      const busy = result.userErrors.some(
        (e) => e.code === 'OPERATION_IN_PROGRESS' || e.code === 'LIMIT_REACHED',
      );
      return { kind: busy ? 'unavailable' : 'failed', message };
    },

    async exportState(shop, id) {
      const answer = await api.call(shop.domain, BULK_OPERATION, { id });
      if (answer.kind !== 'data')
        return { kind: answer.kind === 'invalid' ? 'failed' : 'unavailable', message: answer.message };
      const state = answer.data.bulkOperation as BulkState | null;
      if (!state) return { kind: 'failed', message: 'The store no longer knows the bulk operation' };
      if (state.status === 'COMPLETED')
        return { kind: 'ready', url: state.url, total: Number(state.rootObjectCount) };
      if (['FAILED', 'CANCELED', 'CANCELING', 'EXPIRED'].includes(state.status)) {
        return {
          kind: 'failed',
          message: `The store ended the bulk operation: ${state.errorCode ?? state.status}`,
        };
      }
      return { kind: 'running', read: Number(state.rootObjectCount) || 0 };
    },

    async *readExport(url, metafields, from) {
      try {
        // As it is, because offsets count bytes of the file and not of a packed form of it.
        const headers = { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) };
        const response = await globalThis.fetch(url, { headers });
        // Nothing stands behind the offset.
        if (response.status === 416 && from > 0) return;
        if (!response.ok || !response.body) {
          await response.body?.cancel();
          yield { kind: 'broken', message: `The store's file cannot be read: HTTP ${response.status}` };
          return;
        }
        // Node's streams of fetch can be iterated, which the types of the web do not know.
        const bytes = response.body as unknown as AsyncIterable<Uint8Array>;
        const rest = response.status === 206 ? bytes : withoutFirst(bytes, from);
        for await (const { text, end } of linesOf(rest, from)) {
          yield {
            kind: 'customer',
            customer: toCustomer(JSON.parse(text) as ShopifyCustomer, metafields),
            end,
          };
        }
      } catch (error) {
        if (!isNetworkError(error)) throw error;
        yield { kind: 'broken', message: "The store's file broke off while it was read" };
      }
    },
  };
}

/** What fetch throws for a connection that is refused, reset or cut while a body is read. */
function isNetworkError(error: unknown): boolean {
  return error instanceof TypeError && (error.cause !== undefined || error.message === 'terminated');
}
