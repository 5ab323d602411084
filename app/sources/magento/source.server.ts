import type { Customer } from '../../domain/customer.ts';
import type { CustomerSource, ExportItem, FetchEnding, ShopOfSource } from '../../ports.ts';
import type { PublicFetch } from '../../public-internet/fetch.server.ts';
import type { SourceAccess } from '../connector.ts';
import { eventSource } from '../custom/source.server.ts';
import { type MagentoApi, magentoApi, type Reading } from './api.server.ts';
import { figuresOf, GROUP, type MagentoCustomer, type MagentoOrder, toCustomer } from './customer.ts';
import { pollMagento } from './poll.server.ts';

export interface MagentoParts {
  http: PublicFetch;
  /** How the shop's Magento is reached; null: not connected. */
  accessOf(shop: Pick<ShopOfSource, 'id'>): Promise<SourceAccess | null>;
}

const PAGE = 100;
const ORDERS = 500;
const IDS = 1_000;
const ORDER_FIELDS =
  'items[entity_id,increment_id,customer_id,state,base_grand_total,base_total_refunded,base_currency_code,created_at],total_count';

/**
 * Magento as a source. A stock Magento tells nobody of changes, so it is polled (poll.server.ts); customers are read
 * again by id, and the whole shop by pages in the order of ids.
 */
export function magentoSource({ http, accessOf }: MagentoParts): CustomerSource {
  const reach = async (shop: Pick<ShopOfSource, 'id'>) => {
    const access = await accessOf(shop);
    return access && { api: magentoApi(http, access), currency: String(access.options.currency ?? '') };
  };

  return {
    ...eventSource('magento'),
    canFetch: true,
    connected: async (shop) => (await accessOf(shop)) !== null,

    async fetch(shop, ids, metafields) {
      const reached = await reach(shop);
      if (!reached) return { kind: 'not_connected' };
      const customers = new Map<string, Customer | null>(ids.map((id) => [id, null]));
      const asked = ids.filter((id) => /^\d{1,15}$/.test(id));
      for (let start = 0; start < asked.length; start += PAGE) {
        const part = asked.slice(start, start + PAGE).join(',');
        const found = await reached.api.customers({
          filters: [{ field: 'entity_id', value: part, condition: 'in' }],
          size: PAGE,
          sort: 'entity_id',
        });
        if (found.kind !== 'read') return troubleOf(found);
        const read = await whole(reached, found.value.items, metafields);
        if (read.kind !== 'read') return troubleOf(read);
        for (const customer of read.value) customers.set(customer.id, customer);
      }
      return { kind: 'fetched', customers };
    },

    async startExport(shop) {
      return (await accessOf(shop))
        ? { kind: 'started', id: 'magento' }
        : { kind: 'failed', message: 'Magento is not connected' };
    },

    /** Nothing has to be prepared: the pages are read when they are wanted. */
    async exportState(shop) {
      const reached = await reach(shop);
      if (!reached) return { kind: 'failed', message: 'Magento is not connected' };
      const first = await reached.api.customers({ filters: [], size: 1, sort: 'entity_id' });
      if (first.kind !== 'read') return { kind: 'unavailable', message: messageOf(first) };
      return { kind: 'ready', url: String(shop.id), total: first.value.total };
    },

    async *readExport(url, metafields, from) {
      const reached = await reach({ id: Number(url) });
      if (!reached) {
        yield { kind: 'broken', message: 'Magento is not connected any more' };
        return;
      }
      const { api } = reached;
      for await (const page of api.pages(api.customers, [], { size: PAGE, after: from })) {
        const read = page.kind === 'read' ? await whole(reached, page.value, metafields) : page;
        if (read.kind !== 'read') {
          yield { kind: 'broken', message: messageOf(read) };
          return;
        }
        for (const customer of read.value)
          yield { kind: 'customer', customer, end: Number(customer.id) } satisfies ExportItem;
      }
    },

    async *poll(shop, cursor, now) {
      const reached = await reach(shop);
      if (!reached) return;
      yield* pollMagento(reached.api, cursor, now);
    },

    async *allIds(shop) {
      const reached = await reach(shop);
      if (!reached) return;
      const { api } = reached;
      for await (const page of api.pages(api.customers, [], { size: IDS, fields: 'items[id],total_count' }))
        yield page.kind === 'read'
          ? { kind: 'ids', ids: page.value.map(({ id }) => String(id)) }
          : { kind: 'trouble', access: page.kind !== 'denied', message: messageOf(page) };
    },
  };
}

/** The customers with what their orders come to and the names of their groups: a search for each for all of them. */
async function whole(
  { api, currency }: { api: MagentoApi; currency: string },
  customers: MagentoCustomer[],
  metafields: string[],
): Promise<Reading<Customer[]>> {
  const orders: MagentoOrder[] = [];
  if (customers.length > 0) {
    const ids = customers.map(({ id }) => id).join(',');
    const filters = [{ field: 'customer_id', value: ids, condition: 'in' as const }];
    for await (const page of api.pages(api.orders, filters, { size: ORDERS, fields: ORDER_FIELDS })) {
      if (page.kind !== 'read') return page;
      orders.push(...page.value);
    }
  }
  const asked = customers.length > 0 && metafields.includes(GROUP);
  const groups: Reading<Map<number, string> | null> = asked
    ? await api.groups()
    : { kind: 'read', value: null };
  if (groups.kind !== 'read') return groups;
  const figures = figuresOf(orders);
  const value = customers.map((each) =>
    toCustomer(each, figures.get(each.id), metafields, currency, groups.value),
  );
  return { kind: 'read', value };
}

function troubleOf(answer: Exclude<Reading<unknown>, { kind: 'read' }>): FetchEnding {
  if (answer.kind === 'unavailable') return answer;
  if (answer.kind === 'denied') return { kind: 'no_access', message: answer.message };
  return { kind: 'unavailable', code: 'shop_no_api', message: messageOf(answer), retryInMs: 60_000 };
}

function messageOf(answer: Exclude<Reading<unknown>, { kind: 'read' }>): string {
  return answer.kind === 'not_found' ? 'The REST API of Magento is not at this address' : answer.message;
}
