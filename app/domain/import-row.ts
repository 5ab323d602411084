import type { RemoteContact } from './remote.ts';
import { createBody, differenceBody, type TargetContact } from './target.ts';
import { type AttributeValue, isPhoneAttribute } from './transforms.ts';

/** Bytes of rows in one import: a body may hold 10 MB, the vendor advises about 8 (facts/brevo.md section 5). */
export const IMPORT_BYTES = 8_000_000;

/**
 * What all rows of one import have in common, because Brevo's flags hold for every row of a call (facts/brevo.md
 * section 5). `listed`: the import's list is the synced one; else a temporary one, because an import needs a list.
 */
export interface ImportGroup {
  emailBlocked: boolean;
  smsBlocked: boolean;
  listed: boolean;
}

export interface ImportRow {
  email?: string;
  attributes: Record<string, AttributeValue>;
}

/** Why a contact cannot come right by an import and is written by a call of its own. */
export type SingleReason =
  | 'lifts_block'
  | 'clears_value'
  | 'leaves_list'
  | 'moves_address'
  | 'holds_identifier'
  | 'no_difference';

export type ImportRowReading =
  | { kind: 'row'; group: ImportGroup; row: ImportRow }
  | { kind: 'single'; why: SingleReason };

/**
 * The row that brings a contact to its target. `remote` is Brevo's contact as just read, null where there is none.
 *
 * What an unset flag does to a blocklisting is not known, so no row may leave it to that: a channel that is blocked in
 * Brevo, or is to be, goes with its flag set; with an unset flag go only contacts that are absent or known to be open.
 * A block that is to be lifted, a value to be cleared and a list to be left are beyond an import.
 */
export function importRowOf(
  target: TargetContact,
  remote: RemoteContact | null,
  formerList: number | null,
): ImportRowReading {
  if (target.emailBlock === 'lift' || target.smsBlock === 'lift') return single('lifts_block');
  if (Object.entries(target.attributes).some(([n, v]) => v !== null && n !== 'SMS' && isPhoneAttribute(n)))
    return single('holds_identifier');
  const wanted = remote === null ? createBody(target) : differenceBody(target, remote, formerList);
  if (wanted === null) return single('no_difference');
  const { EMAIL, ...attributes } = wanted.attributes ?? {};
  if (EMAIL !== undefined) return single('moves_address');
  if (wanted.unlinkListIds) return single('leaves_list');
  if (Object.values(attributes).some(isEmpty)) return single('clears_value');
  if (wanted.ext_id !== undefined) attributes.EXT_ID = wanted.ext_id;
  // Without an e-mail address the phone is what the row is known by.
  if (target.email === null) attributes.SMS = target.attributes.SMS ?? '';
  return {
    kind: 'row',
    group: {
      emailBlocked: target.emailBlock === 'set' || remote?.emailBlacklisted === true,
      smsBlocked: target.smsBlock === 'set' || remote?.smsBlacklisted === true,
      listed: (wanted.listIds ?? []).length > 0,
    },
    row: { ...(target.email === null ? {} : { email: target.email }), attributes },
  };
}

function single(why: SingleReason): ImportRowReading {
  return { kind: 'single', why };
}

function isEmpty(value: AttributeValue): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

/** Groups as numbers from 1 to 8, the form in which they are stored. */
export function groupNumber({ emailBlocked, smsBlocked, listed }: ImportGroup): number {
  return 1 + (emailBlocked ? 1 : 0) + (smsBlocked ? 2 : 0) + (listed ? 4 : 0);
}

export function groupOf(number: number): ImportGroup {
  const bits = number - 1;
  return { emailBlocked: (bits & 1) !== 0, smsBlocked: (bits & 2) !== 0, listed: (bits & 4) !== 0 };
}
