import type { Prisma, PrismaClient, Run } from '@prisma/client';
import { REPAIRED_BY_DEFAULT } from '../domain/difference.ts';
import type { RunOptions, RunService, RunView, ShopRef } from '../services.ts';
import { readCursor, writeCursor } from './cursor.ts';

/** What is seen of imports and reconciliations: one, the latest, or a page of them, newest first. */
export function runReadings(prisma: PrismaClient): Pick<RunService, 'read' | 'latest' | 'list'> {
  return {
    async read(shop, kind, id) {
      const run = await prisma.run.findFirst({ where: { id, shopId: shop.id, kind } });
      return run && viewOf(run);
    },
    async latest(shop, kind) {
      const run = await prisma.run.findFirst({
        // A dry run is no import: it brought nobody to Brevo.
        where: { shopId: shop.id, kind, NOT: { options: { path: ['dryRun'], equals: true } } },
        orderBy: { createdAt: 'desc' },
      });
      return run && viewOf(run);
    },
    list: (shop, kind, query) => readRuns(prisma, shop, kind, query),
  };
}

async function readRuns(
  prisma: PrismaClient,
  shop: ShopRef,
  kind: RunView['kind'],
  query: { limit: number; cursor?: string },
): Promise<{ runs: RunView[]; nextCursor: string | null }> {
  const rows = await prisma.run.findMany({
    where: { shopId: shop.id, kind, ...(query.cursor === undefined ? {} : after(query.cursor)) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    runs: page.map(viewOf),
    nextCursor:
      rows.length > query.limit && last ? writeCursor(`${last.createdAt.toISOString()}|${last.id}`) : null,
  };
}

function after(cursor: string): Prisma.RunWhereInput {
  const [createdAt, id] = readCursor(cursor, 'run')?.split('|') ?? [];
  if (createdAt === undefined || id === undefined) return {};
  const at = new Date(createdAt);
  return { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: id } }] };
}

function viewOf(run: Run): RunView {
  const options = run.options as Partial<RunOptions>;
  return {
    id: run.id,
    kind: run.kind as RunView['kind'],
    dryRun: options.dryRun === true,
    repair: run.kind === 'reconciliation' ? (options.repair ?? REPAIRED_BY_DEFAULT) : null,
    scope: run.kind === 'reconciliation' ? (options.scope ?? 'full') : null,
    source: options.source ?? null,
    status: run.status as RunView['status'],
    phase: run.phase,
    counts: run.counts as Record<string, number>,
    report: run.report as Record<string, unknown>,
    error: run.error,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}
