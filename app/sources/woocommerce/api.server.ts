import type { PublicFetch } from '../../public-internet/fetch.server.ts';
import type { SourceAccess } from '../connector.ts';
import { callShop, type ShopAnswer, type ShopCall } from '../shop-api.server.ts';
import type { WooCustomer, WooFigures } from './customer.ts';

/** Largest page of the REST API. */
export const PAGE = 100;

/** WooCommerce's REST API, as far as customers are concerned; keys go as Basic authentication, which needs https. */
export interface WooApi {
  /** These customers, whatever role they have; who is not there is missing in the answer. */
  byIds(ids: string[]): Promise<Reading<WooCustomer[]>>;
  /** Customers in the order of their ids, from a position on, and how many there are. */
  page(offset: number, size: number): Promise<Reading<{ customers: WooCustomer[]; total: number }>>;
  /** Order figures by user id; who has none is missing in the answer. */
  figures(ids: string[]): Promise<Reading<Map<string, WooFigures>>>;
  call(path: string, call?: Pick<ShopCall, 'method' | 'body' | 'timeoutMs'>): Promise<ShopAnswer>;
}

export type Reading<T> = { kind: 'read'; value: T } | Exclude<ShopAnswer, { kind: 'ok' }>;

export function woocommerceApi(http: PublicFetch, access: SourceAccess): WooApi {
  const { key = '', secret = '' } = access.credentials;
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const call: WooApi['call'] = (path, more = {}) =>
    callShop(http, { url: `${access.url}/wp-json${path}`, headers: { authorization }, ...more });

  /** The report of the analytics; where it is turned off or too old to filter, the figures of the second API version. */
  async function figures(ids: string[]): Promise<Reading<Map<string, WooFigures>>> {
    if (ids.length === 0) return { kind: 'read', value: new Map() };
    const answer = await call(`/wc-analytics/reports/customers?users=${ids.join(',')}&per_page=${PAGE}`);
    if (answer.kind === 'unavailable') return answer;
    if (answer.kind === 'ok') {
      const rows = rowsOf(answer.body) as ReportRow[];
      if (rows.every((row) => ids.includes(String(row.user_id))))
        return { kind: 'read', value: new Map(rows.map((row) => [String(row.user_id), ofReport(row)])) };
    }
    const older = await call(`/wc/v2/customers?include=${ids.join(',')}&role=all&per_page=${PAGE}`);
    if (older.kind === 'unavailable' || older.kind === 'denied') return older;
    const rows = older.kind === 'ok' ? (rowsOf(older.body) as OlderRow[]) : [];
    return { kind: 'read', value: new Map(rows.map((row) => [String(row.id), ofOlder(row)])) };
  }

  return {
    call,
    figures,
    async byIds(ids) {
      const answer = await call(`/wc/v3/customers?include=${ids.join(',')}&role=all&per_page=${PAGE}`);
      return answer.kind === 'ok' ? { kind: 'read', value: rowsOf(answer.body) as WooCustomer[] } : answer;
    },
    async page(offset, size) {
      const answer = await call(
        `/wc/v3/customers?role=all&orderby=id&order=asc&per_page=${size}&offset=${offset}`,
      );
      if (answer.kind !== 'ok') return answer;
      const customers = rowsOf(answer.body) as WooCustomer[];
      return { kind: 'read', value: { customers, total: Number(answer.headers['x-wp-total'] ?? 0) } };
    },
  };
}

interface ReportRow {
  user_id: number;
  orders_count: number;
  total_spend: number;
}

interface OlderRow {
  id: number;
  orders_count?: number;
  total_spent?: string;
}

const ofReport = ({ orders_count, total_spend }: ReportRow): WooFigures => ({
  orders: Number(orders_count),
  // A sum of floats that PHP made: what is beyond any currency's smallest part is none of the customer's money.
  spent: String(Math.round(Number(total_spend) * 10_000) / 10_000),
});

const ofOlder = ({ orders_count, total_spent }: OlderRow): WooFigures => ({
  orders: Number(orders_count ?? 0),
  spent: String(total_spent ?? '0'),
});

function rowsOf(body: unknown): unknown[] {
  return Array.isArray(body) ? body : [];
}
