import { BlockStack, Box, Button, ButtonGroup, Card, InlineGrid, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { type TrendBin, WINDOWS, type WindowName } from '../../monitor/trend.ts';
import type { StatusView } from '../../services.ts';
import { count, duration, percent } from '../format.ts';
import { TrendCharts } from './trend-charts.tsx';

interface FiguresCardProps {
  window: WindowName;
  status: StatusView;
  trend: TrendBin[];
  onWindow(window: WindowName): void;
}

/** The figures of the home screen over a chosen span of time, and how they came about. */
export function FiguresCard({ window, status, trend, onWindow }: FiguresCardProps) {
  const { t } = useTranslation();
  const empty = trend.every(
    (bin) => bin.succeeded + bin.unchanged + bin.skipped + bin.retrying + bin.failed === 0,
  );
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="h2" variant="headingSm">
            {t('metrics.title')}
          </Text>
          <ButtonGroup variant="segmented">
            {WINDOWS.map((name) => (
              <Button
                key={name}
                pressed={name === window}
                accessibilityLabel={t(`metrics.window_${name}`)}
                onClick={() => onWindow(name)}
              >
                {t(`metrics.short_${name}`)}
              </Button>
            ))}
          </ButtonGroup>
        </InlineStack>
        <Figures status={status} />
        {empty ? (
          <Box paddingBlock="200">
            <Text as="p" tone="subdued">
              {t('metrics.nothing')}
            </Text>
          </Box>
        ) : (
          <TrendCharts window={window} trend={trend} />
        )}
      </BlockStack>
    </Card>
  );
}

function Figures({ status }: { status: StatusView }) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const oldest = status.oldestPendingSeconds;
  const figures = [
    { name: 'success_rate', value: status.successRate === null ? null : percent(status.successRate, locale) },
    {
      name: 'error_rate',
      value: status.errorRate === null ? null : percent(status.errorRate, locale),
      // Not the rest of the success rate: an attempt that is repeated counts here and not there.
      note: status.errorRate === null ? null : t('metrics.of_attempts'),
    },
    {
      name: 'average_latency',
      value: status.averageLatencyMs === null ? null : duration(status.averageLatencyMs, locale),
    },
    {
      name: 'p95_latency',
      value: status.p95LatencyMs === null ? null : duration(status.p95LatencyMs, locale),
    },
    {
      name: 'queue_depth',
      value: count(status.queueDepth, locale),
      note: oldest === null ? null : t('metrics.oldest', { time: duration(oldest * 1000, locale) }),
    },
  ];
  return (
    <InlineGrid columns={{ xs: 2, md: 5 }} gap="400">
      {figures.map(({ name, value, note }) => (
        <BlockStack key={name} gap="050">
          <Text as="h3" tone="subdued">
            {t(`metrics.${name}`)}
          </Text>
          {value === null ? (
            <Text as="p" tone="subdued">
              {t('metrics.none')}
            </Text>
          ) : (
            <Text as="p" variant="headingLg" numeric>
              {value}
            </Text>
          )}
          {note ? (
            <Text as="p" tone="subdued" variant="bodySm">
              {note}
            </Text>
          ) : null}
        </BlockStack>
      ))}
    </InlineGrid>
  );
}
