import type { Answer } from './answer.ts';
import { type BrevoClient, JsonText } from './client.server.ts';

type Failure = Exclude<Answer, { kind: 'ok' }>;

/** One import: rows that share a consent state and a list (facts/brevo.md section 5). */
export interface ImportCall {
  /** The rows as JSON texts of `{email?, attributes}`. */
  rows: readonly string[];
  listId: number;
  emailBlocked: boolean;
  smsBlocked: boolean;
  /** Called when it is over; null: only asking tells. */
  notifyUrl: string | null;
}

export type ImportStarted =
  /** `at`: Brevo's clock in the moment it was taken (ISO), where the answer told it. */
  { kind: 'started'; processId: number | null; at: string | null } | { kind: 'failed'; answer: Failure };

export type ImportState =
  | { kind: 'running' }
  /** Reports by name; each is the address of a file that names rows Brevo did not take as they were. */
  | { kind: 'completed'; reports: Record<string, string> }
  | { kind: 'ended'; how: string }
  | { kind: 'failed'; answer: Failure };

export interface BrevoImports {
  start(call: ImportCall): Promise<ImportStarted>;
  state(processId: number): Promise<ImportState>;
  /** The newest imports of the account that have not ended, ours and others', newest first. */
  running(): Promise<{ kind: 'read'; processIds: number[] } | { kind: 'failed'; answer: Failure }>;
  /** The lines of a report; null when it cannot be read. */
  report(address: string): Promise<string[] | null>;
}

const REPORT_BYTES = 16 * 1024 * 1024;
const REPORT_MS = 30_000;

/** Imports of one account. Never two at a time: they can get stuck. Whoever calls sees to that. */
export function brevoImports(client: BrevoClient): BrevoImports {
  return {
    async start({ rows, listId, emailBlocked, smsBlocked, notifyUrl }) {
      const rest = {
        listIds: [listId],
        updateExistingContacts: true,
        emptyContactsAttributes: false,
        emailBlacklist: emailBlocked,
        smsBlacklist: smsBlocked,
        disableNotification: true,
        ...(notifyUrl === null ? {} : { notifyUrl }),
      };
      const text = `{"jsonBody":[${rows.join(',')}],${JSON.stringify(rest).slice(1)}`;
      const answer = await client.call('POST', '/contacts/import', new JsonText(text));
      if (answer.kind !== 'ok') return { kind: 'failed', answer };
      const id = Number((answer.body as { processId?: unknown } | null)?.processId);
      return { kind: 'started', processId: Number.isSafeInteger(id) ? id : null, at: answer.at ?? null };
    },
    async state(processId) {
      const answer = await client.call('GET', `/processes/${processId}`);
      if (answer.kind === 'not_found') return { kind: 'ended', how: 'unknown' };
      if (answer.kind !== 'ok') return { kind: 'failed', answer };
      const body = answer.body as { status?: string; info?: { import?: Record<string, unknown> } } | null;
      const status = body?.status ?? 'queued';
      if (status === 'completed') return { kind: 'completed', reports: addresses(body?.info?.import) };
      return status === 'failed' || status === 'cancelled'
        ? { kind: 'ended', how: status }
        : { kind: 'running' };
    },
    async running() {
      const answer = await client.call('GET', '/processes?limit=50&offset=0&sort=desc');
      if (answer.kind !== 'ok') return { kind: 'failed', answer };
      const body = answer.body as { processes?: { id: number; name: string; status: string }[] } | null;
      const live = (body?.processes ?? []).filter(
        (p) => p.name === 'IMPORTUSER' && !['completed', 'failed', 'cancelled'].includes(p.status),
      );
      return { kind: 'read', processIds: live.map((p) => p.id).sort((a, b) => b - a) };
    },
    report: readReport,
  };
}

function addresses(found: Record<string, unknown> | undefined): Record<string, string> {
  const given = Object.entries(found ?? {}).filter((pair): pair is [string, string] => isAddress(pair[1]));
  return Object.fromEntries(given);
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https:\/\/|^http:\/\/127\.0\.0\.1[:/]/.test(value);
}

/** The key is not sent along: the files lie elsewhere. What is longer than a report can be is not read. */
async function readReport(address: string): Promise<string[] | null> {
  try {
    const response = await globalThis.fetch(address, { signal: AbortSignal.timeout(REPORT_MS) });
    if (!response.ok || Number(response.headers.get('content-length') ?? 0) > REPORT_BYTES) return null;
    return (await response.text()).split(/\r?\n/).filter((line) => line.trim() !== '');
  } catch {
    return null;
  }
}
