import { Badge, BlockStack, Box, Button, Icon, InlineStack, Text } from '@shopify/polaris';
import { DeleteIcon, EditIcon, LockIcon } from '@shopify/polaris-icons';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { RuleSteps } from '../../domain/rule-steps.ts';
import type { StoreFields } from '../../mapping-service.ts';
import { isFixed, type Row } from './draft.ts';
import { DragHandle } from './drag-handle.tsx';
import { FaultText } from './fault-text.tsx';
import type { RowFault } from './faults.ts';
import { fieldName, targetName } from './names.ts';
import { type Shown, sentText, sourceText, transformedText } from './value-text.ts';

export interface RowView {
  row: Row;
  position: number;
  total: number;
  faults: RowFault[];
  /** On the customer whom the examples are of; null while there is none. */
  steps: RuleSteps | null;
  /** As the account has it, or as it would be made. Null: neither is known. */
  attribute: BrevoAttribute | null;
  /** The account lacks it: it is made when the mapping is saved, or by a click. */
  missing: boolean;
}

/** The button that opens a row's editor: where the keyboard goes back to. */
export function editId(key: string): string {
  return `mapping-edit-${key}`;
}

interface RuleRowProps {
  view: RowView;
  store: StoreFields | null;
  open: boolean;
  dragged: boolean;
  creating: boolean;
  onOpen(): void;
  onRemove(): void;
  onCreate(): void;
  onMove(to: number): void;
  onDrag(key: string | null): void;
}

/** One rule of the table, to be read: its three steps side by side, each with what it makes of a real customer. */
export function RuleRow({ view, store, open, dragged, creating, ...on }: RuleRowProps) {
  const { t } = useTranslation();
  const { row, faults, steps, attribute, missing } = view;
  const name = row.source === '' ? t('mapping.new_rule') : fieldName(row.source, store, t);
  const fixed = isFixed(row);
  const classes = [
    'mapping-row',
    ...(faults.length > 0 ? ['mapping-row-faulty'] : []),
    ...(dragged ? ['mapping-row-dragged'] : []),
  ];
  return (
    <tr className={classes.join(' ')} data-row={row.key}>
      <td className="mapping-cell-order">
        <DragHandle name={name} view={view} onMove={on.onMove} onDrag={on.onDrag} />
      </td>
      <td>
        <Text as="span" fontWeight="semibold" breakWord>
          {name}
        </Text>
        {steps ? <Value shown={sourceText(steps.source, t)} /> : <Value shown={null} />}
      </td>
      <td className={row.transform === 'auto' ? 'mapping-cell-plain' : undefined}>
        <Text as="span" breakWord>
          <NarrowLabel text={t('mapping.column_change')} />
          {t(fixed ? 'mapping.fixed' : `mapping.transform.${row.transform}`)}
        </Text>
        <Value shown={steps && row.attribute !== '' && !fixed ? transformedText(steps, t) : null} />
      </td>
      <td>
        <NarrowLabel text={t('mapping.column_brevo')} />
        <InlineStack gap="150" blockAlign="center">
          <Text as="span" breakWord>
            {row.attribute === '' ? t('mapping.no_attribute') : targetName(row.attribute, t)}
          </Text>
          {attribute && !fixed ? <Badge>{t(`mapping.type.${attribute.type}`)}</Badge> : null}
        </InlineStack>
        <Value shown={steps && row.attribute !== '' ? sentText(steps.sent, t) : null} />
        {missing ? (
          <BlockStack gap="100" inlineAlign="start">
            <Badge tone="attention">{t('mapping.missing')}</Badge>
            <Button size="slim" onClick={on.onCreate} loading={creating}>
              {t('mapping.create', { name: row.attribute })}
            </Button>
          </BlockStack>
        ) : null}
        {open ? null : faults.map((fault) => <FaultText key={fault.part + fault.code} fault={fault} />)}
      </td>
      <td className="mapping-cell-actions">
        {fixed ? (
          <InlineStack align="end">
            <Box padding="150">
              <Icon source={LockIcon} tone="subdued" accessibilityLabel={t('mapping.fixed_hint', { name })} />
            </Box>
          </InlineStack>
        ) : (
          <InlineStack gap="100" align="end" wrap={false}>
            <Button
              variant="tertiary"
              id={editId(row.key)}
              icon={EditIcon}
              onClick={on.onOpen}
              pressed={open}
              ariaExpanded={open}
              accessibilityLabel={t('mapping.edit', { name })}
            />
            <Button
              variant="tertiary"
              icon={DeleteIcon}
              onClick={on.onRemove}
              accessibilityLabel={t('mapping.remove', { name })}
            />
          </InlineStack>
        )}
      </td>
    </tr>
  );
}

/** The place of a value is kept while there is none, so that nothing moves when it comes. */
function Value({ shown }: { shown: Shown | null }) {
  if (shown === null) return <span className="mapping-value" />;
  const tone = shown.tone === 'value' ? '' : ` mapping-value-${shown.tone}`;
  // What has no space may break behind a comma or an @, before it has to break within a word.
  const parts = shown.text.split(/(?<=[,@])/);
  return (
    <span className={`mapping-value${tone}`}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other key
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </span>
  );
}

/** On a phone the columns stand one under another: each says what it is. */
function NarrowLabel({ text }: { text: string }) {
  return (
    <span className="mapping-narrow-label">
      <Text as="span" variant="bodySm" tone="subdued">
        {text}
      </Text>
    </span>
  );
}
