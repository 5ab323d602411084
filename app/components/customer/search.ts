import type { EmailSearch } from '../../customer-view.ts';
import type { Services, ShopRef } from '../../services.ts';
import { readCustomerId } from '../activity/query.ts';

export interface CustomerHit {
  customer: string;
  /** null where the search does not know it. */
  name: string | null;
  email: string | null;
}

export interface CustomerSearch {
  hits: CustomerHit[];
  /** A contact in Brevo with the address that was searched for. */
  contact: EmailSearch['contact'];
  /** Sides that could not be asked, in words. */
  unread: string[];
}

/**
 * Finds customers by an id, an address of the admin, an e-mail address, or whatever the store finds words in; without
 * words those who changed last.
 */
export async function searchCustomers(
  services: Services,
  shop: ShopRef,
  words: string,
): Promise<CustomerSearch> {
  if (words.includes('@')) {
    const ending = await services.customers.findByEmail(shop, words);
    if (ending.kind === 'searched' && (ending.found.customers.length > 0 || ending.found.contact !== null)) {
      const { customers, contact, unread } = ending.found;
      const hits = customers.map(({ customer }) => ({ customer, name: null, email: words }));
      return { hits, contact, unread };
    }
  }
  const id = readCustomerId(words);
  if (id !== null && /^\d+$|^\w+-\d+$/.test(id)) return found([{ customer: id, name: null, email: null }]);
  const reading = await services.mapping.customers(shop, words);
  if (reading.kind !== 'read') return { ...found([]), unread: [reading.message] };
  return found(reading.value.map((hit) => ({ customer: hit.id, name: hit.name, email: hit.email })));
}

function found(hits: CustomerHit[]): CustomerSearch {
  return { hits, contact: null, unread: [] };
}
