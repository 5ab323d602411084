import { BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrendBin, WindowName } from '../../monitor/trend.ts';
import { count, duration } from '../format.ts';
import { PlainTable } from '../plain-table.tsx';
import { momentText } from './moment.ts';

/** The drawing library is large: it comes after the screen, and only where there is something to draw. */
const Charts = lazy(() => import('./charts.tsx'));
/** Kept free from the start, so that nothing moves when the charts arrive. */
const CHARTS_HEIGHT = 'clamp(13rem, 60vw, 15rem)';

interface TrendChartsProps {
  window: WindowName;
  trend: TrendBin[];
}

/** Outcomes and time to sync, drawn or as a table with the same numbers. */
export function TrendCharts({ window, trend }: TrendChartsProps) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  // Times are written in the reader's zone, which the server does not know.
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  const space = <div style={{ minHeight: CHARTS_HEIGHT }} />;
  return (
    <BlockStack gap="200">
      {!inBrowser ? (
        space
      ) : asTable ? (
        <TrendTable window={window} trend={trend} />
      ) : (
        <Suspense fallback={space}>
          <Charts window={window} trend={trend} height={CHARTS_HEIGHT} />
        </Suspense>
      )}
      <InlineStack>
        <Button variant="plain" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'metrics.as_chart' : 'metrics.as_table')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function TrendTable({ window, trend }: TrendChartsProps) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const number = (value: number) => count(value, locale);
  const time = (ms: number | null) => (ms === null ? '–' : duration(ms, locale));
  const filled = trend.filter(
    (bin) => bin.succeeded + bin.unchanged + bin.skipped + bin.retrying + bin.failed > 0,
  );
  return (
    <div style={{ overflowX: 'auto', whiteSpace: 'nowrap' }}>
      <Text as="h3" variant="headingSm" id="trend-table">
        {t('metrics.chart_outcomes')}
      </Text>
      <PlainTable
        labelledBy="trend-table"
        head={[
          t('metrics.from'),
          t('outcome.succeeded'),
          t('outcome.unchanged'),
          t('outcome.skipped'),
          t('outcome.retrying'),
          t('outcome.failed'),
          t('metrics.average_latency'),
          t('metrics.p95_latency'),
        ]}
        numeric={[1, 2, 3, 4, 5, 6, 7]}
        rows={filled.reverse().map((bin) => ({
          key: bin.at,
          cells: [
            momentText(bin.at, window, locale),
            number(bin.succeeded),
            number(bin.unchanged),
            number(bin.skipped),
            number(bin.retrying),
            number(bin.failed),
            time(bin.averageLatencyMs),
            time(bin.p95LatencyMs),
          ],
        }))}
      />
    </div>
  );
}
