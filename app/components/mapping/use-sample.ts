import type { Customer } from '../../domain/customer.ts';
import type { StoreReading } from '../../mapping-service.ts';
import type { Surroundings } from './surroundings.ts';
import { useFetched } from './use-fetched.ts';

/**
 * A real customer as the store has them now, for the examples; null while there is none. The one that came with the
 * surroundings is not read a second time.
 */
export function useSample(
  customerId: string | null,
  metafields: readonly string[],
  given: Surroundings['sample'],
): { customer: Customer | null; loading: boolean } {
  const known =
    given?.customer.id === customerId && metafields.every((name) => given?.metafields.includes(name));
  const query =
    customerId === null || known
      ? null
      : new URLSearchParams({ id: customerId, metafields: metafields.join(',') });
  const { data, loading } = useFetched<StoreReading<Customer | null>>(
    query === null ? null : `/app/mapping/customers?${query}`,
  );
  if (known) return { customer: given?.customer ?? null, loading: false };
  const customer = data?.kind === 'read' ? data.value : null;
  return { customer: customer && customer.id === customerId ? customer : null, loading };
}
