import { isWritable } from '../../domain/attribute-names.ts';
import { attributeTypeFor } from '../../domain/attribute-type.ts';
import type { Customer } from '../../domain/customer.ts';
import type { MappingSetting } from '../../domain/mapping.ts';
import type { BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { StoreFields } from '../../mapping-service.ts';
import { isFixed, type Row, rulesIn } from './draft.ts';
import type { RowFault } from './faults.ts';
import { customTypeOf } from './fields.ts';
import type { RowView } from './rule-row.tsx';
import type { MappingEdit } from './use-mapping.ts';
import type { StepsOf } from './use-steps.ts';

interface ViewParts {
  edit: Pick<MappingEdit, 'draft' | 'saved'>;
  /** Null: not known. */
  attributes: readonly BrevoAttribute[] | null;
  store: StoreFields | null;
  faults: Map<string, RowFault[]>;
  sample: Customer | null;
  /** null: on its way. */
  stepsOf: StepsOf | null;
}

/** The rows as they are shown: with the attribute each leads to, and its steps on a real customer. */
export function viewsOf({ edit, attributes, store, faults, sample, stepsOf }: ViewParts): RowView[] {
  const { rows, rest } = edit.draft;
  const held = new Map((attributes ?? []).filter(isWritable).map((each) => [each.name, each]));
  const planned = (row: Row): BrevoAttribute => ({
    name: row.attribute,
    category: 'normal',
    type: attributeTypeFor(row, customTypeOf(row.source, store)),
    options: [],
  });
  const lacking = (row: Row) => row.attribute !== '' && !isFixed(row) && !held.has(row.attribute);
  const setting: MappingSetting = {
    rules: rulesIn(rows),
    attributes: [...held.values(), ...rows.filter(lacking).map(planned)],
    policy: rest.options,
    timeZone: edit.saved.timeZone,
    shopCountry: edit.saved.shopCountry,
  };
  return rows.map((row, position) => ({
    row,
    position,
    total: rows.length,
    faults: faults.get(row.key) ?? [],
    // Of a row that was only begun there is the field at least.
    steps: sample && stepsOf && row.source !== '' ? stepsOf(row, sample, setting) : null,
    attribute: row.attribute === '' || isFixed(row) ? null : (held.get(row.attribute) ?? planned(row)),
    missing: attributes !== null && lacking(row) && !(faults.get(row.key) ?? []).length,
  }));
}
