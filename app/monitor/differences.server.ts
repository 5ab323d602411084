import type { PrismaClient } from '@prisma/client';
import { stringify } from 'csv-stringify/sync';
import type pg from 'pg';
import type { Difference } from '../domain/difference.ts';
import type { DifferencesEnding, ShopRef } from '../services.ts';
import type { Secrets } from '../settings/secrets.server.ts';
import { type FoundRow, readFound } from '../sync/difference.sql.ts';

/** Rows of a page: what is held at once. */
const PAGE = 1_000;
/** How long the differences of a run are kept (docs/decisions/0040-differences.md). */
export const DIFFERENCES_KEPT_DAYS = 30;

const COLUMNS = ['customer', 'contact', 'difference', 'field', 'in_store', 'in_brevo', 'repaired'];

export interface DifferencesParts {
  db: { prisma: PrismaClient; pool: pg.Pool };
  secrets: Secrets;
  now(): number;
}

/**
 * What a reconciliation found, as CSV, page by page: a line for each field that differs. `contact` is Brevo's id of a
 * contact that belongs to no customer. Cells that a spreadsheet would take for a formula begin with an apostrophe.
 */
export async function readDifferences(
  { db, secrets, now }: DifferencesParts,
  shop: ShopRef,
  id: string,
): Promise<DifferencesEnding> {
  const run = await db.prisma.run.findFirst({ where: { id, shopId: shop.id, kind: 'reconciliation' } });
  if (!run) return { kind: 'unknown' };
  const kept = now() - DIFFERENCES_KEPT_DAYS * 86_400_000;
  if (run.endedAt !== null && run.endedAt.getTime() < kept)
    return { kind: 'not_kept', days: DIFFERENCES_KEPT_DAYS };
  return { kind: 'read', csv: pages(db.pool, secrets, id) };
}

async function* pages(pool: pg.Pool, secrets: Secrets, runId: string): AsyncGenerator<string> {
  yield csv([COLUMNS]);
  for (let after: FoundRow | null = null; ; ) {
    const found: FoundRow[] = await readFound(pool, runId, after, PAGE);
    if (found.length > 0) yield csv(found.flatMap((row) => lines(row, secrets)));
    if (found.length < PAGE) return;
    after = found.at(-1) ?? null;
  }
}

function lines(row: FoundRow, secrets: Secrets): (string | null)[][] {
  const differences = JSON.parse(secrets.decrypt(row.payload)) as Difference[];
  const [customer, contact] = row.source === 'brevo' ? ['', row.customerId] : [row.customerId, ''];
  return differences.map(({ kind, field, wanted, held }) => [
    customer,
    contact,
    kind,
    field,
    wanted,
    held,
    row.queued ? 'yes' : 'no',
  ]);
}

function csv(rows: (string | null)[][]): string {
  return stringify(rows, { escape_formulas: true, record_delimiter: 'windows' });
}
