import { BlockStack, Button, Card, Checkbox, InlineStack, Link, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../services.ts';
import { count } from '../format.ts';
import { RelativeTime } from '../relative-time.tsx';
import { LiveRun } from './live-run.tsx';
import { isLive } from './run-progress.ts';
import { useRunChange } from './use-run-change.ts';

interface ComparisonCardProps {
  comparisons: RunView[];
  connected: boolean;
  now: string;
  onChanged: () => void;
}

/** The comparison of both sides: every night by itself, and when somebody wants to know. */
export function ComparisonCard({ comparisons, connected, now, onChanged }: ComparisonCardProps) {
  const { t, i18n } = useTranslation();
  const { busy, start } = useRunChange('reconciliation', onChanged);
  const [foreign, setForeign] = useState(false);
  // One that waits for its time of the night is no reason not to compare now.
  const live = comparisons.find((run) => isLive(run) && (run.status !== 'queued' || isRecent(run, now)));
  const last = comparisons.find((run) => run.status === 'completed');
  const differed = last?.counts.differed ?? 0;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t('runs.compare_title')}
          </Text>
          <Text as="p" tone="subdued">
            {t('runs.compare_text')}
          </Text>
        </BlockStack>
        {live ? <LiveRun run={live} now={now} onChanged={onChanged} /> : null}
        {!live && last ? (
          <InlineStack gap="200" blockAlign="center">
            <Text as="p">
              {t('runs.last_result', {
                count: differed,
                checked: count(last.counts.checked ?? 0, i18n.language),
              })}{' '}
              <RelativeTime at={last.endedAt ?? last.createdAt} now={now} />
            </Text>
            <Link url={`/app/imports/${last.id}`}>{t('runs.see_report')}</Link>
          </InlineStack>
        ) : null}
        {live ? null : (
          <BlockStack gap="300">
            <Checkbox
              label={t('runs.foreign')}
              helpText={t('runs.foreign_help')}
              checked={foreign}
              onChange={setForeign}
              disabled={!connected}
            />
            <InlineStack gap="200">
              <Button
                loading={busy}
                disabled={!connected}
                onClick={() => start(foreign ? { repair: 'everything' } : {})}
              >
                {t('runs.compare_now')}
              </Button>
              <Button
                variant="plain"
                disabled={!connected || busy}
                onClick={() => start({ repair: 'nothing' })}
              >
                {t('runs.compare_only')}
              </Button>
            </InlineStack>
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}

const RECENT_MS = 60_000;

function isRecent(run: RunView, now: string): boolean {
  return Date.parse(now) - Date.parse(run.createdAt) < RECENT_MS;
}
