import { BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../services.ts';
import { RunState } from '../runs/run-state.tsx';

/** Imports and comparisons under way, and how far they are. */
export function RunningCard({ running, now }: { running: RunView[]; now: string }) {
  const { t } = useTranslation();
  if (running.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="400">
        {running.map((run) => (
          <BlockStack key={run.id} gap="200">
            <InlineStack gap="200" align="space-between" blockAlign="center">
              <Text as="h2" variant="headingSm">
                {t(`runs.name_${run.dryRun ? 'dry' : run.kind}`)}
              </Text>
              <Link url={`/app/imports/${run.id}`}>{t('setup.import_see')}</Link>
            </InlineStack>
            <RunState run={run} now={now} />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
