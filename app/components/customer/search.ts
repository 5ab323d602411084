import type { EmailSearch } from '../../customer-view.ts';
import type { Services, ShopRef } from '../../services.ts';
import { readCustomerId } from '../activity-query.ts';

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

const RECENT = 50;
const SHOWN = 10;

/** Finds customers by an id, an address of the admin, or an e-mail address; without words those who were synced last. */
export async function searchCustomers(
  services: Services,
  shop: ShopRef,
  words: string,
): Promise<CustomerSearch> {
  if (words === '') return found(await recent(services, shop));
  if (words.includes('@')) {
    const ending = await services.customers.findByEmail(shop, words);
    if (ending.kind === 'invalid') return found([]);
    const { customers, contact, unread } = ending.found;
    const hits = customers.map(({ customer }) => ({ customer, name: null, email: words }));
    return { hits, contact, unread };
  }
  const id = readCustomerId(words);
  return found(id !== null && /\d/.test(id) ? [{ customer: id, name: null, email: null }] : []);
}

async function recent(services: Services, shop: ShopRef): Promise<CustomerHit[]> {
  const { entries } = await services.monitor.log(shop, { limit: RECENT });
  const ids = [...new Set(entries.map((entry) => entry.customer))].slice(0, SHOWN);
  return ids.map((customer) => ({ customer, name: null, email: null }));
}

function found(hits: CustomerHit[]): CustomerSearch {
  return { hits, contact: null, unread: [] };
}
