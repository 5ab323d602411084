import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

const MUTATION = 10;

/** Reckons an operation by Shopify's rules (facts section 5): what it may cost, and what its answer did cost. */
export class Cost {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode | undefined;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #variables: Record<string, unknown>;

  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Record<string, unknown>,
    operationName?: string,
  ) {
    this.#schema = schema;
    const operations = document.definitions.filter((d) => d.kind === 'OperationDefinition');
    this.#operation = operations.find((o) => o.name?.value === operationName) ?? operations[0];
    for (const definition of document.definitions)
      if (definition.kind === 'FragmentDefinition') this.#fragments.set(definition.name.value, definition);
    const defaults = (this.#operation?.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === 'IntValue' ? [[variable.name.value, Number(defaultValue.value)] as const] : [],
    );
    this.#variables = { ...Object.fromEntries(defaults), ...variables };
  }

  /** Objects 1, scalars 0, connections times their size, a list of ids times its length, mutations 10. */
  requested(): number {
    return this.#total(undefined);
  }

  /** The same for what was really answered; the difference is given back. */
  actual(data: unknown): number {
    return this.#total(data ?? {});
  }

  #total(data: unknown): number {
    const operation = this.#operation;
    if (!operation) return 1;
    if (operation.operation === 'mutation') return MUTATION;
    const root = this.#schema.getRootType(operation.operation);
    return Math.max(1, Math.ceil(root ? this.#selections(root, operation.selectionSet, data) : 0));
  }

  /** `data` undefined: not answered yet, so sizes are those that were asked for. */
  #selections(type: GraphQLNamedType, set: SelectionSetNode, data: unknown): number {
    let own = 0;
    /** Of an interface or union the costliest selection counts. */
    const branches = new Map<string, number>();
    for (const selection of set.selections) {
      if (selection.kind === 'Field') {
        own += this.#field(type, selection, data);
        continue;
      }
      const fragment =
        selection.kind === 'InlineFragment' ? selection : this.#fragments.get(selection.name.value);
      if (!fragment) continue;
      const on = fragment.typeCondition?.name.value ?? type.name;
      const cost = this.#selections(this.#schema.getType(on) ?? type, fragment.selectionSet, data);
      if (isAbstractType(type) && on !== type.name) branches.set(on, (branches.get(on) ?? 0) + cost);
      else own += cost;
    }
    return own + Math.max(0, ...branches.values());
  }

  #field(parent: GraphQLNamedType, field: FieldNode, data: unknown): number {
    const name = field.name.value;
    const found = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!found || !field.selectionSet || name === 'pageInfo' || name === 'userErrors') return 0;
    const type = getNamedType(found.type);
    if (isLeafType(type)) return 0;
    const answered =
      data === undefined ? undefined : (data as Record<string, unknown>)[field.alias?.value ?? name];
    if (answered === null) return 0;
    if (type.name.endsWith('Connection')) return this.#connection(type, field, answered);
    if (Array.isArray(answered))
      return answered.reduce<number>((sum, each) => sum + this.#object(type, field, each), 0);
    const ids = this.#argument(field, 'ids');
    const times = answered === undefined && Array.isArray(ids) ? ids.length : 1;
    return times * this.#object(type, field, answered);
  }

  #object(type: GraphQLNamedType, field: FieldNode, data: unknown): number {
    return data === null ? 0 : 1 + this.#selections(type, field.selectionSet!, data);
  }

  /** Edges cost nothing themselves; each node is an object. */
  #connection(type: GraphQLNamedType, field: FieldNode, data: unknown): number {
    const size = Number(this.#argument(field, 'first') ?? this.#argument(field, 'last') ?? 1);
    let total = 0;
    for (const [name, inner, nodeType] of this.#items(type, field.selectionSet!)) {
      const list =
        data === undefined ? undefined : ((data as Record<string, unknown>)[name] as unknown[] | undefined);
      if (list === undefined) total += size * this.#object(nodeType, inner, undefined);
      else
        for (const item of list) {
          const node =
            name === 'edges' ? (item as Record<string, unknown>)[inner.alias?.value ?? 'node'] : item;
          total += this.#object(nodeType, inner, node);
        }
    }
    return total;
  }

  /** The selections of nodes below a connection: `nodes`, and `node` of `edges`. */
  *#items(type: GraphQLNamedType, set: SelectionSetNode): Generator<[string, FieldNode, GraphQLNamedType]> {
    if (!isObjectType(type)) return;
    for (const selection of set.selections) {
      if (selection.kind === 'FragmentSpread') {
        const fragment = this.#fragments.get(selection.name.value);
        if (fragment) yield* this.#items(type, fragment.selectionSet);
      } else if (selection.kind === 'InlineFragment') yield* this.#items(type, selection.selectionSet);
      else if (selection.selectionSet && selection.name.value === 'nodes')
        yield [selection.alias?.value ?? 'nodes', selection, getNamedType(type.getFields().nodes!.type)];
      else if (selection.selectionSet && selection.name.value === 'edges') {
        const edge = getNamedType(type.getFields().edges!.type);
        for (const inner of selection.selectionSet.selections)
          if (
            inner.kind === 'Field' &&
            inner.name.value === 'node' &&
            inner.selectionSet &&
            isObjectType(edge)
          )
            yield ['edges', inner, getNamedType(edge.getFields().node!.type)];
      }
    }
  }

  #argument(field: FieldNode, name: string): unknown {
    const value = field.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value?.kind === 'Variable') return this.#variables[value.name.value];
    if (value?.kind === 'IntValue') return Number(value.value);
    return value?.kind === 'ListValue' ? value.values : undefined;
  }
}
