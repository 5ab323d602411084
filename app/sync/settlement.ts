import type { Answer } from '../ports.ts';
import type { Link } from './link.sql.ts';
import type { ClaimedRow } from './pending.sql.ts';
import type { Step } from './steps.server.ts';

export type Action = 'create' | 'update' | 'delete' | 'unlink' | 'none';
export type Outcome = 'succeeded' | 'unchanged' | 'skipped' | 'retrying' | 'failed';

/** What the entry says besides whom and when. */
export interface EntryPart {
  action: Action;
  outcome: Outcome;
  httpStatus: number | null;
  code: string | null;
  message: string | null;
  requestId: string | null;
}

/** How one attempt on one row ended: recorded together by sync/record.server.ts. */
export interface Settlement {
  row: ClaimedRow;
  entry: EntryPart;
  /** With debug on: the calls that were made, redacted. */
  steps?: Step[];
  /** The link as it is now; null leaves it as it was. */
  link: Link | null;
  next:
    | { kind: 'finish' }
    | { kind: 'retry'; reason: string; vendorMs?: number; unsure: boolean }
    /** A person has to look: the row leaves the queue and becomes a problem. */
    | { kind: 'problem'; cause: string; message: string };
  /** What a contact held and no longer holds: whoever had to do without it gets another look. */
  released?: Released;
  /** Who else has this contact in another source and is to be looked at again, by key. */
  look?: Pick<Link, 'source' | 'customerId'>[];
  /** The trouble is the account's or the source's, not the customer's: the drain stops and waits. */
  trouble?: Trouble;
}

export interface Released {
  phone?: string | undefined;
  extId?: string | undefined;
}

export type Trouble =
  | { kind: 'unauthorized'; cause: string; message: string }
  | { kind: 'unavailable'; code: string; message: string }
  | { kind: 'limited' };

type Failure = Exclude<Answer, { kind: 'ok' }>;

/** Writes of one delivery: what was done last, for the entry. */
export interface Trail {
  action: Action;
  httpStatus: number | null;
  requestId: string | null;
}

export function succeeded(
  row: ClaimedRow,
  link: Link | null,
  trail: Trail,
  code: string | null = null,
  message: string | null = null,
): Settlement {
  return {
    row,
    link,
    entry: {
      action: trail.action,
      outcome: 'succeeded',
      httpStatus: trail.httpStatus,
      code,
      message,
      requestId: trail.requestId,
    },
    next: { kind: 'finish' },
  };
}

export function unchanged(row: ClaimedRow, link: Link | null): Settlement {
  return {
    row,
    link,
    entry: {
      action: 'none',
      outcome: 'unchanged',
      httpStatus: null,
      code: null,
      message: null,
      requestId: null,
    },
    next: { kind: 'finish' },
  };
}

export function skipped(row: ClaimedRow, link: Link | null, code: string, message: string): Settlement {
  return {
    row,
    link,
    entry: { action: 'none', outcome: 'skipped', httpStatus: null, code, message, requestId: null },
    next: { kind: 'finish' },
  };
}

/** The endings of a failed call (design section 6, Failures): wait and try again, pause the account, or ask a person. */
export function failed(row: ClaimedRow, action: Action, answer: Failure): Settlement {
  const entry = { action, httpStatus: answer.status, message: answer.message, requestId: answer.requestId };
  switch (answer.kind) {
    case 'unavailable':
      return {
        row,
        link: null,
        entry: { ...entry, outcome: 'retrying', code: answer.code },
        next: { kind: 'retry', reason: 'outage', unsure: answer.applied === 'unknown' },
        trouble: { kind: 'unavailable', code: answer.code, message: answer.message },
      };
    case 'limited':
      return {
        row,
        link: null,
        entry: { ...entry, outcome: 'retrying', code: 'rate_limited' },
        next: { kind: 'retry', reason: 'rate_limited', unsure: false, vendorMs: answer.resetMs ?? 1_000 },
        trouble: { kind: 'limited' },
      };
    case 'unauthorized':
      return {
        row,
        link: null,
        entry: { ...entry, outcome: 'retrying', code: answer.cause },
        next: { kind: 'retry', reason: 'unauthorized', unsure: false, vendorMs: 0 },
        trouble: { kind: 'unauthorized', cause: answer.cause, message: answer.message },
      };
    case 'not_found':
      return problem(row, action, answer, 'not_found');
    case 'rejected':
      return refused(row, action, answer, causeOf(answer.status, answer.message));
  }
}

/**
 * An attribute that was there a moment ago is gone or has another type: what is remembered of the account is read anew
 * (record.server.ts), and the next attempt goes by that. Only when that is refused too has a person to look.
 */
function refused(row: ClaimedRow, action: Action, answer: Failure, cause: string): Settlement {
  const ended = problem(row, action, answer, cause);
  if (cause !== 'attribute_missing' || row.attempt > 0) return ended;
  return {
    ...ended,
    entry: { ...ended.entry, outcome: 'retrying' },
    next: { kind: 'retry', reason: ATTRIBUTES_CHANGED, unsure: false, vendorMs: 0 },
  };
}

export const ATTRIBUTES_CHANGED = 'attributes_changed';

function problem(row: ClaimedRow, action: Action, answer: Failure, cause: string): Settlement {
  return {
    row,
    link: null,
    entry: {
      action,
      outcome: 'failed',
      httpStatus: answer.status,
      code: cause,
      message: answer.message,
      requestId: answer.requestId,
    },
    next: { kind: 'problem', cause, message: answer.message },
  };
}

/** Causes that monitor/causes.ts explains to the merchant. */
function causeOf(status: number, message: string): string {
  if (status === 402) return 'plan_limit';
  if (status === 403) return 'permission_denied';
  if (status === 405) return 'cannot_be_deleted';
  if (/list/i.test(message)) return 'list_missing';
  if (/attribute/i.test(message)) return 'attribute_missing';
  return 'rejected_by_brevo';
}

/** Brevo goes on naming an identifier as taken and does not show by whom: somebody has to look at both contacts. */
export function conflict(row: ClaimedRow): Settlement {
  return asProblem(
    row,
    'contact_conflict',
    'Brevo says that another contact has an identifier of this one, but does not show which',
  );
}

/** A bug of ours that one customer's data brings out: the others go on, and the replay has it when it is mended. */
export function unexpected(row: ClaimedRow): Settlement {
  return asProblem(row, 'unexpected', 'The customer could not be handled because of a fault in the app');
}

function asProblem(row: ClaimedRow, cause: string, message: string): Settlement {
  return {
    row,
    link: null,
    entry: { action: 'none', outcome: 'failed', httpStatus: null, code: cause, message, requestId: null },
    next: { kind: 'problem', cause, message },
  };
}
