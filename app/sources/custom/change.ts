import type { Change } from '../../domain/change.ts';
import type { Source } from '../../domain/customer.ts';
import type { Trigger } from '../../domain/trigger.ts';

/** What travels with a change of a source that cannot be asked: encrypted in the pending row. */
export interface EventPayload {
  id: string;
  /** ISO instant of the event. */
  at: string;
  data: Record<string, unknown>;
  changes: Record<string, unknown>;
}

/** The change that an event means, with its data in it; a delete needs none. */
export function carryingChange(trigger: Trigger, source: Source, encrypt: (text: string) => string): Change {
  const { event, customerId, occurredAt, data, changes } = trigger;
  const change: Change = {
    source,
    customerId,
    kind: event === 'customer_deleted' ? 'delete' : 'upsert',
    event,
    occurredAt,
  };
  if (change.kind === 'delete') return change;
  const payload: EventPayload = { id: customerId, at: occurredAt.toISOString(), data, changes };
  return { ...change, payload: encrypt(JSON.stringify(payload)) };
}
