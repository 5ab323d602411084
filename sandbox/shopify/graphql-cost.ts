import type { DocumentNode, SelectionSetNode } from 'graphql';

/** The requested cost by Shopify's rules (facts section 5): objects 1, scalars 0, lists and connections times their size. */
export function costOf(document: DocumentNode, variables: Record<string, unknown>): number {
  let total = 0;
  for (const definition of document.definitions) {
    if (definition.kind !== 'OperationDefinition') continue;
    total += definition.operation === 'mutation' ? 10 : selections(definition.selectionSet, variables);
  }
  return Math.max(1, Math.ceil(total));
}

function selections(set: SelectionSetNode | undefined, variables: Record<string, unknown>): number {
  let total = 0;
  for (const selection of set?.selections ?? []) {
    if (selection.kind === 'InlineFragment') total += selections(selection.selectionSet, variables);
    if (selection.kind !== 'Field' || !selection.selectionSet) continue;
    const name = selection.name.value;
    if (
      name === 'edges' ||
      name === 'nodes' ||
      name === 'node' ||
      name === 'pageInfo' ||
      name === 'userErrors'
    ) {
      const ids = argument(selection.arguments, 'ids', variables);
      const times = Array.isArray(ids) ? ids.length : 1;
      const own = Array.isArray(ids) ? 1 : 0;
      total += times * (own + selections(selection.selectionSet, variables));
      continue;
    }
    const first = Number(argument(selection.arguments, 'first', variables) ?? 1);
    total += first * (1 + selections(selection.selectionSet, variables));
  }
  return total;
}

type Arguments = Extract<SelectionSetNode['selections'][number], { kind: 'Field' }>['arguments'];

function argument(args: Arguments, name: string, variables: Record<string, unknown>): unknown {
  const value = args?.find((a) => a.name.value === name)?.value;
  if (value?.kind === 'Variable') return variables[value.name.value];
  if (value?.kind === 'IntValue') return Number(value.value);
  return value?.kind === 'ListValue' ? value.values : undefined;
}

export interface BucketState {
  allowed: boolean;
  status: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
}

/** The leaky bucket of points per app and store. */
export class CostBuckets {
  maximum = 2_000;
  restoreRate = 100;
  /** false: counts nothing, everything is allowed. */
  enforced = true;
  readonly #now: () => number;
  readonly #levels = new Map<string, { available: number; at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  take(shop: string, cost: number): BucketState {
    const at = this.#now();
    const before = this.#levels.get(shop) ?? { available: this.maximum, at };
    const available = Math.min(
      this.maximum,
      before.available + ((at - before.at) / 1_000) * this.restoreRate,
    );
    const allowed = !this.enforced || available >= cost;
    const left = allowed && this.enforced ? available - cost : available;
    this.#levels.set(shop, { available: left, at });
    return {
      allowed,
      status: {
        maximumAvailable: this.maximum,
        currentlyAvailable: Math.floor(left),
        restoreRate: this.restoreRate,
      },
    };
  }
}
