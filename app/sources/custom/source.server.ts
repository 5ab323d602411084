import type { Customer, Source } from '../../domain/customer.ts';
import type { CustomerSource } from '../../ports.ts';
import { customerFromEvent } from './customer.ts';

/** What travels with a change of a source that cannot be asked: encrypted in the pending row. */
export interface EventPayload {
  id: string;
  at: string;
  data: Record<string, unknown>;
  changes: Record<string, unknown>;
}

/** A source whose events carry the customer: custom events, and any source until its own client exists. */
export function eventSource(name: Source): CustomerSource {
  return {
    canFetch: false,
    fetch: async () => ({ kind: 'fetched', customers: new Map() }),
    fromPayload(payload): Customer | null {
      const { id, at, data, changes } = JSON.parse(payload) as EventPayload;
      return customerFromEvent(data, changes, id, name, new Date(at));
    },
  };
}
