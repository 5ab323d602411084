import { useTranslation } from 'react-i18next';
import {
  ATTRIBUTE_NAME,
  isWritable,
  matchingAttribute,
  newAttributeName,
} from '../../domain/attribute-names.ts';
import { attributeTypeFor } from '../../domain/attribute-type.ts';
import type { BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { StoreFields } from '../../mapping-service.ts';
import type { Row } from './draft.ts';
import { customTypeOf } from './fields.ts';
import { Picker, type PickerOption } from './picker.tsx';

interface AttributePickerProps {
  row: Row;
  rows: readonly Row[];
  attributes: readonly BrevoAttribute[];
  store: StoreFields | null;
  onChange(attribute: string): void;
  error: string | undefined;
}

/** Which attribute of the account, or a new one: what fits the field by its name comes first. */
export function AttributePicker({ row, rows, attributes, store, onChange, error }: AttributePickerProps) {
  const { t } = useTranslation();
  const taken = new Set(rows.filter(({ key }) => key !== row.key).map(({ attribute }) => attribute));
  const free = attributes.filter((attribute) => isWritable(attribute) && !taken.has(attribute.name));
  const fitting = row.source === '' ? null : matchingAttribute(row.source, free);
  const held = free.map(({ name, type }): PickerOption => {
    const section = t(name === fitting ? 'mapping.suggested' : 'mapping.in_account');
    return { value: name, label: name, detail: t(`mapping.type.${type}`), section };
  });
  const type = t(`mapping.type.${attributeTypeFor(row, customTypeOf(row.source, store))}`);
  const made = (name: string): PickerOption => ({
    value: name,
    label: name,
    detail: t('mapping.will_be_created', { type }),
    section: t('mapping.new_attribute'),
  });
  const isNew = (name: string) => !taken.has(name) && !attributes.some((each) => each.name === name);
  const fresh = row.source === '' ? '' : newAttributeName(row.source, attributes);
  const options = [
    ...held.filter(({ value }) => value === fitting),
    ...(fitting === null && fresh !== '' && isNew(fresh) ? [made(fresh)] : []),
    ...held.filter(({ value }) => value !== fitting),
    ...(row.attribute !== '' && row.attribute !== fresh && isNew(row.attribute) ? [made(row.attribute)] : []),
  ];
  const byName = (typed: string): PickerOption | null => {
    const name = typed.toUpperCase().replace(/\s+/g, '_');
    const there = options.some(({ value }) => value === name);
    return ATTRIBUTE_NAME.test(name) && isNew(name) && !there ? made(name) : null;
  };
  return (
    <Picker
      label={t('mapping.attribute_label')}
      value={row.attribute}
      options={options}
      onChange={onChange}
      extra={byName}
      placeholder={t('mapping.attribute_search')}
      help={row.attribute === '' ? t('mapping.attribute_help') : undefined}
      none={t('mapping.attribute_none')}
      error={error}
    />
  );
}
