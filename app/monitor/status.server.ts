import type { PrismaClient } from '@prisma/client';
import { percentile } from '../domain/latency-buckets.ts';
import type { ShopRef, StatusView } from '../services.ts';

/** Up to here minutes are counted, beyond it hours: minutes are kept only for days. */
const MINUTES_UP_TO_SECONDS = 48 * 3600;
const DELIVERED = new Set(['succeeded', 'unchanged']);
const TAIL = 0.95;

interface Counted {
  outcome: string;
  bucket: number;
  count: number;
  latencySum: number;
}

/**
 * How the sync stands: the queue as it is now, rates and latencies of the last `windowSeconds`. The window begins at a
 * whole minute (or hour), so up to one more of them is in it. Rates count attempts; skipped customers are not attempts.
 */
export async function readStatus(
  prisma: PrismaClient,
  shop: ShopRef,
  windowSeconds: number,
  now: Date,
): Promise<StatusView> {
  const span = windowSeconds <= MINUTES_UP_TO_SECONDS ? 'minute' : 'hour';
  const spanMs = span === 'minute' ? 60_000 : 3_600_000;
  const from = new Date(Math.floor((now.getTime() - windowSeconds * 1000) / spanMs) * spanMs);
  const where = { shopId: shop.id };
  const [settings, connection, queue, rows] = await Promise.all([
    prisma.settings.findUnique({ where, select: { enabled: true, paused: true } }),
    prisma.connection.findUnique({ where, select: { health: true } }),
    prisma.pendingChange.aggregate({ where, _count: true, _min: { receivedAt: true } }),
    prisma.rollUp.groupBy({
      by: ['outcome', 'bucket'],
      where: { ...where, span, startsAt: { gte: from } },
      _sum: { count: true, latencySum: true },
    }),
  ]);
  const oldest = queue._min.receivedAt;
  return {
    enabled: settings?.enabled ?? true,
    // A refused key pauses the connection (design section 6); an outage only slows it.
    paused: (settings?.paused ?? false) || connection?.health === 'unauthorized',
    queueDepth: queue._count,
    oldestPendingSeconds: oldest ? Math.max(0, Math.round((now.getTime() - oldest.getTime()) / 1000)) : null,
    ...figures(
      rows.map((r) => ({ ...r, count: r._sum.count ?? 0, latencySum: Number(r._sum.latencySum ?? 0) })),
    ),
    windowSeconds,
  };
}

type Figures = Pick<StatusView, 'successRate' | 'errorRate' | 'averageLatencyMs' | 'p95LatencyMs'>;

/** Rates and latencies of counted outcomes; null where there is nothing to divide by. */
export function figures(rows: readonly Counted[]): Figures {
  const count = (...outcomes: string[]) =>
    rows.filter((row) => outcomes.includes(row.outcome)).reduce((sum, row) => sum + row.count, 0);
  const well = count(...DELIVERED);
  const [failed, retrying] = [count('failed'), count('retrying')];
  const delivered = rows.filter((row) => DELIVERED.has(row.outcome));
  const latency = delivered.reduce((sum, row) => sum + row.latencySum, 0);
  return {
    successRate: ratio(well, well + failed),
    errorRate: ratio(failed + retrying, well + failed + retrying),
    averageLatencyMs: well === 0 ? null : Math.round(latency / well),
    p95LatencyMs: percentile(delivered, TAIL),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
