import type { ContactEvent } from '../domain/contact-event.ts';

/** The words of the payload and of the subscription differ, and samples of both were seen (facts/brevo.md section 9). */
const KINDS: Record<string, ContactEvent['kind']> = {
  unsubscribe: 'unsubscribed',
  unsubscribed: 'unsubscribed',
  spam: 'spam',
  hard_bounce: 'hard_bounce',
  hardBounce: 'hard_bounce',
  contact_deleted: 'contact_deleted',
  contactDeleted: 'contact_deleted',
};

/**
 * Reads what Brevo sent: one event or, batched, an array of at most 500. Null when it is no JSON at all. Events of other
 * kinds and entries without an address are left out: there is nothing that could be done about them.
 */
export function readWebhookEvents(text: string, now: number): ContactEvent[] | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  return (Array.isArray(body) ? body : [body])
    .map((entry) => readEvent(entry, now))
    .filter((e) => e !== null);
}

function readEvent(entry: unknown, now: number): ContactEvent | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const raw = entry as Record<string, unknown>;
  const kind =
    typeof raw.event === 'string' && Object.hasOwn(KINDS, raw.event) ? KINDS[raw.event] : undefined;
  const email = typeof raw.email === 'string' ? raw.email.trim().toLowerCase() : '';
  if (kind === undefined || email === '') return null;
  const at = Math.min(timeOf(raw) ?? now, now);
  return {
    kind,
    email,
    at: new Date(at),
    identity: JSON.stringify([kind, email, at]),
    campaign: raw.camp_id !== undefined && raw.camp_id !== null,
  };
}

/** `ts_event` and `ts` are seconds in UTC; dates carry no zone and are Brevo's own (CET or CEST), so they come last. */
function timeOf(raw: Record<string, unknown>): number | null {
  for (const name of ['ts_event', 'ts']) {
    const seconds = Number(raw[name] ?? Number.NaN);
    if (Number.isFinite(seconds) && seconds > 0) return Math.floor(seconds) * 1_000;
  }
  const match = typeof raw.date === 'string' ? /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(raw.date) : null;
  const local = match ? Date.parse(`${match[1]}T${match[2]}Z`) : Number.NaN;
  return Number.isNaN(local) ? null : local - parisOffset(local);
}

/** Milliseconds that Paris is ahead of UTC. An hour off in the night the clocks change: harmless, and only without ts. */
function parisOffset(at: number): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Paris', timeZoneName: 'longOffset' });
  const name = parts.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
  return Number(/\+0(\d):/.exec(name)?.[1] ?? 1) * 3_600_000;
}
