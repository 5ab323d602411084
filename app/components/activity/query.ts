import { SOURCES } from '../../domain/customer.ts';
import type { EntryView, LogQuery } from '../../services.ts';

export const OUTCOMES: EntryView['outcome'][] = ['succeeded', 'unchanged', 'skipped', 'retrying', 'failed'];
export const ACTIONS: EntryView['action'][] = ['create', 'update', 'delete', 'unlink', 'none'];
/** Events as entries name them; `event.${name}` says them in words. */
export const EVENTS = [
  'customer_created',
  'customer_updated',
  'customer_deleted',
  'customer_merged',
  'customer_merged_away',
  'customer_redacted',
  'customer_tags_updated',
  'customer_orders_updated',
  'email_consent_updated',
  'sms_consent_updated',
  'phone_released',
  'address_moved',
  'contact_taken_over',
  'initial_import',
  'reconciliation',
  'sync_requested',
];
/** How far back, by name, in seconds. */
const PERIODS = { '1h': 3600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000 } as const;
export type PeriodName = keyof typeof PERIODS;
export const PERIOD_NAMES = Object.keys(PERIODS) as PeriodName[];

export const FILTERS = ['outcome', 'action', 'event', 'source', 'period', 'customer'] as const;
export type FilterName = (typeof FILTERS)[number];

const PAGE = 25;

/** The address of the activity screen as a query. What makes no sense in it is left out, not answered with an error. */
export function activityQuery(params: URLSearchParams, now: number): LogQuery {
  const chosen = <T extends string>(name: FilterName, known: readonly T[]) =>
    known.find((value) => value === params.get(name));
  const outcome = chosen('outcome', OUTCOMES);
  const action = chosen('action', ACTIONS);
  const event = chosen('event', EVENTS);
  const source = chosen('source', SOURCES);
  const period = chosen('period', PERIOD_NAMES);
  const customer = params.get('customer')?.trim();
  const cursor = params.get('cursor');
  return {
    limit: PAGE,
    ...(outcome ? { outcome } : {}),
    ...(action ? { action } : {}),
    ...(event ? { event } : {}),
    ...(source ? { source } : {}),
    ...(period ? { since: new Date(now - PERIODS[period] * 1000).toISOString() } : {}),
    ...(customer ? { customer } : {}),
    ...(cursor && /^[\w-]{1,120}$/.test(cursor) ? { cursor } : {}),
  };
}

/**
 * A customer as a merchant may have it: the plain number, a gid, the address of the customer's page, an e-mail address. Other
 * sources have other ids, so anything short and without spaces passes; null is what cannot be an id.
 */
export function readCustomerId(text: string): string | null {
  const trimmed = text.trim();
  const fromAddress = /(?:^|\/)customers?\/(\d+)(?:[/?#]|$)/i.exec(trimmed);
  if (fromAddress) return fromAddress[1] ?? null;
  return /^[^\s/]{1,200}$/.test(trimmed) ? trimmed : null;
}

/** The next page, remembering the way back: cursors only point forward. */
export function olderPage(params: URLSearchParams, nextCursor: string): URLSearchParams {
  const next = new URLSearchParams(params);
  next.set('trail', [...trailOf(params), params.get('cursor') ?? ''].join('.'));
  next.set('cursor', nextCursor);
  return next;
}

/** The page before, or null on the first one. */
export function newerPage(params: URLSearchParams): URLSearchParams | null {
  if (!params.has('cursor')) return null;
  const trail = trailOf(params);
  const previous = trail.pop();
  const next = new URLSearchParams(params);
  next.delete('trail');
  next.delete('cursor');
  if (previous) next.set('cursor', previous);
  if (trail.length > 0) next.set('trail', trail.join('.'));
  return next;
}

/** A filter changed: what is shown starts at the newest again. */
export function withFilter(params: URLSearchParams, name: FilterName, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete('cursor');
  next.delete('trail');
  if (value) next.set(name, value);
  else next.delete(name);
  return next;
}

function trailOf(params: URLSearchParams): string[] {
  const text = params.get('trail');
  return text === null ? [] : text.split('.');
}
