import type { BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { CustomerHit, StoreFields, StoreReading } from '../../mapping-service.ts';
import type { BrevoList, BrevoReading } from '../../services.ts';
import { useFetched } from './use-fetched.ts';

/** What is around the mapping, as both vendors tell it. */
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
 * Read once while the screen is already shown, and again when asked to: not with every save, because the vendors'
 * limits are shared with the sync. `around` is null until somebody has answered.
 */
export function useSurroundings(): { around: Surroundings | null; loading: boolean; again(): void } {
  const { data, failed, loading, again } = useFetched<Surroundings>('/app/mapping/surroundings');
  return { around: data ?? (failed ? NOBODY_ANSWERED : null), loading, again };
}
