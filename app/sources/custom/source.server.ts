import type { Customer, Source } from '../../domain/customer.ts';
import type { CustomerSource } from '../../ports.ts';
import type { EventPayload } from './change.ts';
import { customerFromEvent } from './customer.ts';

/** A source whose events carry the customer, and which nobody can ask: custom events. */
export function eventSource(name: Source): CustomerSource {
  return {
    canFetch: false,
    fetch: async () => ({ kind: 'not_connected' }),
    fromPayload: (payload) => customerFromPayload(payload, name),
  };
}

/** Reads what travelled with a change, whichever source it was sent for. */
function customerFromPayload(payload: string, source: Source): Customer {
  const { id, at, data, changes } = JSON.parse(payload) as EventPayload;
  return customerFromEvent(data, changes, id, source, new Date(at));
}
