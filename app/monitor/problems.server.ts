import type { Prisma, PrismaClient, Problem } from '@prisma/client';
import type { CauseView, ProblemView, ShopRef } from '../services.ts';
import { explain } from './causes.ts';
import { readCursor, writeCursor } from './cursor.ts';

interface ProblemQuery {
  limit: number;
  cursor?: string;
  cause?: string;
}

/** Every cause with its total. Index: problems (shop_id, cause), which holds all that is counted. */
export async function readCauses(prisma: PrismaClient, shop: ShopRef): Promise<CauseView[]> {
  const rows = await prisma.problem.groupBy({
    by: ['cause'],
    where: { shopId: shop.id },
    _count: { _all: true },
  });
  return rows
    .map(({ cause, _count }) => ({ cause, count: _count._all, ...explain(cause) }))
    .sort((one, other) => other.count - one.count || one.cause.localeCompare(other.cause, 'en'));
}

/** A page of the failures that wait for a person, newest first; `cursor` as in the log. */
export async function readProblems(
  prisma: PrismaClient,
  shop: ShopRef,
  query: ProblemQuery,
): Promise<{ problems: ProblemView[]; nextCursor: string | null }> {
  const rows = await prisma.problem.findMany({
    where: {
      shopId: shop.id,
      ...(query.cause === undefined ? {} : { cause: query.cause }),
      ...(query.cursor === undefined ? {} : after(query.cursor)),
    },
    orderBy: [{ since: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    problems: page.map(problemView),
    nextCursor:
      rows.length > query.limit && last ? writeCursor(`${last.since.toISOString()}|${last.id}`) : null,
  };
}

function after(cursor: string): Prisma.ProblemWhereInput {
  const [since, id] = readCursor(cursor, 'problem')?.split('|') ?? [];
  if (since === undefined || id === undefined) return {};
  const at = new Date(since);
  return { OR: [{ since: { lt: at } }, { since: at, id: { lt: id } }] };
}

export function problemView(row: Problem): ProblemView {
  return {
    id: row.id,
    customer: row.customerId,
    cause: row.cause,
    ...explain(row.cause, row.message),
    since: row.since.toISOString(),
    attempts: row.attempts,
  };
}
