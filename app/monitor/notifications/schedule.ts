const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits between the attempts of one message, as the Standard Webhooks specification proposes: three and a half days in all. */
const WAITS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Milliseconds until the next attempt after `attempts` failed ones, spread by `chance` (0 to 1); null: given up. */
export function nextAttemptIn(attempts: number, chance: number): number | null {
  const wait = WAITS[attempts - 1];
  return wait === undefined ? null : Math.round(wait * (1 + chance / 5));
}

const LONGEST_QUIET = 5 * MINUTE;
/** A receiver may ask for more time than we would give it, within reason. */
const LONGEST_ASKED = HOUR;

/** How long a receiver that failed `failures` times in a row is left alone, whatever waits for it. */
export function quietFor(failures: number, askedMs: number | null): number {
  const own = Math.min(LONGEST_QUIET, 5 * SECOND * 2 ** Math.min(failures - 1, 10));
  return Math.max(own, Math.min(askedMs ?? 0, LONGEST_ASKED));
}
