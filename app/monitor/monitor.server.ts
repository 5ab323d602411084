import type { PrismaClient } from '@prisma/client';
import type pg from 'pg';
import type { MonitorService, ProblemService } from '../services.ts';
import { readEntry } from './entry.server.ts';
import { readLog } from './log.server.ts';
import { logAsCsv } from './log-csv.server.ts';
import { readNotices } from './notices.server.ts';
import { readCauses, readProblems } from './problems.server.ts';
import { readStatus } from './status.server.ts';
import { readTrend } from './trend.server.ts';

/** What is seen: the read models of the screens and of the API, from the database alone. */
export function createMonitor(parts: { prisma: PrismaClient; pool: pg.Pool; now?: () => Date }): {
  monitor: MonitorService;
  problems: Pick<ProblemService, 'list' | 'causes'>;
} {
  const { prisma, pool, now = () => new Date() } = parts;
  return {
    monitor: {
      status: (shop, windowSeconds) => readStatus(prisma, shop, windowSeconds, now()),
      trend: (shop, window) => readTrend(pool, shop, window, now()),
      log: (shop, query) => readLog(prisma, shop, query),
      logAsCsv: (shop, query) => logAsCsv(prisma, shop, query),
      entry: (shop, id) => readEntry(prisma, shop, id),
      notices: (shop) => readNotices(prisma, shop),
    },
    problems: {
      list: (shop, query) => readProblems(prisma, shop, query),
      causes: (shop) => readCauses(prisma, shop),
    },
  };
}
