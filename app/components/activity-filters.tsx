import { BlockStack, Button, Form, InlineGrid, InlineStack, Select, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OUTCOMES, readCustomerId, withFilter } from './activity-query.ts';

interface ActivityFiltersProps {
  params: URLSearchParams;
  onChange(params: URLSearchParams): void;
}

/** By outcome (at once) and by customer (on Search or Enter). The address holds both, so a filtered page can be shared. */
export function ActivityFilters({ params, onChange }: ActivityFiltersProps) {
  const { t } = useTranslation();
  const shown = params.get('customer') ?? '';
  const [customer, setCustomer] = useState(shown);
  const [fault, setFault] = useState(false);
  useEffect(() => setCustomer(shown), [shown]);

  const search = () => {
    const id = customer.trim() === '' ? '' : readCustomerId(customer);
    setFault(id === null);
    if (id !== null) onChange(withFilter(params, 'customer', id));
  };
  const clear = () => {
    setCustomer('');
    setFault(false);
    onChange(withFilter(withFilter(params, 'customer', ''), 'outcome', ''));
  };
  const outcomes = OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }));
  return (
    <BlockStack gap="300">
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        <Select
          label={t('activity.filter_outcome')}
          options={[{ value: '', label: t('activity.all') }, ...outcomes]}
          value={params.get('outcome') ?? ''}
          onChange={(value) => onChange(withFilter(params, 'outcome', value))}
        />
        <Form onSubmit={search}>
          <TextField
            label={t('activity.filter_customer')}
            helpText={t('activity.customer_hint')}
            value={customer}
            onChange={setCustomer}
            autoComplete="off"
            inputMode="numeric"
            connectedRight={<Button submit>{t('activity.search')}</Button>}
            {...(fault ? { error: t('activity.customer_error') } : {})}
          />
        </Form>
      </InlineGrid>
      {params.has('outcome') || params.has('customer') ? (
        <InlineStack>
          <Button variant="plain" onClick={clear}>
            {t('activity.clear')}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}
