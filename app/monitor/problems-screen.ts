import type { CauseView, ProblemView, Services, ShopRef, WarnedView } from '../services.ts';

/** What the screen of problems shows: every cause with its total, each with some customers; or one cause by pages. */
export interface ProblemsScreen {
  now: string;
  total: number;
  groups: { cause: CauseView; problems: ProblemView[] }[];
  /** Of the one cause that is looked at. */
  nextCursor: string | null;
  /** What was left out of contacts that are in Brevo all the same; not where one cause is looked at. */
  warned: WarnedView[];
  /** Attributes that the mapping names and Brevo lacks. */
  missing: string[];
}

const SOME = 5;
const PAGE = 50;

export async function readProblemsScreen(
  services: Services,
  shop: ShopRef,
  query: { cause: string | null; cursor: string | null },
): Promise<ProblemsScreen> {
  const [causes, warned, missing] = await Promise.all([
    services.problems.causes(shop),
    query.cause === null ? services.problems.warned(shop) : [],
    services.problems.missingAttributes(shop),
  ]);
  const shown = query.cause === null ? causes : causes.filter(({ cause }) => cause === query.cause);
  const pages = await Promise.all(
    shown.map(({ cause }) =>
      services.problems.list(shop, {
        cause,
        limit: query.cause === null ? SOME : PAGE,
        ...(query.cursor === null ? {} : { cursor: query.cursor }),
      }),
    ),
  );
  return {
    now: new Date().toISOString(),
    total: causes.reduce((sum, { count }) => sum + count, 0),
    groups: shown.map((cause, index) => ({ cause, problems: pages[index]?.problems ?? [] })),
    nextCursor: query.cause === null ? null : (pages[0]?.nextCursor ?? null),
    warned,
    missing,
  };
}
