import type { Log } from '../log.server.ts';

/** One line for the errors of so long. */
const EVERY_MS = 5_000;

/**
 * Errors that every request has while the database is away: the first is logged at once, and from then on one line every
 * few seconds says how many there were and what the last one was, until there are none.
 */
export function countedErrors(log: Log, what: string): (err: unknown) => void {
  let timer: NodeJS.Timeout | null = null;
  let count = 0;
  let last: unknown;

  const again = () => {
    timer = setTimeout(() => {
      timer = null;
      if (count === 0) return;
      log.error({ err: last, count }, what);
      count = 0;
      again();
    }, EVERY_MS);
    // It keeps no process alive.
    timer.unref();
  };

  return (err) => {
    if (timer) {
      count += 1;
      last = err;
      return;
    }
    log.error({ err }, what);
    again();
  };
}
