import { Text } from '@shopify/polaris';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { StoreFields } from '../../mapping-service.ts';
import type { DraftStep } from './draft.ts';
import { fieldName } from './names.ts';
import { RuleEditor } from './rule-editor.tsx';
import { editId, type RowView, RuleRow } from './rule-row.tsx';

interface RuleTableProps {
  views: RowView[];
  attributes: readonly BrevoAttribute[];
  store: StoreFields | null;
  /** The row whose editor is open. */
  open: string | null;
  creating: string | null;
  onOpen(key: string | null): void;
  onStep(step: DraftStep): void;
  onRemove(view: RowView): void;
  onCreate(view: RowView): void;
}

/** The rules of the mapping in their order. One at a time is edited, below its row. */
export function RuleTable(props: RuleTableProps) {
  const { views, attributes, store, open, creating, onOpen, onStep, onRemove, onCreate } = props;
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string | null>(null);
  const [told, setTold] = useState('');
  const move = ({ row }: RowView, to: number) => {
    onStep({ kind: 'move', key: row.key, to });
    const name = fieldName(row.source, store, t);
    setTold(t('mapping.moved', { name, position: to + 1, total: views.length }));
  };
  const rows = views.map(({ row }) => row);
  return (
    <>
      <table className="mapping-table" aria-labelledby="mapping-rules">
        <thead>
          <tr>
            <th scope="col" className="mapping-col-order">
              <Text as="span" visuallyHidden>
                {t('mapping.column_order')}
              </Text>
            </th>
            <ColumnHead text={t('mapping.column_store')} />
            <ColumnHead text={t('mapping.column_change')} className="mapping-col-change" />
            <ColumnHead text={t('mapping.column_brevo')} />
            <th scope="col" className="mapping-col-actions">
              <Text as="span" visuallyHidden>
                {t('mapping.column_actions')}
              </Text>
            </th>
          </tr>
        </thead>
        <tbody>
          {views.map((view) => (
            <Fragment key={view.row.key}>
              <RuleRow
                view={view}
                store={store}
                open={open === view.row.key}
                dragged={dragged === view.row.key}
                creating={creating === view.row.attribute}
                onOpen={() => onOpen(open === view.row.key ? null : view.row.key)}
                onRemove={() => onRemove(view)}
                onCreate={() => onCreate(view)}
                onMove={(to) => move(view, to)}
                onDrag={setDragged}
              />
              {open === view.row.key ? (
                <RuleEditor
                  view={view}
                  rows={rows}
                  attributes={attributes}
                  store={store}
                  onChange={(change) => onStep({ kind: 'change', key: view.row.key, change })}
                  onClose={() => {
                    onOpen(null);
                    document.getElementById(editId(view.row.key))?.focus();
                  }}
                />
              ) : null}
            </Fragment>
          ))}
        </tbody>
      </table>
      <p id="mapping-move-hint" hidden>
        {t('mapping.move_hint')}
      </p>
      <div aria-live="polite">
        <Text as="p" visuallyHidden>
          {told}
        </Text>
      </div>
    </>
  );
}

function ColumnHead({ text, className }: { text: string; className?: string }) {
  return (
    <th scope="col" className={className}>
      <Text as="span" variant="bodySm" tone="subdued" fontWeight="semibold">
        {text}
      </Text>
    </th>
  );
}
