import { z } from 'zod';
import { isStorable } from '../../domain/storable.ts';
import { TRIGGER_EVENTS, type TriggerReading } from '../../domain/trigger.ts';
import type { Fault } from '../../services.ts';
import { issuesOf } from '../../settings/issues.ts';

/** Clocks differ, but not by more than a day. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;
const EARLIEST = Date.UTC(2000, 0, 1);
const GID = /^gid:\/\/shopify\/Customer\//;

const id = z
  .union([z.string(), z.int().positive()], 'Must be a text or a whole number')
  .transform((value) => String(value).trim().replace(GID, ''))
  .pipe(
    z
      .string()
      .min(1, 'Must not be blank')
      .max(255)
      .refine(isStorable, 'Holds characters that cannot be stored'),
  );

const data = z.looseObject({ id });
const dataWithEmail = data.extend({ email: z.string().trim().min(1, 'Must not be blank').max(320) });

const timestamp = z.iso
  .datetime({ offset: true, message: 'Must be an ISO 8601 time with its zone, such as 2026-11-24T10:00:00Z' })
  .optional();

// Other keys are let pass: systems that send events add envelopes of their own.
const envelope = z.object({
  event: z.enum(TRIGGER_EVENTS),
  timestamp,
  data: z.unknown().optional(),
  changes: z
    .record(z.string(), z.object({ old: z.unknown().optional(), new: z.unknown().optional() }))
    .optional(),
});

/** What a client sends, for the OpenAPI document. */
export const triggerRequest = envelope.extend({
  data: z.looseObject({ id: z.union([z.string(), z.int()]), email: z.string().optional() }),
});

/**
 * Judges what was sent to `POST .../trigger` at `now`: every fault with its path. An e-mail must be there except for
 * customer_deleted; whether it is a valid one is decided on delivery, where an invalid one is a skipped outcome.
 */
export function parseTrigger(sent: unknown, now: Date): TriggerReading {
  const outer = envelope.safeParse(sent);
  const given = (typeof sent === 'object' && sent !== null ? sent : {}) as Record<string, unknown>;
  const inner = (given.event === 'customer_deleted' ? data : dataWithEmail).safeParse(given.data);
  const faults: Fault[] = [];
  const add = (path: PropertyKey[], message: string) =>
    faults.push({ path: path.map(String).join('.'), message });
  if (!outer.success) for (const issue of issuesOf(outer.error)) add(issue.path, issue.message);
  if (!inner.success) for (const issue of issuesOf(inner.error)) add(['data', ...issue.path], issue.message);
  const occurredAt = outer.data?.timestamp === undefined ? now : new Date(outer.data.timestamp);
  const ms = occurredAt.getTime();
  if (ms > now.getTime() + MAX_AHEAD_MS) add(['timestamp'], 'Is more than a day in the future');
  else if (ms < EARLIEST) add(['timestamp'], 'Is before the year 2000');
  if (!outer.success || !inner.success || faults.length > 0) return { kind: 'invalid', faults };
  return {
    kind: 'valid',
    trigger: {
      event: outer.data.event,
      occurredAt,
      customerId: inner.data.id,
      data: given.data as Record<string, unknown>,
      changes: outer.data.changes ?? {},
    },
  };
}
