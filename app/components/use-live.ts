import { useEffect, useState } from 'react';

const EVERY_MS = 3_000;

/**
 * Keeps a screen's data fresh while somebody looks at it. Plain `fetch`, which App Bridge authenticates, and not
 * Remix' revalidation: a restart of the server must not replace the screen by an error page. What was read last
 * stays on the screen, and `stale` says that it is old. Without an address nothing is read.
 */
export function useLive<T>(initial: T, address: string | null): { data: T; stale: boolean } {
  const [data, setData] = useState(initial);
  const [stale, setStale] = useState(false);

  useEffect(() => setData(initial), [initial]);

  useEffect(() => {
    if (address === null) return;
    const stopped = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const plan = (ms: number) => {
      clearTimeout(timer);
      if (!stopped.signal.aborted) timer = setTimeout(tick, ms);
    };
    const tick = async () => {
      // Hidden: no requests at all; becoming visible starts again at once.
      if (document.visibilityState === 'hidden') return;
      try {
        const response = await fetch(address, {
          headers: { accept: 'application/json' },
          signal: stopped.signal,
        });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        setData((await response.json()) as T);
        setStale(false);
      } catch {
        if (!stopped.signal.aborted) setStale(true);
      }
      plan(EVERY_MS);
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible') plan(0);
    };
    document.addEventListener('visibilitychange', onVisible);
    plan(EVERY_MS);
    return () => {
      stopped.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [address]);

  return { data, stale };
}
