import type { PrismaClient } from '@prisma/client';
import { stringify } from 'csv-stringify/sync';
import type { LogQuery, ShopRef } from '../services.ts';
import { readLog } from './log.server.ts';

/** Entries of a page: what is held at once. */
const PAGE = 1_000;
/** A file that a spreadsheet opens; who needs more reads the API page by page. */
const MOST = 100_000;

const COLUMNS = [
  'at',
  'customer',
  'source',
  'event',
  'action',
  'outcome',
  'attempt',
  'latencyMs',
  'httpStatus',
  'code',
  'message',
  'requestId',
  'id',
] as const;

/** Everything that matches, newest first, page by page. Cells that a spreadsheet would take for a formula are quoted. */
export async function* logAsCsv(
  prisma: PrismaClient,
  shop: ShopRef,
  query: Omit<LogQuery, 'limit' | 'cursor'>,
): AsyncGenerator<string> {
  yield csv([[...COLUMNS]]);
  let cursor: string | undefined;
  for (let written = 0; written < MOST; ) {
    const page = await readLog(prisma, shop, {
      ...query,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page.entries.length > 0) yield csv(page.entries.map((entry) => COLUMNS.map((name) => entry[name])));
    written += page.entries.length;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

function csv(rows: unknown[][]): string {
  return stringify(rows, { escape_formulas: true, record_delimiter: 'windows' });
}
