import type { Shop } from './shop.ts';
import { type StoreCustomer, spent } from './store-customer.ts';

const PAGE_SIZE = 25;
/** The metafield in which this store keeps a customer's tier. */
export const TIER = 'custom.customer_tier';

/** A customer as the admin's page shows it. */
export function customerView(shop: Shop, customer: StoreCustomer) {
  return {
    id: customer.id,
    firstName: customer.firstName,
    lastName: customer.lastName,
    email: customer.email,
    phone: customer.phone,
    note: customer.note,
    locale: customer.locale,
    state: customer.state,
    tags: customer.tags,
    tier: customer.metafields[TIER]?.value ?? null,
    address: customer.address,
    emailState: customer.emailConsent.state,
    smsState: customer.smsConsent.state,
    orders: customer.orders.length,
    spent: spent(customer),
    currency: shop.currency,
    lastOrderAt: customer.orders.at(-1)?.processedAt ?? null,
    updatedAt: customer.updatedAt,
  };
}

/** One page of the store's customers, the newest first; `search` looks in names, addresses, phones and tags. */
export function listCustomers(shop: Shop, query: URLSearchParams) {
  const words = (query.get('search') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...(words.length > 0 ? idsWith(shop, words) : shop.customers.keys())].reverse();
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(pages, Math.max(1, Number(query.get('page')) || 1));
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return {
    total: found.length,
    page,
    pages,
    customers: shown.flatMap((id) => {
      const customer = shop.customers.get(id);
      return customer ? [customerView(shop, customer)] : [];
    }),
  };
}

function* idsWith(shop: Shop, words: string[]): Generator<string> {
  for (const { firstName, lastName, email, phone, tags, id } of shop.customers.values()) {
    const text = [firstName, lastName, email, phone, id, ...tags].join(' ').toLowerCase();
    if (words.every((word) => text.includes(word))) yield id;
  }
}
