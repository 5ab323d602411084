import { BlockStack, Button, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../services.ts';
import { isLive } from './runs/run-progress.ts';

interface ImportStepProps {
  lastImport: RunView | null;
  onSkip(): void;
}

/** Leads to the import of the customers who were there before, and says how far it is. */
export function ImportStep({ lastImport, onSkip }: ImportStepProps) {
  const { t } = useTranslation();
  if (lastImport && isLive(lastImport)) {
    const read = lastImport.counts.read ?? 0;
    return (
      <div role="status">
        <Text as="p">
          {read > 0 ? t('setup.import_running_count', { count: read }) : t('setup.import_running')}{' '}
          <Link url="/app/imports">{t('setup.import_see')}</Link>
        </Text>
      </div>
    );
  }
  return (
    <BlockStack gap="200">
      {lastImport?.status === 'failed' ? <Text as="p">{t('setup.import_failed')}</Text> : null}
      <InlineStack gap="300" blockAlign="center">
        <Button variant="primary" url="/app/imports">
          {t('setup.import_action')}
        </Button>
        <Button variant="plain" onClick={onSkip}>
          {t('setup.skip')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
