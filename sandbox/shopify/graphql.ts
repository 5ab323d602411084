import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  buildClientSchema,
  type DocumentNode,
  execute,
  type GraphQLSchema,
  type IntrospectionQuery,
  parse,
  validate,
} from 'graphql';
import { scopedResolver } from './graphql-access.ts';
import { Cost } from './graphql-cost.ts';
import { mutations } from './graphql-mutations.ts';
import { root } from './graphql-root.ts';
import type { Shop } from './shop.ts';
import type { ShopifyWorld } from './world.ts';

/** One query may ask for so many points. */
const MOST_POINTS = 1_000;
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

export interface GraphqlQuestion {
  query: string;
  variables?: Record<string, unknown> | null;
  operationName?: string | null;
}

/** Documents that are valid; an app asks with the same few again and again, and validating takes longer than answering. */
const valid = new Map<string, DocumentNode>();
const MOST_VALID = 200;

function readDocument(text: string): { document: DocumentNode } | { errors: unknown[] } {
  const known = valid.get(text);
  if (known) return { document: known };
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    return { errors: [{ message: (error as Error).message }] };
  }
  const faults = validate(adminSchema(), document);
  if (faults.length > 0)
    return {
      errors: faults.map((fault) => ({ message: fault.message, extensions: { code: 'undefinedField' } })),
    };
  if (valid.size >= MOST_VALID) valid.clear();
  valid.set(text, document);
  return { document };
}

/** Executes a document of the app against the real schema over the in-memory store. */
export async function answerGraphql(
  world: ShopifyWorld,
  shop: Shop,
  question: GraphqlQuestion,
  { approved = true }: { approved?: boolean } = {},
): Promise<GraphqlReply> {
  const variables = question.variables ?? {};
  const read = readDocument(question.query);
  if ('errors' in read) return read;
  const { document } = read;
  const reckoning = new Cost(adminSchema(), document, variables, question.operationName ?? undefined);
  const requested = reckoning.requested();
  if (requested > MOST_POINTS) return tooCostly(requested);
  const bucket = world.buckets.take(shop.domain, requested);
  const cost = (actual: number | null, throttleStatus: unknown) => ({
    cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus },
  });
  if (!bucket.allowed)
    return {
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
      extensions: cost(null, bucket.status),
    };
  const { data, errors } = await execute({
    schema: adminSchema(),
    document,
    variableValues: variables,
    operationName: question.operationName ?? null,
    rootValue: { ...root(world, shop, approved), ...mutations(world, shop) },
    fieldResolver: scopedResolver(shop.scopes),
  });
  const actual = reckoning.actual(data);
  const status = world.buckets.giveBack(shop.domain, Math.max(0, requested - actual));
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors
      ? { errors: errors.map((e) => ({ message: e.message, path: e.path, extensions: e.extensions })) }
      : {}),
    extensions: cost(actual, status),
  };
}

function tooCostly(requested: number): GraphqlReply {
  const message = `Query cost is ${requested}, which exceeds the single query max cost limit (${MOST_POINTS}).`;
  return {
    errors: [{ message, extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: MOST_POINTS } }],
  };
}
