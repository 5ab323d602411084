import { BlockStack, Button, InlineStack, Select, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { matchingAttribute, newAttributeName } from '../../domain/attribute-names.ts';
import {
  type BrevoAttribute,
  type RuleOptions,
  TRANSFORMS,
  type Transform,
} from '../../domain/mapping-rule.ts';
import type { StoreFields } from '../../mapping-service.ts';
import { AttributePicker } from './attribute-picker.tsx';
import type { Row } from './draft.ts';
import { partFault } from './fault-text.tsx';
import { FieldPicker } from './field-picker.tsx';
import { customTypeOf, transformsFor } from './fields.ts';
import type { RowView } from './rule-row.tsx';

interface RuleEditorProps {
  view: RowView;
  rows: readonly Row[];
  attributes: readonly BrevoAttribute[];
  store: StoreFields | null;
  onChange(change: Partial<Omit<Row, 'key'>>): void;
  onClose(): void;
}

/** One rule of the table, to be edited: field, attribute, what is done on the way, and what an empty field means. */
export function RuleEditor({ view, rows, attributes, store, onChange, onClose }: RuleEditorProps) {
  const { t } = useTranslation();
  const { row, faults } = view;
  const fault = (part: Parameters<typeof partFault>[1]) => partFault(faults, part, t);
  const setOption = <Name extends keyof RuleOptions>(name: Name, value: RuleOptions[Name] | undefined) => {
    const { [name]: _, ...others } = row.options;
    onChange({ options: value === undefined ? others : { ...others, [name]: value } });
  };
  const offered = transformsFor(row.source, customTypeOf(row.source, store));
  const transforms = TRANSFORMS.filter((name) => offered.includes(name) || name === row.transform);
  // A new rule is about its field: the attribute follows it until somebody chooses another.
  const chooseField = (source: string) => {
    const followed = row.attribute === '' || row.attribute === suggested(row.source, attributes);
    onChange({ source, ...(followed ? { attribute: suggested(source, attributes) } : {}) });
  };
  return (
    <tr className="mapping-editor">
      <td colSpan={5}>
        <BlockStack gap="300">
          <div className="mapping-fields">
            <FieldPicker
              value={row.source}
              rows={rows}
              store={store}
              onChange={chooseField}
              error={fault('source')}
              autoFocus={row.source === ''}
            />
            <AttributePicker
              row={row}
              rows={rows}
              attributes={attributes}
              store={store}
              onChange={(attribute) => onChange({ attribute })}
              error={fault('attribute')}
            />
            <Select
              label={t('mapping.transform_label')}
              options={transforms.map((value) => ({ value, label: t(`mapping.transform.${value}`) }))}
              value={row.transform}
              onChange={(value) => onChange({ transform: value as Transform })}
              helpText={t(`mapping.transform_help.${row.transform}`)}
            />
            <OptionFields row={row} fault={fault} setOption={setOption} />
          </div>
          <InlineStack align="end">
            <Button onClick={onClose}>{t('mapping.done')}</Button>
          </InlineStack>
        </BlockStack>
      </td>
    </tr>
  );
}

/** The attribute that a field most likely goes to: the account's own, or what a new one would be called. */
function suggested(source: string, attributes: readonly BrevoAttribute[]): string {
  if (source === '') return '';
  return matchingAttribute(source, attributes) ?? newAttributeName(source, attributes);
}

interface OptionFieldsProps {
  row: Row;
  fault(part: 'value' | 'separator' | 'country' | 'default'): string | undefined;
  setOption<Name extends keyof RuleOptions>(name: Name, value: RuleOptions[Name] | undefined): void;
}

function OptionFields({ row, fault, setOption }: OptionFieldsProps) {
  const { t } = useTranslation();
  const { transform, options } = row;
  const text = (name: 'value' | 'separator' | 'country' | 'default', keepEmpty = false) => {
    const error = fault(name);
    return (
      <TextField
        key={name}
        label={t(`mapping.option.${name}`)}
        helpText={t(`mapping.option_help.${name}`)}
        value={options[name] === undefined ? '' : String(options[name])}
        onChange={(value) => setOption(name, value === '' && !keepEmpty ? undefined : value)}
        autoComplete="off"
        {...(error ? { error } : {})}
      />
    );
  };
  if (transform === 'constant') return text('value', true);
  return (
    <>
      {transform === 'joined' ? text('separator') : null}
      {transform === 'phone' ? text('country') : null}
      {transform === 'count' ? null : text('default')}
      <Select
        label={t('mapping.when_empty')}
        options={(['clear', 'keep'] as const).map((value) => ({
          value,
          label: t(`mapping.when_empty_option.${value}`),
        }))}
        value={options.whenEmpty ?? 'clear'}
        onChange={(value) => setOption('whenEmpty', value === 'keep' ? 'keep' : undefined)}
        helpText={t('mapping.when_empty_help')}
      />
    </>
  );
}
