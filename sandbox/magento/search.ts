/** What a search of Magento's REST API asks for: groups of filters, of which each must have one that holds. */
export interface Criteria {
  groups: { field: string; value: string; condition: string }[][];
  sort: { field: string; direction: 'ASC' | 'DESC' }[];
  pageSize: number | null;
  currentPage: number;
}

export function readCriteria(query: URLSearchParams): Criteria {
  const groups: Record<string, string>[][] = [];
  const sort: Record<string, string>[] = [];
  for (const [name, value] of query) {
    const filter =
      /^searchCriteria\[filter_?[gG]roups\]\[(\d+)\]\[filters\]\[(\d+)\]\[(field|value|condition_?[tT]ype)\]$/.exec(
        name,
      );
    if (filter) {
      const group = at(groups, filter[1], () => []);
      const part = at(group, filter[2], (): Record<string, string> => ({}));
      part[(filter[3] as string).startsWith('condition') ? 'condition' : (filter[3] as string)] = value;
    }
    const order = /^searchCriteria\[sort_?[oO]rders\]\[(\d+)\]\[(field|direction)\]$/.exec(name);
    if (order) at(sort, order[1], (): Record<string, string> => ({}))[order[2] as string] = value;
  }
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : null);
  return {
    groups: groups.map((filters) =>
      filters.map(({ field = '', value = '', condition = 'eq' }) => ({ field, value, condition })),
    ),
    sort: sort.map(({ field = '', direction }) => ({
      field,
      direction: direction === 'DESC' ? 'DESC' : 'ASC',
    })),
    pageSize: number('searchCriteria[pageSize]') ?? number('searchCriteria[page_size]'),
    currentPage: number('searchCriteria[currentPage]') ?? number('searchCriteria[current_page]') ?? 1,
  };
}

/** The entry at a place, made where there is none yet. */
function at<T>(all: T[], place: string | undefined, make: () => T): T {
  const found = all[Number(place)] ?? make();
  all[Number(place)] = found;
  return found;
}

/** A page of what is found. Behind the last page Magento gives the last page again. */
export function search<T>(
  all: T[],
  criteria: Criteria,
  fieldOf: (row: T, field: string) => string | number | null | undefined,
): { rows: T[]; total: number; unknown: string | null } {
  const named = [...criteria.groups.flat(), ...criteria.sort].map(({ field }) => field);
  const unknown =
    all[0] === undefined ? null : named.find((field) => fieldOf(all[0] as T, field) === undefined);
  if (unknown) return { rows: [], total: 0, unknown };
  const found = all.filter((row) =>
    criteria.groups.every((filters) =>
      filters.some(({ field, value, condition }) => holds(fieldOf(row, field) ?? null, value, condition)),
    ),
  );
  for (const { field, direction } of [...criteria.sort].reverse()) {
    found.sort((a, b) => {
      const [x, y] = [fieldOf(a, field) ?? '', fieldOf(b, field) ?? ''];
      return (x < y ? -1 : x > y ? 1 : 0) * (direction === 'ASC' ? 1 : -1);
    });
  }
  if (criteria.pageSize === null) return { rows: found, total: found.length, unknown: null };
  const pages = Math.max(1, Math.ceil(found.length / criteria.pageSize));
  const start = (Math.min(criteria.currentPage, pages) - 1) * criteria.pageSize;
  return { rows: found.slice(start, start + criteria.pageSize), total: found.length, unknown: null };
}

function holds(got: string | number | null, value: string, condition: string): boolean {
  if (got === null) return condition === 'null';
  const [a, b] = typeof got === 'number' ? [got, Number(value)] : [got, value];
  switch (condition) {
    case 'eq':
      return a === b;
    case 'neq':
      return a !== b;
    case 'gt':
      return a > b;
    case 'gteq':
      return a >= b;
    case 'lt':
      return a < b;
    case 'lteq':
      return a <= b;
    case 'in':
      return value.split(',').includes(String(got));
    default:
      throw new Error(`The emulated Magento knows no condition ${condition}`);
  }
}
