/**
 * SQL: rows by hundreds of keys, each by a probe of its own. `keys` is a set-returning call with its columns,
 * `unnest($1::text[]) as k(id)`; `select` finds the rows of one key by an index; the rows are `found`.
 * Without it (`offset 0` keeps the two from being joined in another way) the planner chooses by what it knows of the
 * table. Of one that an import or a comparison has just filled it knows nothing yet, and reads all of it, or joins all
 * with all, for every page.
 */
export function probe(keys: string, select: string): string {
  return `${keys} cross join lateral (${select} offset 0) as found`;
}

/** Customers as keys, of two arrays of texts. */
export const CUSTOMERS = (sources: string, ids: string) =>
  `unnest(${sources}::text[], ${ids}::text[]) as k(source, customer_id)`;

/** The condition of a probe for a customer of a shop: all of the primary key. */
export const OF_CUSTOMER = (shop: string) =>
  `shop_id = ${shop} and source = k.source and customer_id = k.customer_id`;
