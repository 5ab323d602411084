import type {
  ConnectionView,
  EntryView,
  NoticeView,
  RunView,
  Services,
  ShopRef,
  StatusView,
} from '../services.ts';
import { type Headline, headlineOf } from './headline.ts';
import { SHAPES, type TrendBin, type WindowName } from './trend.ts';

/** Everything the home screen shows, read in one go, so that its parts never disagree for longer than a moment. */
export interface HomeScreen {
  /** The server's time of this reading: relative times count from here, the same on the server and in the browser. */
  now: string;
  headline: Headline;
  connection: ConnectionView;
  hasList: boolean;
  mappingConfirmed: boolean;
  /** The newest import: the customers who were there before the app. */
  lastImport: RunView | null;
  /** Imports and comparisons under way. */
  running: RunView[];
  /** The span of time of `status` and `trend`. */
  window: WindowName;
  status: StatusView;
  trend: TrendBin[];
  notices: NoticeView[];
  entries: EntryView[];
}

const LATEST = 5;
const LIVE_RUNS = 3;

/** The headline says these itself, with what to do: not twice on one screen. */
const SAID_BY_HEADLINE: Partial<Record<Headline['name'], string>> = {
  key_refused: 'brevo_unauthorized',
  unreachable: 'brevo_unreachable',
};

export async function readHome(services: Services, shop: ShopRef, window: WindowName): Promise<HomeScreen> {
  const { monitor, runs } = services;
  const [
    connection,
    configuration,
    mappingConfirmed,
    status,
    trend,
    notices,
    log,
    problems,
    missing,
    lastImport,
    imports,
    comparisons,
  ] = await Promise.all([
    services.connection.read(shop),
    services.configuration.read(shop),
    services.mapping.isConfirmed(shop),
    monitor.status(shop, SHAPES[window].seconds),
    monitor.trend(shop, window),
    monitor.notices(shop),
    monitor.log(shop, { limit: LATEST }),
    services.problems.list(shop, { limit: 1 }),
    services.problems.missingAttributes(shop),
    runs.latest(shop, 'import'),
    runs.list(shop, 'import', { limit: LIVE_RUNS }),
    runs.list(shop, 'reconciliation', { limit: LIVE_RUNS }),
  ]);
  const reach =
    lastImport?.status === 'completed' ? 'everyone' : log.entries.length > 0 ? 'changes' : 'nothing';
  const importing = ['queued', 'running'].includes(lastImport?.status ?? '');
  const headline = headlineOf({
    connection,
    status,
    hasProblems: problems.problems.length > 0,
    fieldMissing: !configuration.options.createAttributes && missing.length > 0,
    reach,
    importing,
  });
  return {
    now: new Date().toISOString(),
    headline,
    connection,
    hasList: configuration.options.listId !== null,
    mappingConfirmed,
    lastImport,
    // One that is queued for its time of the night is not under way.
    running: [...imports.runs, ...comparisons.runs].filter(
      (run) => run.status === 'running' || run.status === 'paused',
    ),
    window,
    status,
    trend,
    notices: notices.filter((notice) => notice.kind !== SAID_BY_HEADLINE[headline.name]),
    entries: log.entries,
  };
}
