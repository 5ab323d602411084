import type { CustomerService } from './customer-view.ts';
import type { Source } from './domain/customer.ts';
import type { DifferenceKind } from './domain/difference.ts';
import type { Warning } from './domain/mapping.ts';
import type { BrevoAttribute } from './domain/mapping-rule.ts';
import type { MappingService } from './mapping-service.ts';
import type { TrendBin, WindowName } from './monitor/trend.ts';
import type { Configuration, NotificationEvent } from './settings/configuration.ts';

/**
 * What routes may call: one interface, made once by the composition root (app/ports.server.ts) and handed to every
 * loader and action as `context.services`. Every method takes the shop first, so that no call can reach another's rows.
 * Endings a caller must handle are declared unions with a `kind`.
 */
export interface Services {
  connection: ConnectionService;
  configuration: ConfigurationService;
  mapping: MappingService;
  changes: ChangeService;
  customers: CustomerService;
  monitor: MonitorService;
  problems: ProblemService;
  runs: RunService;
  tokens: TokenService;
  notifications: NotificationService;
  sources: SourceService;
}

export interface ShopRef {
  id: number;
  domain: string;
}

/** `GET /api/v1/connection`. The key is never in it. */
export interface ConnectionView {
  connected: boolean;
  companyName: string | null;
  health: 'ok' | 'unauthorized' | 'unreachable' | null;
  healthCause: string | null;
  healthMessage: string | null;
  connectedAt: string | null;
  checkedAt: string | null;
}

export type ConnectEnding =
  | { kind: 'connected'; connection: ConnectionView }
  /** Brevo refused the key: cause is wrong_key | disabled_key | blocked_ip | no_key, message is Brevo's. */
  | { kind: 'refused'; cause: string; message: string }
  /** Brevo could not be asked. Nothing was stored. */
  | { kind: 'unreachable'; message: string };

export interface BrevoList {
  id: number;
  name: string;
  subscribers: number;
}

/** Reading from Brevo for a screen: the answer, or why there is none. */
export type BrevoReading<T> =
  | { kind: 'read'; value: T }
  | { kind: 'failed'; message: string }
  | { kind: 'not_connected' };

export interface ConnectionService {
  read(shop: ShopRef): Promise<ConnectionView>;
  connect(shop: ShopRef, apiKey: string): Promise<ConnectEnding>;
  disconnect(shop: ShopRef): Promise<void>;
  lists(shop: ShopRef): Promise<BrevoReading<BrevoList[]>>;
  createList(shop: ShopRef, name: string): Promise<BrevoReading<BrevoList>>;
  attributes(shop: ShopRef): Promise<BrevoReading<BrevoAttribute[]>>;
}

/** One fault of a configuration: `path` in the spelling that was sent, e.g. `skills.customer-sync.options.sync_mode`. */
export interface Fault {
  path: string;
  message: string;
  /** Where it stands in a document that was sent as text (YAML), counted from 1. */
  line?: number;
  column?: number;
}

export type StoreEnding =
  | { kind: 'stored'; configuration: Configuration; version: number }
  | { kind: 'invalid'; faults: Fault[] };

export type ReplaceAtEnding =
  | StoreEnding
  /** Somebody saved meanwhile: nothing was stored. */
  | { kind: 'outdated' };

export interface ConfigurationService {
  /** The stored configuration, or the one that ships (names adapted to the connected account). */
  read(shop: ShopRef): Promise<Configuration>;
  /** The same with its version: 0 before anything was saved, then one more with every save. */
  readVersion(shop: ShopRef): Promise<{ configuration: Configuration; version: number }>;
  /**
   * Validates what was sent (already parsed JSON or YAML) and stores it whole, or stores nothing. With `basedOn` only
   * when that is still the version.
   */
  replace(shop: ShopRef, sent: unknown, savedBy: string): Promise<StoreEnding>;
  /** Validates and stores nothing: the form in which it would be stored. */
  judge(
    shop: ShopRef,
    sent: unknown,
  ): Promise<{ kind: 'valid'; configuration: Configuration } | { kind: 'invalid'; faults: Fault[] }>;
  replaceAt(
    shop: ShopRef,
    sent: unknown,
    savedBy: string,
    revision?: { basedOn?: number | undefined },
  ): Promise<ReplaceAtEnding>;
  /**
   * Stores a configuration that is already of the right shape (the UI's forms). `debugHours`: how long debug stays on;
   * without it debug that was on keeps its end, and debug that is turned on ends after a day.
   */
  store(
    shop: ShopRef,
    configuration: Configuration,
    savedBy: string,
    choices?: { debugHours?: number },
  ): Promise<StoreEnding>;
  /** When debug ends by itself, as an ISO instant; null while it is off. */
  debugEnds(shop: ShopRef): Promise<string | null>;
  /**
   * Holds or resumes all deliveries. Not part of the configuration's document, so that a PUT of it never resumes what
   * somebody paused. Changes are accepted meanwhile, and go out when it is resumed. Twice is the same as once.
   */
  setPaused(shop: ShopRef, paused: boolean, savedBy: string): Promise<void>;
}

export type TriggerEnding = { kind: 'accepted'; changeId: string } | { kind: 'invalid'; faults: Fault[] };

export interface ChangeService {
  trigger(shop: ShopRef, sent: unknown): Promise<TriggerEnding>;
}

export interface StatusView {
  enabled: boolean;
  paused: boolean;
  queueDepth: number;
  oldestPendingSeconds: number | null;
  successRate: number | null;
  errorRate: number | null;
  averageLatencyMs: number | null;
  p95LatencyMs: number | null;
  windowSeconds: number;
}

export interface EntryView {
  id: string;
  at: string;
  source: string;
  customer: string;
  event: string;
  action: 'create' | 'update' | 'delete' | 'unlink' | 'none';
  outcome: 'succeeded' | 'unchanged' | 'skipped' | 'retrying' | 'failed';
  attempt: number;
  latencyMs: number;
  httpStatus: number | null;
  code: string | null;
  message: string | null;
  requestId: string | null;
}

export interface LogQuery {
  /** The source's plain id; or an e-mail address, which stands for the customers it was last sent for. */
  customer?: string;
  outcome?: EntryView['outcome'];
  action?: EntryView['action'];
  event?: string;
  source?: string;
  /** ISO instant: nothing older. */
  since?: string;
  limit: number;
  /** `nextCursor` of the page before. */
  cursor?: string;
}

export interface LogPage {
  entries: EntryView[];
  /** null when nothing older matches. Where few entries match, a page may be short and still have a next one. */
  nextCursor: string | null;
}

/** One entry with what debug logging kept of it, and the attempts before it. */
export interface EntryDetail {
  entry: EntryView;
  /** What was sent and what came back, redacted, as it was stored; null without debug logging. */
  detail: unknown;
  /** Of the same change, newest first. */
  earlier: EntryView[];
}

export interface NoticeView {
  id: string;
  kind: string;
  params: Record<string, string | number>;
  openedAt: string;
}

export interface MonitorService {
  status(shop: ShopRef, windowSeconds: number): Promise<StatusView>;
  /** Outcomes and latencies over time, oldest first. */
  trend(shop: ShopRef, window: WindowName): Promise<TrendBin[]>;
  log(shop: ShopRef, query: LogQuery): Promise<LogPage>;
  /** Everything that matches, newest first and bounded, as CSV. */
  logAsCsv(shop: ShopRef, query: Omit<LogQuery, 'limit' | 'cursor'>): AsyncIterable<string>;
  entry(shop: ShopRef, id: string): Promise<EntryDetail | null>;
  notices(shop: ShopRef): Promise<NoticeView[]>;
}

export interface ProblemView {
  id: string;
  customer: string;
  cause: string;
  message: string;
  fix: string;
  since: string;
  attempts: number;
}

export type ReplaySelection = { ids: string[] } | { cause: string } | { all: true };

/** How many customers wait for a person because of one cause. */
export interface CauseView {
  cause: string;
  count: number;
  /** The sentence and what to do, in English; the screens have both by the cause's name. */
  message: string;
  fix: string;
}

export interface ProblemService {
  /** Every cause with its total, the most frequent first. */
  causes(shop: ShopRef): Promise<CauseView[]>;
  list(
    shop: ShopRef,
    query: { limit: number; cursor?: string; cause?: string },
  ): Promise<{ problems: ProblemView[]; nextCursor: string | null }>;
  /** Puts the chosen problems back into the queue; answers how many. */
  replay(shop: ShopRef, selection: ReplaySelection): Promise<{ replayed: number }>;
  /** What was left out of contacts that are in Brevo all the same, the most frequent first. */
  warned(shop: ShopRef): Promise<WarnedView[]>;
  /** Attributes that the mapping names and the account lacked when it was read last. Asks no vendor. */
  missingAttributes(shop: ShopRef): Promise<string[]>;
  /** Creates them in Brevo, each with the type its field asks for, and syncs again whoever went without. */
  createMissing(shop: ShopRef): Promise<FixEnding>;
  /** Syncs again whoever went without this; very many by comparing everybody, which `runId` names. */
  retryWarned(shop: ShopRef, code: string): Promise<{ replayed: number; runId: string | null }>;
}

/** Customers whose contact was written without a part of their data. */
export interface WarnedView {
  /** What was left out and why: a code of a warning (domain/mapping.ts). */
  code: Warning['code'];
  count: number;
  /** The count stopped here. */
  atLeast: boolean;
  attributes: string[];
  /** A few of them, by the source's plain id. */
  customers: string[];
}

export type FixEnding =
  | { kind: 'fixed'; created: string[]; replayed: number; runId: string | null }
  | { kind: 'failed'; message: string }
  | { kind: 'not_connected' };

export interface RunView {
  id: string;
  kind: 'import' | 'reconciliation';
  /** An import that only counts and reports; it writes nothing anywhere. */
  dryRun: boolean;
  /** A reconciliation: the differences that it repairs; null for an import. */
  repair: readonly DifferenceKind[] | null;
  /** A reconciliation of everything, or only of what changed lately; null for an import. */
  scope: 'full' | 'recent' | null;
  /** Which of the shop's sources is read; null: the configured one. */
  source: Source | null;
  status: 'queued' | 'running' | 'paused' | 'completed' | 'failed' | 'cancelled';
  phase: string;
  counts: Record<string, number>;
  report: Record<string, unknown>;
  error: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

export type StartRunEnding = { kind: 'started'; id: string } | { kind: 'not_connected' };

/** How a run was started. */
export interface RunOptions {
  dryRun: boolean;
  /** A reconciliation: the differences that it repairs; absent: all but contacts on the list that are nobody's. */
  repair?: readonly DifferenceKind[] | undefined;
  /** Which of the shop's sources is read; absent: the configured one. */
  source?: Source | undefined;
  /** A reconciliation: of everything, or only of what changed on either side since the last one. */
  scope?: 'full' | 'recent';
}

export type ControlRunEnding =
  | { kind: 'done' }
  | { kind: 'unknown' }
  /** The run is in a state in which this cannot be done: paused already, ended ... */
  | { kind: 'not_allowed'; status: RunView['status'] };

export type DifferencesEnding =
  /** The file in parts; read once. */
  { kind: 'read'; csv: AsyncIterable<string> } | { kind: 'unknown' } | { kind: 'not_kept'; days: number };

export interface RunService {
  start(shop: ShopRef, kind: RunView['kind'], options: RunOptions): Promise<StartRunEnding>;
  read(shop: ShopRef, kind: RunView['kind'], id: string): Promise<RunView | null>;
  /** The newest one that is no dry run. */
  latest(shop: ShopRef, kind: RunView['kind']): Promise<RunView | null>;
  /** Newest first, dry runs among them. */
  list(
    shop: ShopRef,
    kind: RunView['kind'],
    query: { limit: number; cursor?: string },
  ): Promise<{ runs: RunView[]; nextCursor: string | null }>;
  /** Everything that a reconciliation found, as CSV. */
  differences(shop: ShopRef, id: string): Promise<DifferencesEnding>;
  /** Stops a queued or running run where it is; customers that it queued wait with it. */
  pause(shop: ShopRef, kind: RunView['kind'], id: string): Promise<ControlRunEnding>;
  /** Lets a paused run go on where it was. */
  resume(shop: ShopRef, kind: RunView['kind'], id: string): Promise<ControlRunEnding>;
  /** Ends a run for good: what it queued and nobody has begun is taken back, what was delivered stays. */
  cancel(shop: ShopRef, kind: RunView['kind'], id: string): Promise<ControlRunEnding>;
}

export interface TokenView {
  id: string;
  name: string;
  hint: string;
  createdAt: string;
  lastUsedAt: string | null;
}

export type CreateTokenEnding =
  /** The token itself is in the answer once and never again. */
  | { kind: 'created'; token: string; view: TokenView }
  /** The shop has as many as it may: one has to be revoked first. */
  | { kind: 'too_many'; most: number };

export interface TokenService {
  list(shop: ShopRef): Promise<TokenView[]>;
  create(shop: ShopRef, name: string): Promise<CreateTokenEnding>;
  revoke(shop: ShopRef, id: string): Promise<boolean>;
}

/** Sources that a merchant connects by hand; Shopify is connected by installing the app. */
export type ConnectableSource = Exclude<Source, 'shopify'>;

/** `GET /api/v1/sources`. Neither credentials nor the signing secret are ever in it. */
export interface SourceView {
  source: ConnectableSource;
  /** The base address of the other shop; null where it is never called. */
  url: string | null;
  health: 'ok' | 'unauthorized' | 'unreachable';
  healthMessage: string | null;
  connectedAt: string;
  checkedAt: string;
  /** When the source last told of a change; null before the first one. */
  receivedAt: string | null;
  /** Where the source sends its events; null for one that is polled. */
  ingestUrl: string | null;
  options: Record<string, unknown>;
}

export type ConnectSourceEnding =
  /** `secret` signs what the source sends: it is in this answer and in that of a rotation, and nowhere else. */
  | { kind: 'connected'; source: SourceView; secret: string | null; subscribed: boolean }
  | { kind: 'invalid'; faults: Fault[] }
  /** The shop answered, and does not let us in. Nothing was stored. */
  | { kind: 'refused'; message: string }
  /** The shop could not be asked. Nothing was stored. */
  | { kind: 'unreachable'; message: string };

export interface SourceService {
  list(shop: ShopRef): Promise<SourceView[]>;
  /** Checks what was sent with the other shop and stores it; a connection of the same source is replaced. */
  connect(shop: ShopRef, source: ConnectableSource, sent: unknown): Promise<ConnectSourceEnding>;
  /** Asks the other shop again whether we may read it; null for a source that is not connected. */
  check(shop: ShopRef, source: ConnectableSource): Promise<SourceView | null>;
  /** A new signing secret; the former one ends at once. null: not connected, or it signs nothing. */
  rotate(shop: ShopRef, source: ConnectableSource): Promise<string | null>;
  /** Forgets the connection; contacts stay as they are. */
  disconnect(shop: ShopRef, source: ConnectableSource): Promise<boolean>;
}

/** A message to the merchant's own address, and how its delivery stands. */
export interface MessageView {
  id: string;
  event: NotificationEvent | 'test';
  createdAt: string;
  status: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  lastAt: string | null;
  nextAt: string | null;
  httpStatus: number | null;
  durationMs: number | null;
  error: string | null;
  data: Record<string, unknown>;
}

export interface NotificationSecretView {
  secret: string;
  createdAt: string;
  /** After a rotation: until when messages carry a signature of the former secret too. */
  formerValidUntil: string | null;
}

export type SendTestEnding = { kind: 'no_address' } | { kind: 'sent'; message: MessageView };

export interface NotificationService {
  messages(
    shop: ShopRef,
    query: { limit: number; cursor?: string },
  ): Promise<{ messages: MessageView[]; nextCursor: string | null }>;
  /** Sends a message of the event `test` at once, and answers how that went. */
  sendTest(shop: ShopRef): Promise<SendTestEnding>;
  /** Puts a message that was delivered or given up back into the queue; false where there is none of this id. */
  resend(shop: ShopRef, id: string): Promise<boolean>;
  /** What messages are signed with; the first one is made when it is asked for. */
  secret(shop: ShopRef): Promise<NotificationSecretView>;
  /** Makes a new secret; the former one signs beside it for a day. */
  rotateSecret(shop: ShopRef): Promise<NotificationSecretView>;
}
