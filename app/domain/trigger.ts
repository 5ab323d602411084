/** The events a client may send, exactly (design section 7). */
export const TRIGGER_EVENTS = ['customer_created', 'customer_updated', 'customer_deleted'] as const;
type TriggerEvent = (typeof TRIGGER_EVENTS)[number];

/** A customer event from outside, judged. `data` is as sent: the source's own code reads the customer in it. */
export interface Trigger {
  event: TriggerEvent;
  /** The sender's time, or the time of arrival. */
  occurredAt: Date;
  /** `data.id` as the plain id: numbers as their digits, Shopify's gid without its prefix. */
  customerId: string;
  data: Record<string, unknown>;
  changes: Record<string, { old?: unknown; new?: unknown }>;
}

export type TriggerReading =
  | { kind: 'valid'; trigger: Trigger }
  | { kind: 'invalid'; faults: { path: string; message: string }[] };
