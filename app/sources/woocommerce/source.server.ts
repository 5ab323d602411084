import type { Customer } from '../../domain/customer.ts';
import type { CustomerSource, ExportItem, FetchEnding, ShopOfSource } from '../../ports.ts';
import type { PublicFetch } from '../../public-internet/fetch.server.ts';
import type { SourceAccess } from '../connector.ts';
import { eventSource } from '../custom/source.server.ts';
import { PAGE, type Reading, type WooApi, woocommerceApi } from './api.server.ts';
import { isCustomer, toCustomer, type WooCustomer, type WooOptions } from './customer.ts';

export interface WooParts {
  http: PublicFetch;
  /** How the shop's WooCommerce is reached; null: not connected. */
  accessOf(shop: Pick<ShopOfSource, 'id'>): Promise<SourceAccess | null>;
}

/** WooCommerce as a source: customers are read again by id, and the whole shop is read page by page in the order of ids. */
export function woocommerceSource({ http, accessOf }: WooParts): CustomerSource {
  const reach = async (shop: Pick<ShopOfSource, 'id'>) => {
    const access = await accessOf(shop);
    return access && { api: woocommerceApi(http, access), options: access.options as unknown as WooOptions };
  };

  return {
    ...eventSource('woocommerce'),
    canFetch: true,
    connected: async (shop) => (await accessOf(shop)) !== null,

    async fetch(shop, ids, metafields) {
      const reached = await reach(shop);
      if (!reached) return { kind: 'not_connected' };
      const customers = new Map<string, Customer | null>(ids.map((id) => [id, null]));
      const asked = ids.filter((id) => /^\d{1,18}$/.test(id));
      for (let start = 0; start < asked.length; start += PAGE) {
        const found = await reached.api.byIds(asked.slice(start, start + PAGE));
        if (found.kind !== 'read') return troubleOf(found);
        const read = await withFigures(reached.api, found.value, metafields, reached.options);
        if (read.kind !== 'read') return troubleOf(read);
        for (const customer of read.value) customers.set(customer.id, customer);
      }
      return { kind: 'fetched', customers };
    },

    async startExport(shop) {
      const reached = await reach(shop);
      if (!reached) return { kind: 'failed', message: 'WooCommerce is not connected' };
      return { kind: 'started', id: 'woocommerce' };
    },

    /** Nothing has to be prepared: the pages are read when they are wanted. */
    async exportState(shop) {
      const reached = await reach(shop);
      if (!reached) return { kind: 'failed', message: 'WooCommerce is not connected' };
      const first = await reached.api.page(0, 1);
      if (first.kind !== 'read') return { kind: 'unavailable', message: messageOf(first) };
      return { kind: 'ready', url: String(shop.id), total: first.value.total };
    },

    async *readExport(url, metafields, from) {
      const reached = await reach({ id: Number(url) });
      if (!reached) {
        yield { kind: 'broken', message: 'WooCommerce is not connected any more' };
        return;
      }
      for await (const page of pagesAfter(reached.api, from)) {
        if (page.kind !== 'read') {
          yield { kind: 'broken', message: messageOf(page) };
          return;
        }
        const read = await withFigures(reached.api, page.value, metafields, reached.options);
        if (read.kind !== 'read') {
          yield { kind: 'broken', message: messageOf(read) };
          return;
        }
        for (const customer of read.value)
          yield { kind: 'customer', customer, end: Number(customer.id) } satisfies ExportItem;
      }
    },
  };
}

/**
 * All users with an id above `after`, in order. The API pages by position, and a customer who is deleted meanwhile moves
 * everybody behind them one place to the front. So each page begins with the last user of the page before: when that
 * one is not where it was, its place is looked for again.
 */
async function* pagesAfter(api: WooApi, after: number): AsyncGenerator<Reading<WooCustomer[]>> {
  let last = after;
  let next = 0;
  if (last > 0) {
    const place = await placeAfter(api, last);
    if (place.kind !== 'read') return yield place;
    next = place.value;
  }
  for (;;) {
    const offset = Math.max(0, next - 1);
    const page = await api.page(offset, PAGE);
    if (page.kind !== 'read') return yield page;
    const { customers } = page.value;
    const [first] = customers;
    if (offset > 0 && last > 0 && (!first || first.id > last)) {
      const place = await placeAfter(api, last);
      if (place.kind !== 'read') return yield place;
      // Nobody below was deleted: it is the end.
      if (!first && place.value >= next) return;
      next = place.value;
      continue;
    }
    const fresh = customers.filter(({ id }) => id > last);
    if (fresh.length === 0) return;
    last = fresh.at(-1)?.id as number;
    next = offset + customers.length;
    yield { kind: 'read', value: fresh };
  }
}

/** The position of the first user with an id above `id`, by halving. */
async function placeAfter(api: WooApi, id: number): Promise<Reading<number>> {
  const whole = await api.page(0, 1);
  if (whole.kind !== 'read') return whole;
  let low = 0;
  let high = whole.value.total;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const page = await api.page(middle, 1);
    if (page.kind !== 'read') return page;
    const [found] = page.value.customers;
    if (found && found.id <= id) low = middle + 1;
    else high = middle;
  }
  return { kind: 'read', value: low };
}

async function withFigures(
  api: WooApi,
  users: WooCustomer[],
  metafields: string[],
  options: WooOptions,
): Promise<Reading<Customer[]>> {
  const customers = users.filter((user) => isCustomer(user, options));
  const figures = await api.figures(customers.map(({ id }) => String(id)));
  if (figures.kind !== 'read') return figures;
  const whole = customers.map((woo) =>
    toCustomer(woo, figures.value.get(String(woo.id)), metafields, options),
  );
  return { kind: 'read', value: whole };
}

function troubleOf(answer: Exclude<Reading<unknown>, { kind: 'read' }>): FetchEnding {
  if (answer.kind === 'unavailable') return answer;
  if (answer.kind === 'denied') return { kind: 'no_access', message: answer.message };
  return { kind: 'unavailable', code: 'shop_no_api', message: messageOf(answer), retryInMs: 60_000 };
}

function messageOf(answer: Exclude<Reading<unknown>, { kind: 'read' }>): string {
  return answer.kind === 'not_found' ? 'The REST API of WooCommerce is not at this address' : answer.message;
}
