import type { z } from 'zod';
import { issuesOf } from '../settings/issues.ts';
import type { AccessReading, SourceAccess } from './connector.ts';

/** Judges what was sent to connect a source: every fault with its path. */
export function readAccess<T>(
  schema: z.ZodType<T>,
  sent: unknown,
  toAccess: (value: T) => SourceAccess,
): AccessReading {
  const reading = schema.safeParse(sent);
  if (reading.success) return { kind: 'valid', access: toAccess(reading.data) };
  const faults = issuesOf(reading.error).map(({ path, message }) => ({ path: path.join('.'), message }));
  return { kind: 'invalid', faults };
}
