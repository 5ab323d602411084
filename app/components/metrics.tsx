import { BlockStack, Card, InlineGrid, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { StatusView } from '../services.ts';
import { count, duration, percent } from './format.ts';

/** The four figures of the home screen. */
export function Metrics({ status }: { status: StatusView }) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const figures = [
    {
      name: t('metrics.success_rate'),
      value: status.successRate === null ? null : percent(status.successRate, locale),
    },
    {
      name: t('metrics.average_latency'),
      value: status.averageLatencyMs === null ? null : duration(status.averageLatencyMs, locale),
    },
    {
      name: t('metrics.error_rate'),
      value: status.errorRate === null ? null : percent(status.errorRate, locale),
    },
    { name: t('metrics.queue_depth'), value: count(status.queueDepth, locale) },
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t('metrics.title', { count: Math.round(status.windowSeconds / 3600) })}
        </Text>
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          {figures.map(({ name, value }) => (
            <BlockStack key={name} gap="100">
              <Text as="h3" tone="subdued">
                {name}
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
            </BlockStack>
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
