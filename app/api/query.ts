import { z } from 'zod';
import { isStorable } from '../domain/storable.ts';
import { readCursor } from '../monitor/cursor.ts';
import type { Fault } from '../services.ts';
import { issuesOf } from '../settings/issues.ts';

type Reading<T> = { kind: 'valid'; value: T } | { kind: 'invalid'; faults: Fault[] };

const storable = z.string().refine(isStorable, 'Holds characters that cannot be stored');

/** Customer ids as people paste them: the plain id or Shopify's gid; both mean the plain id. */
const customer = storable
  .trim()
  .min(1, 'Must not be blank')
  .max(255)
  .transform((id) => id.replace(/^gid:\/\/shopify\/Customer\//, ''));

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `Must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const limit = whole(1, 200).optional();
const cursor = (of: 'entry' | 'problem' | 'run' | 'message') =>
  z
    .string()
    .refine((text) => readCursor(text, of) !== null, 'Not a cursor that this call gave')
    .optional();
const OUTCOMES = ['succeeded', 'unchanged', 'skipped', 'retrying', 'failed'] as const;

export const DEFAULT_LIMIT = 50;
export const DEFAULT_WINDOW_SECONDS = 3600;

export const configurationQuery = z.object({ dryRun: z.enum(['true', 'false']).optional() });
export const statusQuery = z.object({ window: whole(60, 2_592_000).optional() });
export const logQuery = z.object({
  customer: customer.optional(),
  outcome: z.enum(OUTCOMES).optional(),
  limit,
  cursor: cursor('entry'),
});
export const problemsQuery = z.object({
  cause: storable.min(1).max(100).optional(),
  limit,
  cursor: cursor('problem'),
});

export const customersQuery = z.object({ email: storable.trim().min(1, 'Must not be blank').max(320) });
export const runsQuery = z.object({ limit, cursor: cursor('run') });
export const messagesQuery = z.object({ limit, cursor: cursor('message') });

/** A customer id in a path, as people paste them; null for what cannot be one. */
export function readCustomerId(given: string | undefined): string | null {
  const parsed = customer.safeParse(given);
  return parsed.success ? parsed.data : null;
}

/** Judges the query parameters; a parameter the schema does not know is ignored, one that comes twice counts once. */
export function readQuery<T extends z.ZodType>(schema: T, parameters: URLSearchParams): Reading<z.output<T>> {
  return readSent(schema, Object.fromEntries(parameters));
}

/** Judges a body against a schema: the value, or every fault with its path. */
export function readSent<T extends z.ZodType>(schema: T, sent: unknown): Reading<z.output<T>> {
  const parsed = schema.safeParse(sent);
  if (parsed.success) return { kind: 'valid', value: parsed.data };
  return {
    kind: 'invalid',
    faults: issuesOf(parsed.error).map(({ path, message }) => ({
      path: path.map(String).join('.'),
      message,
    })),
  };
}
