import type { StoreReading } from '../../mapping-service.ts';
import type { CustomerSource } from '../../ports.ts';
import type { AdminAnswer, AdminApi } from './admin-api.server.ts';
import { plainId } from './customer.ts';
import { SEARCH_CUSTOMERS, STORE_FIELDS } from './queries.ts';
import { searchQuery } from './search-query.ts';

interface Definition {
  namespace: string;
  key: string;
  name: string;
  type: { name: string };
}

interface Found {
  id: string;
  displayName: string;
  defaultEmailAddress: { emailAddress: string } | null;
}

/** Points of the two pages of 250 that are asked for. */
const FIELDS_COST = 60;
const SEARCH_COST = 15;

/** What the mapping screen asks the store for: its own fields, and customers to look at. */
export function lookups(api: AdminApi): Required<Pick<CustomerSource, 'storeFields' | 'search'>> {
  return {
    async storeFields(shop) {
      const answer = await api.call(shop.domain, STORE_FIELDS, {}, FIELDS_COST);
      if (answer.kind !== 'data') return refused(answer);
      const { nodes } = answer.data.metafieldDefinitions as { nodes: Definition[] };
      const tags = (answer.data.shop as { customerTags: { nodes: string[] } }).customerTags.nodes;
      const metafields = nodes.map(({ namespace, key, name, type }) => ({
        name: `${namespace}.${key}`,
        type: type.name,
        label: name,
      }));
      return { kind: 'read', value: { metafields, tags } };
    },

    async search(shop, words) {
      const variables = { query: searchQuery(words) };
      const answer = await api.call(shop.domain, SEARCH_CUSTOMERS, variables, SEARCH_COST);
      if (answer.kind !== 'data') return refused(answer);
      const { nodes } = answer.data.customers as { nodes: Found[] };
      const hits = nodes.map(({ id, displayName, defaultEmailAddress }) => ({
        id: plainId(id),
        name: displayName,
        email: defaultEmailAddress?.emailAddress ?? null,
      }));
      return { kind: 'read', value: hits };
    },
  };
}

function refused<T>(answer: Exclude<AdminAnswer, { kind: 'data' }>): StoreReading<T> {
  const { message } = answer;
  return answer.kind === 'no_access' ? { kind: 'no_access', message } : { kind: 'unavailable', message };
}
