import { useEffect, useRef, useState } from 'react';
import { rateOf, type Sample } from './run-progress.ts';

/** The rate of the last minute: a run is not equally quick in all its phases. */
const WINDOW_MS = 60_000;

/**
 * Customers a second as seen on this screen. `key` names what is counted: when it changes, counting begins anew. Until
 * two readings differ the average since `startedAt` stands in, so that a reload does not begin with nothing.
 */
export function useRate(
  key: string,
  done: number | null,
  startedAt: string | null,
  now: string,
): number | null {
  const samples = useRef<{ key: string; list: Sample[] }>({ key, list: [] });
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    if (samples.current.key !== key) samples.current = { key, list: [] };
    if (done === null) return;
    const at = Date.parse(now);
    const list = [...samples.current.list, { at, done }].filter((each) => at - each.at <= WINDOW_MS);
    samples.current = { key, list };
    setRate(rateOf(list));
  }, [key, done, now]);
  if (rate !== null) return rate;
  if (done === null || startedAt === null) return null;
  return rateOf([
    { at: Date.parse(startedAt), done: 0 },
    { at: Date.parse(now), done },
  ]);
}
