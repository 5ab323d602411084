import { GraphQLError } from 'graphql';

export interface PageArguments {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

const MOST = 250;
/** Paging by cursor ends here, whatever is left (facts section 5). */
const PAGING_ENDS = 25_000;

/**
 * A page of a list that is sorted and filtered already. A cursor names its item, so that items which come or go between
 * two pages neither double others nor leave them out.
 */
export function connection<T>(
  all: readonly T[],
  args: PageArguments,
  view: {
    node: (item: T) => unknown;
    cursor: (item: T) => string;
    follows: (item: T, cursor: string) => boolean;
  },
) {
  const { first, last } = args;
  if (first == null && last == null)
    throw new GraphQLError('you must provide one of first or last', { extensions: { code: 'BAD_REQUEST' } });
  for (const [name, size] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (size != null && size > MOST)
      throw new GraphQLError(`The ${name} argument cannot be greater than ${MOST}`, {
        extensions: { code: 'BAD_REQUEST' },
      });
  }
  const reachable = all.slice(0, PAGING_ENDS);
  const start = args.after ? firstBehind(reachable, args.after, view.follows) : 0;
  const end = args.before ? firstBehind(reachable, args.before, view.follows) - 1 : reachable.length;
  let [from, to] = [start, Math.max(start, end)];
  if (first != null) to = Math.min(to, from + first);
  else if (last != null) from = Math.max(from, to - last);
  const edges = reachable
    .slice(from, to)
    .map((item) => ({ node: view.node(item), cursor: view.cursor(item) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: to < reachable.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function firstBehind<T>(
  all: readonly T[],
  cursor: string,
  follows: (item: T, cursor: string) => boolean,
): number {
  const index = all.findIndex((item) => follows(item, cursor));
  return index < 0 ? all.length : index;
}

/** A short list whose items stay where they are: the cursor is the place. In a bulk query no size is asked for. */
export function plainConnection(all: readonly unknown[], args: PageArguments) {
  const sized = args.first == null && args.last == null ? { ...args, first: MOST } : args;
  const items = all.map((node, i) => ({ node, place: i + 1 }));
  return connection(items, sized, {
    node: ({ node }) => node,
    cursor: ({ place }) => Buffer.from(String(place)).toString('base64'),
    follows: ({ place }, cursor) => place > Number(Buffer.from(cursor, 'base64').toString()),
  });
}
