import type { Customer } from '../../domain/customer.ts';
import type { StoreReading } from '../../mapping-service.ts';
import { useFetched } from './use-fetched.ts';

const MOST_METAFIELDS = 100;

/** A real customer as the store has them now, for the examples; null while there is none. */
export function useSample(
  customerId: string | null,
  metafields: readonly string[],
): { customer: Customer | null; loading: boolean } {
  const query =
    customerId === null
      ? null
      : new URLSearchParams({
          id: customerId,
          metafields: [...metafields].sort().slice(0, MOST_METAFIELDS).join(','),
        });
  const { data, loading } = useFetched<StoreReading<Customer | null>>(
    query === null ? null : `/app/mapping/customers?${query}`,
  );
  const customer = data?.kind === 'read' ? data.value : null;
  return { customer: customer && customer.id === customerId ? customer : null, loading };
}
