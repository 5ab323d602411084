import type { EntryView, LogQuery } from '../services.ts';

export const OUTCOMES: EntryView['outcome'][] = ['succeeded', 'unchanged', 'skipped', 'retrying', 'failed'];

const PAGE = 25;

/** The address of the activity screen as a query. What makes no sense in it is left out, not answered with an error. */
export function activityQuery(params: URLSearchParams): LogQuery {
  const outcome = OUTCOMES.find((known) => known === params.get('outcome'));
  const customer = params.get('customer')?.trim();
  const cursor = params.get('cursor');
  return {
    limit: PAGE,
    ...(outcome ? { outcome } : {}),
    ...(customer ? { customer } : {}),
    ...(cursor && /^\d{1,18}$/.test(cursor) ? { cursor } : {}),
  };
}

/**
 * A customer as a merchant may have it: the plain number, a gid, or the address of the customer's page. Other
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
export function withFilter(
  params: URLSearchParams,
  name: 'outcome' | 'customer',
  value: string,
): URLSearchParams {
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
