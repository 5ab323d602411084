import { useEffect, useState } from 'react';
import type { Surroundings } from './surroundings.ts';
import { useFetched } from './use-fetched.ts';

const NOBODY_ANSWERED: Surroundings = {
  attributes: { kind: 'failed', message: '' },
  lists: { kind: 'failed', message: '' },
  store: { kind: 'unavailable', message: '' },
  recent: { kind: 'unavailable', message: '' },
  sample: null,
};

/**
 * Read once while the screen is already shown, and again when asked to: not with every save, because the vendors'
 * limits are shared with the sync. With the page itself they come in its stream (`streamed`), which saves the browser
 * a round trip after it has started. `around` is null until somebody has answered.
 */
export function useSurroundings(streamed: PromiseLike<Surroundings> | null): {
  around: Surroundings | null;
  loading: boolean;
  again(): void;
} {
  // Only what came with the page: the loader has nothing new of this when it is asked again.
  const [first] = useState(streamed);
  const [came, setCame] = useState<Surroundings | null>(null);
  const [asking, setAsking] = useState(first === null);
  useEffect(() => {
    if (first === null) return;
    let left = false;
    first.then(
      (value) => left || setCame(value),
      () => left || setAsking(true),
    );
    return () => {
      left = true;
    };
  }, [first]);
  const fetched = useFetched<Surroundings>(asking ? '/app/mapping/surroundings' : null);
  return {
    around: fetched.data ?? came ?? (fetched.failed ? NOBODY_ANSWERED : null),
    loading: fetched.loading || (!asking && came === null),
    again: () => (asking ? fetched.again() : setAsking(true)),
  };
}
