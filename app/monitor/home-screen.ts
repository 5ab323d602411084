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
  status: StatusView;
  notices: NoticeView[];
  entries: EntryView[];
}

const WINDOW_SECONDS = 24 * 60 * 60;
const LATEST = 10;

/** The headline says these itself, with what to do: not twice on one screen. */
const SAID_BY_HEADLINE: Partial<Record<Headline['name'], string>> = {
  key_refused: 'brevo_unauthorized',
  unreachable: 'brevo_unreachable',
};

export async function readHome(services: Services, shop: ShopRef): Promise<HomeScreen> {
  const [connection, configuration, mappingConfirmed, status, notices, log, problems, lastImport] =
    await Promise.all([
      services.connection.read(shop),
      services.configuration.read(shop),
      services.mapping.isConfirmed(shop),
      services.monitor.status(shop, WINDOW_SECONDS),
      services.monitor.notices(shop),
      services.monitor.log(shop, { limit: LATEST }),
      services.problems.list(shop, { limit: 1 }),
      services.runs.latest(shop, 'import'),
    ]);
  const reach =
    lastImport?.status === 'completed' ? 'everyone' : log.entries.length > 0 ? 'changes' : 'nothing';
  const importing = ['queued', 'running'].includes(lastImport?.status ?? '');
  const headline = headlineOf({
    connection,
    status,
    hasProblems: problems.problems.length > 0,
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
    status,
    notices: notices.filter((notice) => notice.kind !== SAID_BY_HEADLINE[headline.name]),
    entries: log.entries,
  };
}
