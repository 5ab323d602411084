import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  buildClientSchema,
  execute,
  type GraphQLSchema,
  type IntrospectionQuery,
  parse,
  validate,
} from 'graphql';
import { costOf } from './graphql-cost.ts';
import { mutations } from './graphql-mutations.ts';
import { customerNode, shopNode } from './graphql-nodes.ts';
import { searchCustomers } from './graphql-search.ts';
import type { Shop } from './shop.ts';
import type { ShopifyWorld } from './world.ts';

let schema: GraphQLSchema | undefined;

/** The real Admin schema, 2026-10, from the introspection that @shopify/dev-mcp ships. Built once a process. */
export function adminSchema(): GraphQLSchema {
  if (!schema) {
    const file = new URL(
      '../../node_modules/@shopify/dev-mcp/dist/data/admin_2026-10.json.gz',
      import.meta.url,
    );
    const { data } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as {
      data: IntrospectionQuery;
    };
    schema = buildClientSchema(data);
  }
  return schema;
}

export interface GraphqlReply {
  data?: unknown;
  errors?: unknown[];
  extensions?: unknown;
}

/** Executes a document of the app against the real schema over the in-memory store. */
export async function answerGraphql(
  world: ShopifyWorld,
  shop: Shop,
  query: string,
  variables: Record<string, unknown>,
): Promise<GraphqlReply> {
  let document: ReturnType<typeof parse>;
  try {
    document = parse(query);
  } catch (error) {
    return { errors: [{ message: (error as Error).message }] };
  }
  const faults = validate(adminSchema(), document);
  if (faults.length > 0)
    return {
      errors: faults.map((fault) => ({ message: fault.message, extensions: { code: 'undefinedField' } })),
    };
  const requested = costOf(document, variables);
  if (requested > 1_000)
    return {
      errors: [
        {
          message: `Query cost is ${requested}, which exceeds the single query max cost limit (1000).`,
          extensions: { code: 'MAX_COST_EXCEEDED' },
        },
      ],
    };
  const bucket = world.buckets.take(shop.domain, requested);
  const cost = {
    requestedQueryCost: requested,
    actualQueryCost: bucket.allowed ? requested : null,
    throttleStatus: bucket.status,
  };
  if (!bucket.allowed)
    return { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: { cost } };
  const result = await execute({
    schema: adminSchema(),
    document,
    variableValues: variables,
    rootValue: root(world, shop),
  });
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors
      ? { errors: result.errors.map((e) => ({ message: e.message, path: e.path, extensions: e.extensions })) }
      : {}),
    extensions: { cost },
  };
}

function root(world: ShopifyWorld, shop: Shop) {
  const one = (id: string) => {
    const customer = shop.customers.get(id.slice(id.lastIndexOf('/') + 1));
    return customer ? customerNode(shop, customer) : null;
  };
  return {
    shop: () => shopNode(shop),
    customer: ({ id }: { id: string }) => one(id),
    node: ({ id }: { id: string }) => one(id),
    nodes({ ids }: { ids: string[] }) {
      if (ids.length > 250)
        throw new Error(`The input array size of ${ids.length} is greater than the maximum allowed of 250.`);
      return ids.map(one);
    },
    customers: (args: { first?: number; after?: string; query?: string; reverse?: boolean }) =>
      searchCustomers(shop, args),
    customersCount: ({ query }: { query?: string }) => ({
      count: searchCustomers(shop, { first: 250, ...(query ? { query } : {}) }).total,
      precision: 'EXACT',
    }),
    metafieldDefinitions: () => ({
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    }),
    currentAppInstallation: () => ({
      id: 'gid://shopify/AppInstallation/1',
      accessScopes: shop.scopes.map((handle) => ({ handle, description: handle })),
    }),
    bulkOperation: ({ id }: { id: string }) => world.bulk.view(id),
    bulkOperations: () => ({
      nodes: world.bulk.all(shop),
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    }),
    currentBulkOperation: () => world.bulk.all(shop).at(-1) ?? null,
    ...mutations(world, shop),
  };
}
