import { useEffect, useState } from 'react';
import type { BrevoList, BrevoReading } from '../../services.ts';

type Reading = BrevoReading<BrevoList[]>;

/**
 * The deferred lists, or undefined while Brevo has not answered the first time. A later reading replaces the one
 * that is shown when it is there (Suspense would show the skeleton again after every saved choice).
 */
export function useLists(deferred: PromiseLike<Reading> | null): Reading | undefined {
  const [reading, setReading] = useState<Reading>();
  useEffect(() => {
    if (deferred === null) {
      setReading(undefined);
      return;
    }
    let current = true;
    const show = (value: Reading) => current && setReading(value);
    deferred.then(show, () => show({ kind: 'failed', message: '' }));
    return () => {
      current = false;
    };
  }, [deferred]);
  return reading;
}
