import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Box, Button, InlineStack, Text } from '@shopify/polaris';
import { PlusIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { suggestRules } from '../../domain/attribute-names.ts';
import type { BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { StoreFields } from '../../mapping-service.ts';
import { changesContacts } from '../../settings/configuration-diff.ts';
import { CustomerPicker } from './customer-picker.tsx';
import { configurationOf } from './draft.ts';
import type { RowFault } from './faults.ts';
import { fieldOptions } from './fields.ts';
import { fieldName } from './names.ts';
import { PreviewCard } from './preview-card.tsx';
import type { RowView } from './rule-row.tsx';
import { RuleTable } from './rule-table.tsx';
import { metafieldsOf, type Surroundings } from './surroundings.ts';
import type { MappingEdit } from './use-mapping.ts';
import { useSample } from './use-sample.ts';
import { useSteps } from './use-steps.ts';
import { viewsOf } from './views.ts';

/** Where the keyboard goes when what had it is removed. */
const ADD = 'mapping-add';

interface FieldsViewProps {
  edit: MappingEdit;
  attributes: BrevoAttribute[] | null;
  around: Surroundings | null;
  faults: Map<string, RowFault[]>;
  open: string | null;
  onOpen(key: string | null): void;
}

/** The table of rules with a real customer's values, and below it the whole contact that they make. */
export function FieldsView({ edit, attributes, around, faults, open, onOpen }: FieldsViewProps) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const store = around?.store.kind === 'read' ? around.store.value : null;
  const { draft, step } = edit;
  const [chosen, setChosen] = useState<string | null>(null);
  const hits = around?.recent.kind === 'read' ? around.recent.value : [];
  const customerId = chosen ?? hits[0]?.id ?? null;
  const sample = useSample(customerId, metafieldsOf(draft.rows, store), around?.sample ?? null);
  const stepsOf = useSteps();
  const views = viewsOf({ edit, attributes, store, faults, sample: sample.customer, stepsOf });
  const known = attributes ?? [];

  const remove = ({ row, position }: RowView) => {
    step({ kind: 'remove', key: row.key });
    if (open === row.key) onOpen(null);
    document.getElementById(ADD)?.focus();
    shopify.toast.show(t('mapping.toast.removed', { name: fieldName(row.source, store, t) }), {
      action: t('mapping.undo'),
      onAction: () => step({ kind: 'put_back', row, at: position }),
    });
  };
  const add = () => {
    step({ kind: 'add', source: '', attribute: '' });
    onOpen(`row-${draft.next}`);
  };
  const creating = edit.busy?.intent === 'create_attribute' ? edit.busy.name : null;
  return (
    <BlockStack>
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd" id="mapping-rules" visuallyHidden>
            {t('mapping.rules_title')}
          </Text>
          <CustomerPicker
            value={customerId}
            customer={sample.customer}
            recent={around?.recent ?? null}
            onChange={setChosen}
          />
        </BlockStack>
      </Box>
      <RuleTable
        views={views}
        attributes={known}
        store={store}
        open={open}
        creating={creating}
        onOpen={onOpen}
        onStep={step}
        onRemove={remove}
        onCreate={({ row, attribute }) =>
          edit.ask({ intent: 'create_attribute', name: row.attribute, type: attribute?.type ?? 'text' })
        }
      />
      <Box padding="400" borderBlockStartWidth="025" borderColor="border-secondary">
        <BlockStack gap="400">
          <InlineStack>
            <Button id={ADD} icon={PlusIcon} onClick={add}>
              {t('mapping.add')}
            </Button>
          </InlineStack>
          <Touched edit={edit} />
          <Suggestions edit={edit} attributes={known} store={store} />
        </BlockStack>
      </Box>
      <PreviewCard
        edit={edit}
        customerId={customerId}
        noCustomers={around !== null && hits.length === 0 && chosen === null}
        faulty={faults.size > 0}
        lists={around?.lists.kind === 'read' ? around.lists.value : []}
      />
    </BlockStack>
  );
}

/** Whom saving concerns, while there is something to save that changes what contacts hold. */
function Touched({ edit }: { edit: MappingEdit }) {
  const { t } = useTranslation();
  const { saved, draft, changed } = edit;
  if (!changed || !changesContacts(saved.configuration, configurationOf(draft))) return null;
  const { customers, atLeast } = saved.synced;
  if (customers === 0) return null;
  return (
    <div role="status">
      <Text as="p">{t(atLeast ? 'mapping.touches_many' : 'mapping.touches', { count: customers })}</Text>
    </div>
  );
}

interface SuggestionsProps {
  edit: MappingEdit;
  attributes: readonly BrevoAttribute[];
  store: StoreFields | null;
}

/** Attributes of the account that are empty so far and that the store has a field for. */
function Suggestions({ edit, attributes, store }: SuggestionsProps) {
  const { t } = useTranslation();
  const sources = fieldOptions(store)
    .filter(({ source }) => !source.startsWith('tag:'))
    .map(({ source }) => source);
  const suggested = suggestRules(sources, edit.draft.rows, attributes).slice(0, 6);
  if (suggested.length === 0) return null;
  return (
    <BlockStack gap="200">
      <Text as="p" tone="subdued">
        {t('mapping.suggestions')}
      </Text>
      <InlineStack gap="200">
        {suggested.map(({ source, attribute }) => (
          <Button
            key={source}
            size="slim"
            icon={PlusIcon}
            onClick={() => edit.step({ kind: 'add', source, attribute })}
          >
            {t('mapping.suggestion', { field: fieldName(source, store, t), attribute })}
          </Button>
        ))}
      </InlineStack>
    </BlockStack>
  );
}
