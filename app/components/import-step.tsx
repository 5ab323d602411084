import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../services.ts';

interface ImportStepProps {
  lastImport: RunView | null;
  onSkip(): void;
}

/** Starts the import of the customers who were there before, and says how far it is. */
export function ImportStep({ lastImport, onSkip }: ImportStepProps) {
  const { t } = useTranslation();
  const fetcher = useFetcher();
  const status = lastImport?.status;
  if (status === 'queued' || status === 'running' || status === 'paused') {
    const read = lastImport?.counts.read ?? 0;
    return (
      <div role="status">
        <Text as="p">
          {read > 0 ? t('setup.import_running_count', { count: read }) : t('setup.import_running')}
        </Text>
      </div>
    );
  }
  return (
    <BlockStack gap="200">
      {status === 'failed' ? <Text as="p">{t('setup.import_failed')}</Text> : null}
      <InlineStack gap="300" blockAlign="center">
        <Button
          variant="primary"
          loading={fetcher.state !== 'idle'}
          onClick={() => fetcher.submit(null, { method: 'post', action: '/app?index' })}
        >
          {t('setup.import_action')}
        </Button>
        <Button variant="plain" onClick={onSkip}>
          {t('setup.skip')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
