import { GraphQLError } from 'graphql';
import { notApproved } from './graphql-access.ts';
import { type PageArguments, plainConnection } from './graphql-connection.ts';
import { customerNode, shopNode } from './graphql-nodes.ts';
import { countCustomers, customerBy, searchCustomers } from './graphql-search.ts';
import type { Shop, StoreCustomer } from './shop.ts';
import type { ShopifyWorld } from './world.ts';

const MOST_IDS = 250;
const MOST_LOOKED_AT = 20_000;
const CATEGORIES: Record<string, string> = {
  date: 'DATE_TIME',
  number_integer: 'NUMBER',
  boolean: 'TRUE_FALSE',
};

/** The queries. `approved` false: Shopify did not allow the app to use protected customer data (facts section 6). */
export function root(world: ShopifyWorld, shop: Shop, approved: boolean) {
  const seen = (customer: StoreCustomer | undefined) => {
    if (!customer) return null;
    return approved ? customerNode(shop, customer) : notApproved();
  };
  const one = ({ id }: { id: string }) => seen(shop.customers.get(id.slice(id.lastIndexOf('/') + 1)));
  const node = ({ id }: { id: string }) => {
    if (/^gid:\/\/shopify\/BulkOperation\//.test(id)) return world.bulk.view(id);
    return /^gid:\/\/shopify\/Customer\//.test(id) ? one({ id }) : null;
  };
  const nodes = ({ ids }: { ids: string[] }) => {
    if (ids.length > MOST_IDS)
      throw new GraphQLError(
        `The input array size of ${ids.length} is greater than the maximum allowed of ${MOST_IDS}.`,
        { extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } },
      );
    return ids.map((id) => node({ id }));
  };
  return {
    shop: () => ({
      ...shopNode(shop),
      customerTags(args: PageArguments) {
        if (!approved) throw notApproved();
        return plainConnection(tagsOf(shop), args);
      },
    }),
    customer: one,
    node,
    nodes,
    customers(args: Parameters<typeof searchCustomers>[1]) {
      if (!approved) throw notApproved();
      return searchCustomers(shop, args);
    },
    customersCount: ({ query, limit }: { query?: string; limit?: number }) =>
      countCustomers(shop, query, limit),
    customerByIdentifier: ({ identifier }: { identifier: Record<string, string> }) =>
      seen(
        customerBy(shop, {
          id: identifier.id ?? null,
          email: identifier.emailAddress ?? null,
          phone: identifier.phoneNumber ?? null,
        }),
      ),
    metafieldDefinitions: (args: PageArguments & { ownerType: string; namespace?: string; key?: string }) =>
      plainConnection(args.ownerType === 'CUSTOMER' ? definitions(shop, args) : [], args),
    currentAppInstallation: () => ({
      id: 'gid://shopify/AppInstallation/1',
      accessScopes: shop.scopes.map((handle) => ({ handle, description: handle })),
    }),
    bulkOperation: ({ id }: { id: string }) => world.bulk.view(id),
    bulkOperations: ({ query, ...page }: PageArguments & { query?: string }) =>
      plainConnection(world.bulk.all(shop, query), page),
    currentBulkOperation: () => world.bulk.all(shop).at(-1) ?? null,
  };
}

/** The tags in use, those of the most customers first. Of a store that makes its customers: those of the first ones. */
function tagsOf(shop: Shop): string[] {
  const counts = new Map<string, number>();
  let seen = 0;
  for (const { tags } of shop.customers.values()) {
    for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    seen += 1;
    if (seen === MOST_LOOKED_AT) break;
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([tag]) => tag);
}

function definitions(shop: Shop, { namespace, key }: { namespace?: string; key?: string }) {
  return shop.metafieldDefinitions
    .filter((each) => (!namespace || each.namespace === namespace) && (!key || each.key === key))
    .map((each, i) => ({
      id: `gid://shopify/MetafieldDefinition/${i + 1}`,
      ...each,
      description: null,
      ownerType: 'CUSTOMER',
      type: {
        name: each.type,
        category: CATEGORIES[each.type] ?? 'TEXT',
        supportsDefinitionMigrations: false,
        supportedValidations: [],
      },
      validations: [],
      metafieldsCount: 0,
    }));
}
