import { randomBytes } from 'node:crypto';
import type { PublicFetch } from '../../public-internet/fetch.server.ts';
import type { SourceAccess } from '../connector.ts';
import { callShop, type ShopAnswer } from '../shop-api.server.ts';
import type { MagentoCustomer, MagentoOrder } from './customer.ts';
import { authorizationOf } from './oauth.ts';

export type Reading<T> = { kind: 'read'; value: T } | Exclude<ShopAnswer, { kind: 'ok' }>;

export interface Filter {
  field: string;
  value: string;
  condition: 'eq' | 'neq' | 'gt' | 'gteq' | 'in';
}

export interface Search {
  /** All of them must hold. */
  filters: Filter[];
  size: number;
  /** What is sorted by, ascending; `-` in front: descending. */
  sort: string;
  /** Magento's partial answers: items[id],total_count */
  fields?: string;
  timeoutMs?: number;
}

/** Magento's REST API, as far as customers are concerned, with the keys of an integration. */
export interface MagentoApi {
  customers(search: Search): Promise<Reading<{ items: MagentoCustomer[]; total: number }>>;
  orders(search: Search): Promise<Reading<{ items: MagentoOrder[]; total: number }>>;
  /** The names of the customer groups by id; null where the integration may not see them. */
  groups(): Promise<Reading<Map<number, string> | null>>;
  /** All that a search finds, in pages by id: a position would shift with every deletion. */
  pages<T extends { id?: number; entity_id?: number }>(
    search: (search: Search) => Promise<Reading<{ items: T[]; total: number }>>,
    filters: Filter[],
    more: Pick<Search, 'size' | 'fields'> & { after?: number },
  ): AsyncGenerator<Reading<T[]>>;
}

export function magentoApi(http: PublicFetch, access: SourceAccess): MagentoApi {
  const authorization = authorizer(access.credentials);

  async function search<T>(path: string, wanted: Search): Promise<Reading<{ items: T[]; total: number }>> {
    const url = `${access.url}/rest/V1${path}?${criteria(wanted)}`;
    const answer = await callShop(http, {
      url,
      headers: { authorization: authorization(url) },
      ...(wanted.timeoutMs === undefined ? {} : { timeoutMs: wanted.timeoutMs }),
    });
    if (answer.kind !== 'ok') return answer;
    const body = answer.body as { items?: T[] | null; total_count?: number } | null;
    if (typeof body?.total_count !== 'number')
      return { kind: 'denied', status: 200, message: 'What answers at this address is not Magento' };
    return { kind: 'read', value: { items: body.items ?? [], total: body.total_count } };
  }

  return {
    customers: (wanted) => search<MagentoCustomer>('/customers/search', wanted),
    orders: (wanted) => search<MagentoOrder>('/orders', wanted),
    async groups() {
      const wanted: Search = { filters: [], size: 500, sort: 'customer_group_id' };
      const answer = await search<{ id: number; code: string }>('/customerGroups/search', wanted);
      if (answer.kind === 'unavailable') return answer;
      if (answer.kind !== 'read') return { kind: 'read', value: null };
      return { kind: 'read', value: new Map(answer.value.items.map(({ id, code }) => [id, code])) };
    },
    async *pages(find, filters, { size, fields, after = 0 }) {
      for (let last = after; ; ) {
        const beyond: Filter = { field: 'entity_id', value: String(last), condition: 'gt' };
        const page = await find({
          filters: [...filters, beyond],
          size,
          sort: 'entity_id',
          ...(fields === undefined ? {} : { fields }),
        });
        if (page.kind !== 'read') return yield page;
        const { items } = page.value;
        if (items.length > 0) yield { kind: 'read', value: items };
        if (items.length < size) return;
        const end = items.at(-1);
        last = Number(end?.id ?? end?.entity_id);
      }
    },
  };
}

/** Signed where we have all four keys; else the token alone, which a Magento allows only where it was told to. */
function authorizer(credentials: Record<string, string>): (url: string) => string {
  const { token = '', consumerKey, consumerSecret, tokenSecret } = credentials;
  if (!consumerKey || !consumerSecret || !tokenSecret) return () => `Bearer ${token}`;
  const keys = { consumerKey, consumerSecret, token, tokenSecret };
  return (url) =>
    authorizationOf({ method: 'GET', url }, keys, {
      nonce: randomBytes(16).toString('hex'),
      timestamp: Math.floor(Date.now() / 1_000),
    });
}

/** As a query. Magento takes a plus sign for one when it checks a signature, so blanks are written %20. */
function criteria({ filters, size, sort, fields }: Search): string {
  const query = new URLSearchParams();
  filters.forEach(({ field, value, condition }, index) => {
    const at = `searchCriteria[filter_groups][${index}][filters][0]`;
    query.set(`${at}[field]`, field);
    query.set(`${at}[value]`, value);
    query.set(`${at}[condition_type]`, condition);
  });
  query.set('searchCriteria[sortOrders][0][field]', sort.replace(/^-/, ''));
  query.set('searchCriteria[sortOrders][0][direction]', sort.startsWith('-') ? 'DESC' : 'ASC');
  query.set('searchCriteria[pageSize]', String(size));
  query.set('searchCriteria[currentPage]', '1');
  if (fields) query.set('fields', fields);
  return query.toString().replaceAll('+', '%20');
}
