import type { RemoteContact } from './remote.ts';
import type { ContactBody, TargetContact } from './target.ts';
import type { AttributeValue } from './transforms.ts';

/**
 * The ways in which Brevo's contact can differ; a customer may differ in several.
 *
 *   missing_in_brevo   a customer without a contact          extra_in_brevo    a contact kept for a customer who is gone
 *   not_on_list        should be on the list                 on_list           should not
 *   foreign_on_list    on the list and nobody's             not_delivered     a change of the store that was missed
 */
export const DIFFERENCE_KINDS = [
  'missing_in_brevo',
  'extra_in_brevo',
  'attribute_differs',
  'consent_differs',
  'not_on_list',
  'on_list',
  'ext_id_differs',
  'foreign_on_list',
  'not_delivered',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/**
 * What a reconciliation repairs where the merchant does not choose: everything but contacts on the list that belong to
 * no customer, which may be there on purpose.
 */
export const REPAIRED_BY_DEFAULT: readonly DifferenceKind[] = DIFFERENCE_KINDS.filter(
  (kind) => kind !== 'foreign_on_list',
);

/** A repair brings everything of a customer up to date, so it is made only where every difference may be repaired. */
export function mayRepair(differences: readonly Difference[], chosen: readonly DifferenceKind[]): boolean {
  return differences.every(({ kind }) => chosen.includes(kind));
}

/** One difference: what the store's side says of a field of the contact, and what Brevo holds; null is nothing. */
export interface Difference {
  kind: DifferenceKind;
  /** Brevo's name of the attribute, or `contact`, `list`, `ext_id`, `email_blocked`, `sms_blocked`. */
  field: string;
  wanted: string | null;
  held: string | null;
}

/** What a body that brings a contact up to date would change, field by field. */
export function differencesOf(body: ContactBody, target: TargetContact, remote: RemoteContact): Difference[] {
  const found: Difference[] = [];
  for (const [name, value] of Object.entries(body.attributes ?? {})) {
    const held = name === 'EMAIL' ? remote.email : remote.attributes[name];
    found.push({ kind: 'attribute_differs', field: name, wanted: shown(value), held: shown(held) });
  }
  const blocks = [
    ['email_blocked', body.emailBlacklisted, remote.emailBlacklisted],
    ['sms_blocked', body.smsBlacklisted, remote.smsBlacklisted],
  ] as const;
  for (const [field, wanted, held] of blocks)
    if (wanted !== undefined)
      found.push({ kind: 'consent_differs', field, wanted: String(wanted), held: String(held) });
  if (body.listIds)
    found.push({ kind: 'not_on_list', field: 'list', wanted: body.listIds.join(' '), held: null });
  if (body.unlinkListIds)
    found.push({ kind: 'on_list', field: 'list', wanted: null, held: body.unlinkListIds.join(' ') });
  if (body.ext_id !== undefined)
    found.push({ kind: 'ext_id_differs', field: 'ext_id', wanted: target.extId, held: remote.extId });
  return found;
}

function shown(value: AttributeValue | null | undefined): string | null {
  if (value === null || value === undefined || value === '') return null;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
