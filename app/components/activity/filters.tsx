import { BlockStack, Button, Form, InlineGrid, InlineStack, Select, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SOURCES } from '../../domain/customer.ts';
import {
  ACTIONS,
  EVENTS,
  FILTERS,
  type FilterName,
  OUTCOMES,
  PERIOD_NAMES,
  readCustomerId,
  withFilter,
} from './query.ts';

interface ActivityFiltersProps {
  params: URLSearchParams;
  onChange(params: URLSearchParams): void;
}

/** Filters act at once, the search on Search or Enter. The address holds them all, so a filtered page can be shared. */
export function ActivityFilters({ params, onChange }: ActivityFiltersProps) {
  const { t } = useTranslation();
  const filtered = FILTERS.some((name) => params.has(name));
  const clear = () => onChange(FILTERS.reduce((left, name) => withFilter(left, name, ''), params));
  const choices: [Exclude<FilterName, 'customer'>, readonly string[], (value: string) => string][] = [
    ['outcome', OUTCOMES, (value) => t(`outcome.${value}`)],
    ['action', ACTIONS, (value) => t(`action.${value}`)],
    ['event', EVENTS, (value) => t(`event.${value}`)],
    ['source', SOURCES, (value) => t(`source.${value}`)],
    ['period', PERIOD_NAMES, (value) => t(`metrics.window_${value}`)],
  ];
  return (
    <BlockStack gap="300">
      <Search params={params} onChange={onChange} />
      <InlineGrid columns={{ xs: 2, md: 5 }} gap="300">
        {choices.map(([name, values, label]) => (
          <Select
            key={name}
            label={t(`activity.filter_${name}`)}
            options={[
              { value: '', label: t(`activity.all_${name}`) },
              ...values.map((value) => ({ value, label: label(value) })),
            ]}
            value={params.get(name) ?? ''}
            onChange={(value) => onChange(withFilter(params, name, value))}
          />
        ))}
      </InlineGrid>
      {filtered ? (
        <InlineStack>
          <Button variant="plain" onClick={clear}>
            {t('activity.clear')}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}

function Search({ params, onChange }: ActivityFiltersProps) {
  const { t } = useTranslation();
  const shown = params.get('customer') ?? '';
  const [customer, setCustomer] = useState(shown);
  const [fault, setFault] = useState(false);
  useEffect(() => {
    setCustomer(shown);
    setFault(false);
  }, [shown]);
  const search = () => {
    const id = customer.trim() === '' ? '' : readCustomerId(customer);
    setFault(id === null);
    if (id !== null) onChange(withFilter(params, 'customer', id));
  };
  return (
    <Form onSubmit={search}>
      <TextField
        label={t('activity.filter_customer')}
        helpText={t('activity.customer_hint')}
        value={customer}
        onChange={setCustomer}
        autoComplete="off"
        connectedRight={<Button submit>{t('activity.search')}</Button>}
        {...(fault ? { error: t('activity.customer_error') } : {})}
      />
    </Form>
  );
}
