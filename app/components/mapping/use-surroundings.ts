import { useEffect, useState } from 'react';
import type { BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { CustomerHit, StoreFields, StoreReading } from '../../mapping-service.ts';
import type { BrevoList, BrevoReading } from '../../services.ts';

/** What is around the mapping: read from both vendors while the screen is already shown. */
export interface Surroundings {
  attributes: BrevoReading<BrevoAttribute[]>;
  lists: BrevoReading<BrevoList[]>;
  store: StoreReading<StoreFields>;
  /** The customers who changed last. */
  recent: StoreReading<CustomerHit[]>;
}

const NOBODY_ANSWERED: Surroundings = {
  attributes: { kind: 'failed', message: '' },
  lists: { kind: 'failed', message: '' },
  store: { kind: 'unavailable', message: '' },
  recent: { kind: 'unavailable', message: '' },
};

/**
 * The deferred readings; null until the first are there. Later ones replace them when they have arrived (Suspense
 * would show the skeleton again after every save).
 */
export function useSurroundings(deferred: PromiseLike<Surroundings>): Surroundings | null {
  const [value, setValue] = useState<Surroundings | null>(null);
  useEffect(() => {
    let current = true;
    const show = (next: Surroundings) => current && setValue(next);
    deferred.then(show, () => show(NOBODY_ANSWERED));
    return () => {
      current = false;
    };
  }, [deferred]);
  return value;
}
