import { Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../domain/customer.ts';
import type { CustomerHit, StoreReading } from '../../mapping-service.ts';
import { Picker, type PickerOption } from './picker.tsx';
import { useFetched } from './use-fetched.ts';

interface CustomerPickerProps {
  /** The id of the customer who is shown; null while there is none. */
  value: string | null;
  customer: Customer | null;
  /** Those who changed last; null while they are read. */
  recent: StoreReading<CustomerHit[]> | null;
  onChange(id: string): void;
}

const PATIENCE_MS = 300;

/** Whose values are shown: the customer who changed last, or one who is found by name or e-mail. */
export function CustomerPicker({ value, customer, recent, onChange }: CustomerPickerProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [picked, setPicked] = useState<PickerOption | null>(null);
  const search =
    words.trim() === '' ? null : `/app/mapping/customers?${new URLSearchParams({ search: words })}`;
  const found = useFetched<StoreReading<CustomerHit[]>>(search, undefined, PATIENCE_MS);
  const reading = search === null ? recent : found.data;
  const hits = reading?.kind === 'read' ? reading.value : [];
  const options = hits.map(optionOf);
  const current = value === null ? null : (picked ?? (customer && optionOf(hitOf(customer))));
  const shown =
    current && !options.some((each) => each.value === current.value) ? [current, ...options] : options;
  if (recent?.kind === 'read' && recent.value.length === 0 && words === '')
    return (
      <Text as="p" tone="subdued">
        {t('mapping.no_customers')}
      </Text>
    );
  return (
    <Picker
      label={t('mapping.customer_label')}
      value={value ?? ''}
      options={search === null ? shown : options}
      onChange={(id) => {
        setPicked(shown.find((each) => each.value === id) ?? null);
        setWords('');
        onChange(id);
      }}
      onSearch={setWords}
      loading={recent === null || found.loading}
      placeholder={t('mapping.customer_search')}
      help={t('mapping.customer_help')}
      none={t(
        found.failed || (reading && reading.kind !== 'read')
          ? 'mapping.customer_failed'
          : 'mapping.customer_none',
      )}
      disabled={recent !== null && recent.kind !== 'read'}
    />
  );
}

function optionOf({ id, name, email }: CustomerHit): PickerOption {
  return { value: id, label: name || email || id, ...(email && email !== name ? { detail: email } : {}) };
}

function hitOf({ id, firstName, lastName, email, phone }: Customer): CustomerHit {
  const name = [firstName, lastName].filter(Boolean).join(' ') || email || phone || id;
  return { id, name, email };
}
