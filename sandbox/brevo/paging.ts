import { type Reply, refuse, reply } from './reply.ts';

export interface Paging {
  /** Name of the array in the answer. */
  name: string;
  max: number;
  /** The limit when none is asked for. */
  normal: number;
}

/**
 * A page of what stands in the order of creation; the newest first unless asked otherwise. Nothing is sorted or
 * copied as a whole, so that paging through a million costs a page each.
 */
export function page<T>(
  all: readonly T[],
  query: URLSearchParams,
  { name, max, normal }: Paging,
  show: (item: T) => unknown,
): Reply {
  const limit = Number(query.get('limit') ?? normal);
  const offset = Number(query.get('offset') ?? 0);
  const sort = query.get('sort') ?? 'desc';
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= max))
    return refuse(400, 'out_of_range', 'Limit exceeds max value');
  if (!(Number.isInteger(offset) && offset >= 0))
    return refuse(400, 'out_of_range', 'Offset is out of range');
  if (sort !== 'asc' && sort !== 'desc') return refuse(400, 'invalid_parameter', 'Invalid sort value');
  const end = Math.max(0, all.length - offset);
  const items =
    sort === 'asc' ? all.slice(offset, offset + limit) : all.slice(Math.max(0, end - limit), end).reverse();
  return reply(200, { [name]: items.map(show), count: all.length });
}
