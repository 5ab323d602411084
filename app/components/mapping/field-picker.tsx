import { useTranslation } from 'react-i18next';
import { isSourceField } from '../../domain/fields.ts';
import type { StoreFields } from '../../mapping-service.ts';
import type { Row } from './draft.ts';
import { fieldOptions } from './fields.ts';
import { fieldName } from './names.ts';
import { Picker, type PickerOption } from './picker.tsx';

interface FieldPickerProps {
  value: string;
  rows: readonly Row[];
  store: StoreFields | null;
  onChange(source: string): void;
  error: string | undefined;
  autoFocus: boolean;
}

/** Which field of the store: those that every customer has, and the store's own metafields and tags. */
export function FieldPicker({ value, rows, store, onChange, error, autoFocus }: FieldPickerProps) {
  const { t } = useTranslation();
  const taken = new Set(rows.map(({ source }) => source).filter((source) => source !== value));
  const options = fieldOptions(store)
    .filter(({ source }) => !taken.has(source))
    .map(({ source, group }): PickerOption => {
      const own = group === 'metafields' ? { detail: source.replace(/^metafield\./, '') } : {};
      return {
        value: source,
        label: fieldName(source, store, t),
        section: t(`mapping.group.${group}`),
        ...own,
      };
    });
  const shown = options.some((option) => option.value === value)
    ? options
    : [...options, ...(value === '' ? [] : [{ value, label: fieldName(value, store, t) }])];
  // A metafield without a definition and a tag that nobody has yet are found by their full name.
  const byName = (typed: string): PickerOption | null => {
    if (typed === '' || taken.has(typed) || shown.some((option) => option.value === typed)) return null;
    if (!/^(?:metafield\.|tag:)/.test(typed) || !isSourceField(typed)) return null;
    return { value: typed, label: fieldName(typed, store, t), detail: typed };
  };
  return (
    <Picker
      label={t('mapping.field_label')}
      value={value}
      options={shown}
      onChange={onChange}
      extra={byName}
      placeholder={t('mapping.field_search')}
      help={value === '' ? t('mapping.field_help') : undefined}
      none={t('mapping.field_none')}
      error={error}
      autoFocus={autoFocus}
    />
  );
}
