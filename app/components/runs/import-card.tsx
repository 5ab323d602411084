import { BlockStack, Button, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../services.ts';
import { LiveRun } from './live-run.tsx';
import { isLive } from './run-progress.ts';
import { RunReport } from './run-report.tsx';
import { useRunChange } from './use-run-change.ts';

interface ImportCardProps {
  /** The newest imports, dry runs among them, newest first. */
  imports: RunView[];
  connected: boolean;
  now: string;
  onChanged: () => void;
}

/** The import: checked first without writing anything, then confirmed on what the check found. */
export function ImportCard({ imports, connected, now, onChanged }: ImportCardProps) {
  const { t } = useTranslation();
  const { busy, start } = useRunChange('import', onChanged);
  const live = imports.filter(isLive);
  const newest = imports[0];
  const checked = newest?.dryRun && newest.status === 'completed' ? newest : null;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t(checked ? 'runs.check_title' : 'runs.import_title')}
          </Text>
          <Text as="p" tone="subdued">
            {t(checked ? 'runs.check_text' : 'runs.import_text')}
          </Text>
        </BlockStack>
        {live.map((run) => (
          <LiveRun key={run.id} run={run} now={now} onChanged={onChanged} />
        ))}
        {live.length === 0 && newest?.status === 'failed' ? (
          <Text as="p" tone="critical" breakWord>
            {t('runs.failed', { message: newest.error ?? '' })}
          </Text>
        ) : null}
        {checked && live.length === 0 ? <RunReport run={checked} /> : null}
        {live.length > 0 ? null : (
          <InlineStack gap="200">
            {checked ? (
              <Button variant="primary" loading={busy} onClick={() => start()}>
                {t('runs.import_now')}
              </Button>
            ) : null}
            <Button
              {...(checked ? {} : { variant: 'primary' as const })}
              loading={busy && !checked}
              disabled={!connected || (busy && checked !== null)}
              onClick={() => start({ dryRun: true })}
            >
              {t(checked ? 'runs.check_again' : 'runs.check')}
            </Button>
            {checked || !connected ? null : (
              <Button variant="plain" disabled={busy} onClick={() => start()}>
                {t('runs.import_directly')}
              </Button>
            )}
          </InlineStack>
        )}
        {connected ? null : (
          <InlineStack gap="200" blockAlign="center">
            <Text as="span">{t('runs.not_connected')}</Text>
            <Link url="/app/connection">{t('setup.connect_action')}</Link>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}
