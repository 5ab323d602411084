/** Full jitter (design section 6): a delay anywhere between zero and the exponential bound, so that retries spread. */
const FIRST_MS = 1_000;
const LONGEST_MS = 5 * 60_000;
/** With the bound at five minutes, the attempts span about half a day before a person is asked. */
export const MAX_ATTEMPTS = 300;

/**
 * Milliseconds to wait before the next attempt. `attempt` counts the failures so far (1 after the first); `chance`
 * is a number from 0 to 1. The vendor's own figure (`vendorMs`, a 429's reset) is waited out in full, plus jitter.
 */
export function backoff(attempt: number, chance: number, vendorMs?: number): number {
  if (vendorMs !== undefined) return Math.ceil(vendorMs + chance * FIRST_MS);
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20));
  return Math.ceil(chance * bound);
}
