import { useEffect, useState } from 'react';

export type Deferred<T> = { kind: 'waiting' } | { kind: 'read'; value: T } | { kind: 'failed' };

/**
 * What a loader deferred. A later reading replaces the one that is shown when it is there (Suspense would show the
 * skeleton again each time).
 */
export function useDeferred<T>(promise: PromiseLike<T>): Deferred<T> {
  const [reading, setReading] = useState<Deferred<T>>({ kind: 'waiting' });
  useEffect(() => {
    let current = true;
    promise.then(
      (value) => current && setReading({ kind: 'read', value }),
      () => current && setReading({ kind: 'failed' }),
    );
    return () => {
      current = false;
    };
  }, [promise]);
  return reading;
}
