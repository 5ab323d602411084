import type { PrismaClient } from '@prisma/client';
import type { MonitorService, ProblemService } from '../services.ts';
import { readLog } from './log.server.ts';
import { readNotices } from './notices.server.ts';
import { readProblems } from './problems.server.ts';
import { readStatus } from './status.server.ts';

/** What is seen: the read models of the screens and of the API, from the database alone. */
export function createMonitor(parts: { prisma: PrismaClient; now?: () => Date }): {
  monitor: MonitorService;
  problems: Pick<ProblemService, 'list'>;
} {
  const { prisma, now = () => new Date() } = parts;
  return {
    monitor: {
      status: (shop, windowSeconds) => readStatus(prisma, shop, windowSeconds, now()),
      log: (shop, query) => readLog(prisma, shop, query),
      notices: (shop) => readNotices(prisma, shop),
    },
    problems: { list: (shop, query) => readProblems(prisma, shop, query) },
  };
}
