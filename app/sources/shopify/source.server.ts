import type { OptOut } from '../../domain/consent.ts';
import type { Customer } from '../../domain/customer.ts';
import type { CustomerSource, FetchEnding } from '../../ports.ts';
import type { AdminAnswer, AdminApi } from './admin-api.server.ts';
import { bulkExport } from './bulk.server.ts';
import { customerGid, plainId, type ShopifyCustomer, toCustomer } from './customer.ts';
import { lookups } from './lookups.server.ts';
import {
  CUSTOMER_BY_EMAIL,
  changedCustomers,
  customerCost,
  customersByIds,
  SHOP_COUNTRY,
  SHOP_DETAILS,
  UPDATE_EMAIL_CONSENT,
  UPDATE_SMS_CONSENT,
} from './queries.ts';

/** One query may cost 1,000 points and name 250 ids (facts section 5); half of the points leaves air for others. */
const MAX_POINTS = 500;
const MAX_IDS = 250;

/** Shopify as a source: customers are read again by id, a few dozen a call, and opt-outs can be written back. */
export function shopifySource(api: AdminApi): CustomerSource {
  return {
    canFetch: true,

    async fetch(shop, ids, metafields) {
      const size = Math.max(1, Math.min(MAX_IDS, Math.floor(MAX_POINTS / customerCost(metafields))));
      const customers = new Map<string, Customer | null>();
      for (let start = 0; start < ids.length; start += size) {
        const part = ids.slice(start, start + size);
        const cost = part.length * customerCost(metafields);
        const answer = await api.call(
          shop.domain,
          customersByIds(metafields),
          { ids: part.map(customerGid) },
          cost,
        );
        if (answer.kind !== 'data') return refused(answer);
        const nodes = answer.data.nodes as (ShopifyCustomer | null)[];
        part.forEach((id, index) => {
          const node = nodes[index];
          customers.set(id, node?.id ? toCustomer(node, metafields) : null);
        });
      }
      return { kind: 'fetched', customers };
    },

    async changedSince(shop, since, metafields, after) {
      const cost = customerCost(metafields);
      const first = Math.max(1, Math.min(MAX_IDS, Math.floor(MAX_POINTS / cost)));
      // Unquoted, a time would lose everything behind the date (facts section 5).
      const variables = { query: `updated_at:>='${since.toISOString()}'`, first, after };
      const answer = await api.call(shop.domain, changedCustomers(metafields), variables, first * cost);
      if (answer.kind !== 'data') return { kind: 'unread', message: answer.message };
      const { nodes, pageInfo } = answer.data.customers as {
        nodes: ShopifyCustomer[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
      return {
        kind: 'page',
        customers: nodes.map((node) => toCustomer(node, metafields)),
        next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
      };
    },

    async findByEmail(shop, email) {
      const answer = await api.call(shop.domain, CUSTOMER_BY_EMAIL, { email });
      if (answer.kind !== 'data') return { kind: 'unread', message: answer.message };
      const found = answer.data.customerByIdentifier as { id: string } | null;
      return found ? { kind: 'found', id: plainId(found.id) } : { kind: 'absent' };
    },

    ...lookups(api),
    ...bulkExport(api),

    async writeOptOut(shop, customerId, channel, optOut) {
      const consent = {
        marketingState: 'UNSUBSCRIBED',
        marketingOptInLevel: 'UNKNOWN',
        consentUpdatedAt: wholeSeconds(optOut),
      };
      const input =
        channel === 'email'
          ? { customerId: customerGid(customerId), emailMarketingConsent: consent }
          : { customerId: customerGid(customerId), smsMarketingConsent: consent };
      const answer = await api.call(
        shop.domain,
        channel === 'email' ? UPDATE_EMAIL_CONSENT : UPDATE_SMS_CONSENT,
        { input },
      );
      if (answer.kind === 'unavailable') return { kind: 'unavailable', message: answer.message };
      if (answer.kind !== 'data') return { kind: 'refused', message: answer.message };
      const result = Object.values(answer.data)[0] as { userErrors?: { message: string }[] } | null;
      const errors = result?.userErrors ?? [];
      return errors.length === 0
        ? { kind: 'written' }
        : { kind: 'refused', message: errors.map((e) => e.message).join('; ') };
    },
  };
}

export interface ShopDetails {
  name: string;
  timeZone: string;
  currency: string;
  countryCode: string;
}

/** What the mapping needs to know of the store itself: its time zone for dates, its country for phones. */
export async function readShopDetails(api: AdminApi, domain: string): Promise<ShopDetails | null> {
  const answer = await api.call(domain, SHOP_DETAILS, {});
  if (answer.kind !== 'data') return null;
  const shop = answer.data.shop as { name: string; ianaTimezone: string; currencyCode: string };
  const place = await api.call(domain, SHOP_COUNTRY, {});
  const address =
    place.kind === 'data'
      ? (place.data.shop as { shopAddress: { countryCodeV2: string | null } | null }).shopAddress
      : null;
  return {
    name: shop.name,
    timeZone: shop.ianaTimezone,
    currency: shop.currencyCode,
    countryCode: address?.countryCodeV2 ?? '',
  };
}

function refused(answer: Exclude<AdminAnswer, { kind: 'data' }>): FetchEnding {
  if (answer.kind === 'unavailable') return answer;
  if (answer.kind === 'no_access') return answer;
  // A document that the store does not understand heals with a new version of the app: until then everything waits.
  return { kind: 'unavailable', code: 'shopify_invalid_query', message: answer.message, retryInMs: 60_000 };
}

/** Shopify keeps consent times in whole seconds and refuses times in the future. */
function wholeSeconds(optOut: OptOut): string {
  return new Date(Math.floor(Date.parse(optOut.at) / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
}
