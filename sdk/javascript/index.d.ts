import type { components } from './openapi.d.ts';

type Schemas = components['schemas'];
/** The name of the skill. */
type Skill = 'customer-sync' | (string & {});

export type Configuration = Schemas['Configuration'];
export type ConfigurationRequest = Schemas['ConfigurationRequest'];
export type TriggerRequest = Schemas['TriggerRequest'];
export type Status = Schemas['Status'];
export type LogPage = Schemas['LogPage'];
export type ProblemPage = Schemas['ProblemPage'];
export type Connection = Schemas['Connection'];
export type Run = Schemas['Run'];

export interface ClientOptions {
  /** Where the app runs, for example https://sync.example.com */
  url: string;
  /** An API token made in Settings (csb_...). */
  token: string;
  fetch?: typeof globalThis.fetch;
  sleep?: (ms: number) => Promise<void>;
}

export interface CallOptions {
  json?: unknown;
  body?: string;
  headers?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
}

interface Runs {
  start(skill: Skill, options?: { dryRun?: boolean }): Promise<{ id: string }>;
  read(skill: Skill, id: string): Promise<Run>;
}

export class CustomerSyncClient {
  constructor(options: ClientOptions);
  readonly connection: {
    read(): Promise<Connection>;
    connect(apiKey: string): Promise<Connection>;
    disconnect(): Promise<void>;
  };
  readonly skills: {
    configuration(skill: Skill): Promise<Configuration>;
    /** Replaces the whole configuration; what is left out takes its default. */
    configure(skill: Skill, configuration: ConfigurationRequest): Promise<Configuration>;
    /** Turns the skill on: with a configuration that replaces the stored one, or as it is. */
    enable(skill: Skill, configuration?: ConfigurationRequest): Promise<Configuration>;
    disable(skill: Skill): Promise<Configuration>;
    trigger(skill: Skill, event: TriggerRequest): Promise<{ changeId: string }>;
    /** `window` in seconds. */
    status(skill: Skill, options?: { window?: number }): Promise<Status>;
    log(
      skill: Skill,
      query?: {
        customer?: string;
        outcome?: LogPage['entries'][number]['outcome'];
        limit?: number;
        cursor?: string;
      },
    ): Promise<LogPage>;
    problems(skill: Skill, query?: { cause?: string; limit?: number; cursor?: string }): Promise<ProblemPage>;
    retryProblems(
      skill: Skill,
      selection: { ids: string[] } | { cause: string } | { all: true },
    ): Promise<{ replayed: number }>;
    readonly imports: Runs;
    readonly reconciliations: Runs;
  };
  request<T = unknown>(method: string, path: string, options?: CallOptions): Promise<T>;
  respond(method: string, path: string, options?: CallOptions): Promise<Response>;
}

export class CustomerSyncError extends Error {
  readonly name: 'CustomerSyncError';
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly code: string | null;
  readonly errors: { path: string; message: string; line?: number; column?: number }[];
}
