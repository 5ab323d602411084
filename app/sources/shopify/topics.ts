import { LosslessNumber, parse as parseLossless } from 'lossless-json';
import type { Change } from '../../domain/change.ts';
import type { ShopEvent } from '../../domain/shop-event.ts';
import { type ObjectReading, readJsonObject } from '../json-body.ts';
import { plainId } from './customer.ts';

/** What a delivery means: changes of customers, an event of the shop, or nothing that concerns us. */
export type Delivery =
  | { kind: 'changes'; changes: Change[] }
  | { kind: 'shop_event'; event: ShopEvent }
  | { kind: 'unknown_topic' }
  /** A known topic whose payload does not say which customer. */
  | { kind: 'unreadable'; reason: string };

/** Payloads are read by our own rules, so every field is unknown until looked at. */
type Payload = Record<string, unknown>;

type Reader = (payload: Payload, at: Date) => Delivery;

const changed = (event: string, id: (payload: Payload) => unknown): Reader => {
  return (payload, at) => {
    const customerId = idOf(id(payload));
    if (customerId === null) return { kind: 'unreadable', reason: 'the payload names no customer' };
    return { kind: 'changes', changes: [change('upsert', event, customerId, at)] };
  };
};

const own = (p: Payload) => p.admin_graphql_api_id ?? p.id;
const named = (p: Payload) => p.customer_id ?? p.customerId;
const redactedCustomer = (p: Payload) => (p.customer as Payload | undefined)?.id;

/** One handler per topic; shopify.app.toml subscribes to exactly these. */
const TOPICS: Record<string, Reader> = {
  'customers/create': changed('customer_created', own),
  'customers/update': changed('customer_updated', own),
  'customers/enable': changed('customer_updated', own),
  'customers/disable': changed('customer_updated', own),
  'customers_email_marketing_consent/update': changed('email_consent_updated', named),
  'customers_marketing_consent/update': changed('sms_consent_updated', own),
  'customer.tags_added': changed('customer_tags_updated', named),
  'customer.tags_removed': changed('customer_tags_updated', named),
  'customers/purchasing_summary': changed('customer_orders_updated', named),
  'customers/delete': (payload, at) => {
    const id = idOf(own(payload));
    if (id === null) return { kind: 'unreadable', reason: 'the payload names no customer' };
    return { kind: 'changes', changes: [change('delete', 'customer_deleted', id, at)] };
  },
  'customers/merge': (payload, at) => {
    const kept = idOf(payload.admin_graphql_api_customer_kept_id);
    const dropped = idOf(payload.admin_graphql_api_customer_deleted_id);
    if (kept === null || dropped === null)
      return { kind: 'unreadable', reason: 'the payload does not name both customers' };
    // One change a customer; nothing was merged then.
    if (kept === dropped)
      return { kind: 'changes', changes: [change('upsert', 'customer_updated', kept, at)] };
    // A merge that failed changed nothing; both are looked at again, and the truth decides.
    const ended = String(payload.status ?? 'completed').toLowerCase() !== 'failed';
    return {
      kind: 'changes',
      changes: [
        change('upsert', 'customer_merged', kept, at),
        ended
          ? change('delete', 'customer_merged_away', dropped, at)
          : change('upsert', 'customer_updated', dropped, at),
      ],
    };
  },
  'customers/redact': (payload, at) => {
    const id = idOf(redactedCustomer(payload));
    if (id === null) return { kind: 'unreadable', reason: 'the payload names no customer' };
    return { kind: 'changes', changes: [change('redact', 'customer_redacted', id, at)] };
  },
  'customers/data_request': (payload) => {
    const id = idOf(redactedCustomer(payload));
    if (id === null) return { kind: 'unreadable', reason: 'the payload names no customer' };
    return { kind: 'shop_event', event: { name: 'data_requested', customerId: id } };
  },
  'shop/redact': () => ({ kind: 'shop_event', event: { name: 'redacted' } }),
  'app/uninstalled': (_, at) => ({
    kind: 'shop_event',
    event: { name: 'uninstalled', at: at.toISOString() },
  }),
  'app/scopes_update': (payload) => ({
    kind: 'shop_event',
    event: {
      name: 'scopes_updated',
      scopes: Array.isArray(payload.current) ? payload.current.map(String) : [],
    },
  }),
  'bulk_operations/finish': (payload) => ({
    kind: 'shop_event',
    event: { name: 'bulk_finished', operationId: String(payload.admin_graphql_api_id ?? '') },
  }),
};

/** Topics that concern a shop even after it uninstalled the app. */
export const AFTER_UNINSTALL: ReadonlySet<string> = new Set([
  'customers/redact',
  'customers/data_request',
  'shop/redact',
]);

export function isKnownTopic(topic: string): boolean {
  return Object.hasOwn(TOPICS, topic);
}

/** Reads one delivery. `at` is the source's time of the event (X-Shopify-Triggered-At, else the payload's own). */
export function readDelivery(topic: string, payload: Payload, at: Date): Delivery {
  const reader = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined;
  return reader ? reader(payload, at) : { kind: 'unknown_topic' };
}

export type PayloadReading = ObjectReading;

/** Parses a body without losing digits of ids beyond 2^53; nesting is bounded before anything is parsed. */
export function readPayload(text: string): PayloadReading {
  const reading = readJsonObject(text);
  // The native parser is faster by far, and wrong only where a number has more digits than a double holds.
  return reading.kind === 'read' && ids(reading.payload).some(isInexact)
    ? readJsonObject(text, parseLossless)
    : reading;
}

/** Every field of a payload that is read as an id, whatever the topic. */
const ids = (p: Payload) => [p.id, p.customer_id, p.customerId, redactedCustomer(p)];

const isInexact = (id: unknown) => typeof id === 'number' && !Number.isSafeInteger(id);

function idOf(value: unknown): string | null {
  const text =
    value instanceof LosslessNumber
      ? value.value
      : typeof value === 'number' || typeof value === 'string'
        ? String(value)
        : '';
  const id = plainId(text);
  return /^\d{1,40}$/.test(id) ? id : null;
}

function change(kind: Change['kind'], event: string, customerId: string, occurredAt: Date): Change {
  return { source: 'shopify', customerId, kind, event, occurredAt };
}
