import { SOURCES, type Source } from './customer.ts';

/** Sources whose ids stand in Brevo's ext_id as they are: Shopify's are unique, and of custom events the sender decides. */
const PLAIN: readonly Source[] = ['shopify', 'custom'];

/** What a contact's ext_id is: shops of other kinds count from 1, so that theirs say of which kind they are. */
export function extIdOf({ source, customerId }: { source: Source; customerId: string }): string {
  return PLAIN.includes(source) ? customerId : `${source}-${customerId}`;
}

/** The customer whose ext_id this is, seen from a customer of `source`. */
export function ownerOfExtId(extId: string, source: Source): { source: Source; customerId: string } {
  const named = SOURCES.find((name) => !PLAIN.includes(name) && extId.startsWith(`${name}-`));
  if (named) return { source: named, customerId: extId.slice(named.length + 1) };
  return { source: PLAIN.includes(source) ? source : 'shopify', customerId: extId };
}
