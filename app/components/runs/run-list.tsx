import { Badge, Box, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../services.ts';
import { count, duration } from '../format.ts';
import { RelativeTime } from '../relative-time.tsx';

export const STATUS_TONE = {
  queued: 'info',
  running: 'info',
  paused: 'attention',
  completed: 'success',
  failed: 'critical',
  cancelled: 'enabled',
} as const;

/** Runs of one kind, newest first, each with its main number and the way to its report. */
export function RunList({ runs, now, labelledBy }: { runs: RunView[]; now: string; labelledBy: string }) {
  return (
    <ul aria-labelledby={labelledBy} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {runs.map((run) => (
        <Box key={run.id} as="li" padding="400" borderBlockStartWidth="025" borderColor="border-secondary">
          <Row run={run} now={now} />
        </Box>
      ))}
    </ul>
  );
}

function Row({ run, now }: { run: RunView; now: string }) {
  const { t, i18n } = useTranslation();
  const took =
    run.startedAt !== null && run.endedAt !== null
      ? t('runs.took', {
          time: duration(Date.parse(run.endedAt) - Date.parse(run.startedAt), i18n.language),
        })
      : null;
  const source = run.source === null ? null : t(`sources.name_${run.source}`);
  const facts = [source, mainNumber(), took].filter((text) => text !== null);
  function mainNumber(): string | null {
    const { counts } = run;
    const number = (value: number | undefined) => count(value ?? 0, i18n.language);
    if (run.dryRun)
      return counts.create === undefined
        ? null
        : t('runs.main_dry', { create: number(counts.create), change: number(counts.change) });
    if (run.kind === 'reconciliation')
      return counts.checked === undefined
        ? null
        : t('runs.main_reconciliation', {
            checked: number(counts.checked),
            differed: number(counts.differed),
          });
    return counts.read === undefined
      ? null
      : t('runs.main_import', { read: number(counts.read), failed: number(counts.failed) });
  }
  return (
    <>
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <InlineStack gap="200" align="start" blockAlign="center">
          <Badge tone={STATUS_TONE[run.status]}>{t(`runs.status_${run.status}`)}</Badge>
          <Link url={`/app/imports/${run.id}`} removeUnderline>
            {t(`runs.name_${run.dryRun ? 'dry' : run.kind}`)}
          </Link>
        </InlineStack>
        <Text as="span" tone="subdued">
          <RelativeTime at={run.createdAt} now={now} />
        </Text>
      </InlineStack>
      {facts.length > 0 ? (
        <Text as="p" tone="subdued">
          {facts.join(' · ')}
        </Text>
      ) : null}
    </>
  );
}
