import { useCallback, useEffect, useState } from 'react';

interface Fetched<T> {
  /** What was read last; it stays while something newer is on its way. */
  data: T | null;
  loading: boolean;
  /** The app itself did not answer. */
  failed: boolean;
  again(): void;
}

/**
 * Reads from an address of the app whenever it changes, `delayMs` after it stood still; null reads nothing. Plain
 * `fetch`, which App Bridge authenticates: what goes wrong is said in place and does not replace the screen.
 */
export function useFetched<T>(address: string | null, body?: unknown, delayMs = 0): Fetched<T> {
  const [state, setState] = useState<Omit<Fetched<T>, 'again'>>({
    data: null,
    loading: false,
    failed: false,
  });
  const [tries, setTries] = useState(0);
  const again = useCallback(() => setTries((before) => before + 1), []);
  const sent = body === undefined ? undefined : JSON.stringify(body);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` asks the same address again
  useEffect(() => {
    if (address === null) {
      setState({ data: null, loading: false, failed: false });
      return;
    }
    const stopped = new AbortController();
    setState((before) => ({ ...before, loading: true, failed: false }));
    const timer = setTimeout(async () => {
      try {
        const response = await fetch(address, {
          headers: {
            accept: 'application/json',
            ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
          },
          signal: stopped.signal,
          ...(sent === undefined ? {} : { method: 'POST', body: sent }),
        });
        if (!response.ok) throw new Error(`HTTP ${response.status}`);
        const data = (await response.json()) as T;
        if (!stopped.signal.aborted) setState({ data, loading: false, failed: false });
      } catch {
        if (!stopped.signal.aborted) setState((before) => ({ ...before, loading: false, failed: true }));
      }
    }, delayMs);
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [address, sent, tries, delayMs]);
  return { ...state, again };
}
