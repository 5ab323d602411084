import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { CustomerSource } from '../../ports.ts';
import type { AdminApi } from './admin-api.server.ts';
import { type ShopifyCustomer, toCustomer } from './customer.ts';
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

    async *readExport(url, metafields, skip) {
      const response = await globalThis.fetch(url);
      if (!response.ok || !response.body)
        throw new Error(`The store's file cannot be read: HTTP ${response.status}`);
      const lines = createInterface({
        input: Readable.fromWeb(response.body as ReadableStream),
        crlfDelay: Number.POSITIVE_INFINITY,
      });
      let line = 0;
      for await (const text of lines) {
        if (text === '' || line++ < skip) continue;
        yield toCustomer(JSON.parse(text) as ShopifyCustomer, metafields);
      }
    },
  };
}
