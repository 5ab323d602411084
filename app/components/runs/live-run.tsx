import { Badge, BlockStack, Box, Button, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../services.ts';
import { count, duration } from '../format.ts';
import { progressOf, timeLeft } from './run-progress.ts';
import { useRate } from './use-rate.ts';
import { useRunChange } from './use-run-change.ts';

interface LiveRunProps {
  run: RunView;
  now: string;
  onChanged: () => void;
}

/** A run under way: its phase, how far it is, how quick, how much longer, and the ways to stop it. */
export function LiveRun({ run, now, onChanged }: LiveRunProps) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const progress = progressOf(run);
  const { done, total } = progress;
  const rate = useRate(`${run.id}:${run.phase}:${run.status}`, done, run.startedAt, now);
  const left = run.status === 'running' ? timeLeft(progress, rate) : null;
  const share = done !== null && total !== null && total > 0 ? (done / total) * 100 : 0;
  const figures = [
    done !== null && total !== null
      ? t('runs.of', { done: count(done, locale), total: count(total, locale) })
      : null,
    run.status === 'running' && rate !== null
      ? t('runs.rate', { rate: count(Math.round(rate * 10) / 10, locale) })
      : null,
    left === null ? null : t('runs.left', { time: duration(left, locale) }),
  ].filter((text) => text !== null);
  const waiting = typeof run.report.waiting === 'string' ? run.report.waiting : null;
  return (
    <BlockStack gap="300">
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={run.status === 'paused' ? 'attention' : 'info'}>{t(`runs.status_${run.status}`)}</Badge>
        <Text as="p">{t([`runs.phase_${run.phase}`, 'runs.phase_other'])}</Text>
      </InlineStack>
      <ProgressBar
        progress={share}
        size="small"
        tone="primary"
        animated={false}
        ariaLabelledBy={`run-${run.id}`}
      />
      <Text as="p" tone="subdued" id={`run-${run.id}`}>
        {figures.length > 0 ? figures.join(' · ') : t('runs.preparing')}
      </Text>
      {waiting === null ? null : (
        <Text as="p" breakWord>
          {t('runs.waiting', { message: waiting })}
        </Text>
      )}
      <Controls run={run} onChanged={onChanged} />
    </BlockStack>
  );
}

function Controls({ run, onChanged }: Omit<LiveRunProps, 'now'>) {
  const { t } = useTranslation();
  const { busy, control } = useRunChange(run.kind, onChanged);
  const [asked, setAsked] = useState(false);
  if (asked) {
    return (
      <Box padding="300" background="bg-surface-secondary" borderRadius="200">
        <BlockStack gap="200">
          <Text as="p">{t(run.dryRun ? 'runs.cancel_dry_text' : 'runs.cancel_text')}</Text>
          <InlineStack gap="200">
            <Button tone="critical" loading={busy} onClick={() => control('cancel', run.id)}>
              {t('runs.cancel_confirm')}
            </Button>
            <Button disabled={busy} onClick={() => setAsked(false)}>
              {t('runs.go_on')}
            </Button>
          </InlineStack>
        </BlockStack>
      </Box>
    );
  }
  const next = run.status === 'paused' ? 'resume' : 'pause';
  return (
    <InlineStack gap="200">
      <Button loading={busy} onClick={() => control(next, run.id)}>
        {t(`runs.${next}`)}
      </Button>
      <Button variant="plain" tone="critical" disabled={busy} onClick={() => setAsked(true)}>
        {t('runs.cancel')}
      </Button>
    </InlineStack>
  );
}
