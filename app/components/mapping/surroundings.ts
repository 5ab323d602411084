import type { Customer } from '../../domain/customer.ts';
import { metafieldOf } from '../../domain/fields.ts';
import type { BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { CustomerHit, StoreFields, StoreReading } from '../../mapping-service.ts';
import type { BrevoList, BrevoReading, Services, ShopRef } from '../../services.ts';

/** What is around the mapping, as both vendors tell it. */
export interface Surroundings {
  attributes: BrevoReading<BrevoAttribute[]>;
  lists: BrevoReading<BrevoList[]>;
  store: StoreReading<StoreFields>;
  /** The customers who changed last. */
  recent: StoreReading<CustomerHit[]>;
  /** The first of them with these metafields, which is whose values are shown first; null where there is none. */
  sample: { customer: Customer; metafields: string[] } | null;
}

/** More are not asked of the store at once. */
export const MOST_METAFIELDS = 100;

/** Asks both vendors, side by side as far as one answer does not need another. */
export async function readSurroundings(
  { mapping, connection, configuration }: Pick<Services, 'mapping' | 'connection' | 'configuration'>,
  shop: ShopRef,
): Promise<Surroundings> {
  async function ofStore() {
    const [store, recent, stored] = await Promise.all([
      mapping.storeFields(shop),
      mapping.customers(shop, ''),
      configuration.read(shop),
    ]);
    const id = recent.kind === 'read' ? recent.value[0]?.id : undefined;
    const metafields = metafieldsOf(
      Object.keys(stored.fieldMapping).map((source) => ({ source })),
      store.kind === 'read' ? store.value : null,
    );
    const reading = id === undefined ? null : await mapping.customer(shop, id, metafields);
    const customer = reading?.kind === 'read' ? reading.value : null;
    return { store, recent, sample: customer && { customer, metafields } };
  }
  const [attributes, lists, ours] = await Promise.all([
    connection.attributes(shop),
    connection.lists(shop),
    ofStore(),
  ]);
  return { attributes, lists, ...ours };
}

/** The metafields that rules name and those that the store has, as `namespace.key`. */
export function metafieldsOf(rows: readonly { source: string }[], store: StoreFields | null): string[] {
  const named = rows.flatMap(({ source }) => metafieldOf(source) ?? []);
  return [...new Set([...named, ...(store?.metafields.map(({ name }) => name) ?? [])])]
    .sort()
    .slice(0, MOST_METAFIELDS);
}
