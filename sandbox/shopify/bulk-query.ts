import {
  type DocumentNode,
  type FieldNode,
  getArgumentValues,
  getNamedType,
  isObjectType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { adminSchema } from './graphql.ts';

const MOST_CONNECTIONS = 5;
const MOST_LEVELS = 2;

export type BulkQuery =
  | { kind: 'invalid'; message: string }
  | { kind: 'customers'; document: DocumentNode; answeredAs: string; search: string };

/** What a bulk operation may ask (facts section 5). The sandbox's store has nothing but customers to be listed. */
export function readBulkQuery(query: string): BulkQuery {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return invalid((error as Error).message);
  }
  const [fault] = validate(adminSchema(), document);
  if (fault) return invalid(fault.message);
  const operations = document.definitions.filter((d) => d.kind === 'OperationDefinition');
  const [operation] = operations;
  if (!operation || operations.length > 1 || operation.operation !== 'query')
    return invalid('A bulk operation is exactly one query');
  const { connections, levels } = shapeOf(document);
  if (connections === 0) return invalid('Bulk queries must contain at least one connection.');
  if (connections > MOST_CONNECTIONS)
    return invalid(`Bulk queries cannot contain more than ${MOST_CONNECTIONS} connections.`);
  if (levels > MOST_LEVELS + 1)
    return invalid(
      `Bulk queries cannot contain connections with a nesting depth greater than ${MOST_LEVELS}.`,
    );
  const fields = operation.selectionSet.selections.filter((s): s is FieldNode => s.kind === 'Field');
  if (fields.some(({ name }) => name.value === 'node' || name.value === 'nodes'))
    return invalid('Bulk queries cannot contain a top level `node` or `nodes` field.');
  const field = fields.find(({ name }) => name.value === 'customers');
  const root = adminSchema().getQueryType();
  if (!field || fields.length > 1 || !root) return invalid('The sandbox has bulk queries for customers only');
  const args = getArgumentValues(root.getFields().customers!, field) as { query?: string | null };
  const answeredAs = field.alias?.value ?? 'customers';
  return { kind: 'customers', document, answeredAs, search: args.query ?? '' };
}

function invalid(message: string): BulkQuery {
  return { kind: 'invalid', message };
}

/** How many connections a query has, and how many of them lie within each other. */
function shapeOf(document: DocumentNode): { connections: number; levels: number } {
  const types = new TypeInfo(adminSchema());
  let [connections, depth, levels] = [0, 0, 0];
  const isConnection = () => {
    const type = getNamedType(types.getType());
    return isObjectType(type) && type.name.endsWith('Connection');
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter() {
          if (!isConnection()) return;
          connections += 1;
          depth += 1;
          levels = Math.max(levels, depth);
        },
        leave() {
          if (isConnection()) depth -= 1;
        },
      },
    }),
  );
  return { connections, levels };
}
