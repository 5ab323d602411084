import type { RunView, Services, ShopRef } from '../services.ts';

/** What the screen of imports and comparisons shows; read in one go. */
export interface RunsScreen {
  now: string;
  connected: boolean;
  imports: RunView[];
  comparisons: RunView[];
  /** The page of the history that was asked for. */
  kind: RunView['kind'];
  history: RunView[];
  nextCursor: string | null;
}

const NEWEST = 5;
const PAGE = 10;

export async function readRuns(
  services: Services,
  shop: ShopRef,
  query: { kind: RunView['kind']; cursor: string | null },
): Promise<RunsScreen> {
  const { runs } = services;
  const [connection, imports, comparisons, page] = await Promise.all([
    services.connection.read(shop),
    runs.list(shop, 'import', { limit: NEWEST }),
    runs.list(shop, 'reconciliation', { limit: NEWEST }),
    runs.list(shop, query.kind, { limit: PAGE, ...(query.cursor === null ? {} : { cursor: query.cursor }) }),
  ]);
  return {
    now: new Date().toISOString(),
    connected: connection.connected,
    imports: imports.runs,
    comparisons: comparisons.runs,
    kind: query.kind,
    history: page.runs,
    nextCursor: page.nextCursor,
  };
}

/** A run by its id, whichever kind it is of. */
export async function findRun(services: Services, shop: ShopRef, id: string): Promise<RunView | null> {
  return (await services.runs.read(shop, 'import', id)) ?? services.runs.read(shop, 'reconciliation', id);
}
