import { Badge, BlockStack, ChoiceList, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { PlainTable } from '../plain-table.tsx';
import { type ContactEffect, consentRows } from './consent-rows.ts';
import { Section } from './section.tsx';
import type { SettingsState } from './use-settings.ts';

const TONE: Record<ContactEffect, 'success' | 'critical' | 'info' | 'enabled'> = {
  on_list: 'success',
  unblocked: 'success',
  blocked: 'critical',
  stays_out: 'critical',
  off_list: 'info',
  none: 'enabled',
};

/** Whose word counts, what becomes of people who never said anything, and the table that follows from both. */
export function ConsentSection({ settings }: { settings: SettingsState }) {
  const { t } = useTranslation();
  const { consentPolicy, neverConsented } = settings.draft.options;
  return (
    <Section name="consent">
      <ChoiceList
        title={t('settings.consent.policy')}
        choices={(['both', 'source', 'brevo'] as const).map((value) => ({
          value,
          label: t(`settings.consent.${value}`),
          helpText: t(`settings.consent.${value}_help`),
        }))}
        selected={[consentPolicy]}
        onChange={([value]) => settings.setOptions({ consentPolicy: value as typeof consentPolicy })}
      />
      <ChoiceList
        title={t('settings.consent.never')}
        choices={(['off_list', 'keep_out', 'block'] as const).map((value) => ({
          value,
          label: t(`settings.consent.${value}`),
          helpText: t(`settings.consent.${value}_help`),
        }))}
        selected={[neverConsented]}
        onChange={([value]) => settings.setOptions({ neverConsented: value as typeof neverConsented })}
      />
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm" id="consent-table">
          {t('settings.consent.table')}
        </Text>
        <PlainTable
          labelledBy="consent-table"
          head={[
            t('settings.consent.column_word'),
            t('settings.consent.column_contact'),
            t('settings.consent.column_store'),
          ]}
          rows={consentRows({ consentPolicy, neverConsented }).map((row) => ({
            key: row.name,
            cells: [
              t(`settings.consent.row_${row.name}`),
              <Badge key="contact" tone={TONE[row.contact]}>
                {t(`settings.consent.effect_${row.contact}`)}
              </Badge>,
              t(`settings.consent.store_${row.store}`),
            ],
          }))}
        />
        <Text as="p" tone="subdued">
          {t('settings.consent.promise')}
        </Text>
      </BlockStack>
    </Section>
  );
}
