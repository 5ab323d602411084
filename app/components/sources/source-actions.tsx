import { BlockStack, Box, Button, InlineError, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectableSource } from '../../services.ts';
import type { SourceForm } from './use-source.ts';

interface SourceActionsProps {
  source: ConnectableSource;
  name: string;
  form: SourceForm;
}

/** What can be done with a connected source; what cannot be undone asks once more in its place. */
export function SourceActions({ source, name, form }: SourceActionsProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'rotate' | 'disconnect' | null>(null);
  const done = form.ending?.kind === 'done' ? form.ending.intent : null;
  if (asked) {
    return (
      <Box padding="300" background="bg-surface-secondary" borderRadius="200">
        <BlockStack gap="200">
          <Text as="p">{t(`sources.${asked}_text`, { name })}</Text>
          <InlineStack gap="200">
            <Button
              tone="critical"
              loading={form.busy}
              onClick={() => {
                form.submit(asked);
                setAsked(null);
              }}
            >
              {t(`sources.${asked}_confirm`)}
            </Button>
            <Button onClick={() => setAsked(null)}>{t('sources.cancel')}</Button>
          </InlineStack>
        </BlockStack>
      </Box>
    );
  }
  const button = (intent: 'check' | 'import') => (
    <Button
      loading={form.busy}
      accessibilityLabel={t(`sources.${intent}_this`, { name })}
      onClick={() => form.submit(intent)}
    >
      {t(`sources.${intent}`)}
    </Button>
  );
  return (
    <BlockStack gap="200">
      {form.fault ? <InlineError fieldID={`${source}-fault`} message={form.fault} /> : null}
      <Text as="p" tone="success">
        <span role="status">
          {done === 'check' ? t('sources.checked') : done === 'import' ? t('sources.importing') : ''}
        </span>
      </Text>
      <InlineStack gap="200">
        {source === 'custom' ? null : button('check')}
        {source === 'custom' ? null : button('import')}
        {source === 'magento' ? null : (
          <Button onClick={() => setAsked('rotate')}>{t('sources.rotate')}</Button>
        )}
        <Button
          variant="plain"
          tone="critical"
          accessibilityLabel={t('sources.disconnect_this', { name })}
          onClick={() => setAsked('disconnect')}
        >
          {t('sources.disconnect')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
