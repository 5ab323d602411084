import { Badge, BlockStack, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../services.ts';
import { count, duration } from '../format.ts';
import { troubleText } from '../trouble.ts';
import { progressOf, timeLeft } from './run-progress.ts';
import { useRate } from './use-rate.ts';

/** How far a run is: phase, bar, customers, rate and time left. */
export function RunState({ run, now }: { run: RunView; now: string }) {
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
          {t('runs.waiting', { message: troubleText(t, waiting) })}
        </Text>
      )}
    </BlockStack>
  );
}
