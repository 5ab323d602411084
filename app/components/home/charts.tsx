import { InlineGrid, Text } from '@shopify/polaris';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { TrendBin, WindowName } from '../../monitor/trend.ts';
import { count, duration } from '../format.ts';
import { momentText } from './moment.ts';

/** Colours that differ in lightness too; what went wrong is hatched, so that no meaning hangs on a colour alone. */
const OUTCOMES = [
  { name: 'succeeded', fill: '#0c5132' },
  { name: 'unchanged', fill: '#92d0b3' },
  { name: 'skipped', fill: '#b5b5b5' },
  { name: 'retrying', fill: 'url(#hatch-retrying)' },
  { name: 'failed', fill: 'url(#hatch-failed)' },
] as const;
const AVERAGE = '#005bd3';
const P95 = '#8051ff';
const TICK = { fontSize: 12, fill: '#616161' };
const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };

interface ChartsProps {
  window: WindowName;
  trend: TrendBin[];
  height: string;
}

/** Two charts side by side: how customers ended, and how long they took. The table beside them has the same numbers. */
export default function Charts({ window, trend, height }: ChartsProps) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const moment = (at: unknown) => momentText(String(at), window, locale);
  const axis = (
    <XAxis
      dataKey="at"
      tickFormatter={moment}
      tick={TICK}
      tickLine={false}
      minTickGap={24}
      axisLine={false}
    />
  );
  return (
    <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
      <Chart title={t('metrics.chart_outcomes')} height={height}>
        <BarChart data={trend} margin={MARGIN} accessibilityLayer>
          <defs>
            <Hatch id="hatch-failed" color="#8e0b21" />
            <Hatch id="hatch-retrying" color="#b28400" />
          </defs>
          <CartesianGrid vertical={false} stroke="#ebebeb" />
          {axis}
          <YAxis tick={TICK} tickLine={false} axisLine={false} width={40} allowDecimals={false} />
          <Tooltip labelFormatter={moment} formatter={(value) => count(Number(value), locale)} />
          <Legend itemSorter={null} iconType="square" wrapperStyle={{ fontSize: 12 }} formatter={named} />
          {OUTCOMES.map(({ name, fill }) => (
            <Bar
              key={name}
              dataKey={name}
              name={t(`outcome.${name}`)}
              stackId="outcomes"
              fill={fill}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </Chart>
      <Chart title={t('metrics.chart_latency')} height={height}>
        <LineChart data={trend} margin={MARGIN} accessibilityLayer>
          <CartesianGrid vertical={false} stroke="#ebebeb" />
          {axis}
          <YAxis
            tick={TICK}
            tickLine={false}
            axisLine={false}
            width={64}
            padding={{ top: 8 }}
            tickFormatter={(value) => duration(Number(value), locale)}
          />
          <Tooltip labelFormatter={moment} formatter={(value) => duration(Number(value), locale)} />
          <Legend itemSorter={null} wrapperStyle={{ fontSize: 12 }} formatter={named} />
          <Line
            dataKey="averageLatencyMs"
            name={t('metrics.average_latency')}
            stroke={AVERAGE}
            strokeWidth={2}
            dot={{ r: 2 }}
            connectNulls
            isAnimationActive={false}
          />
          <Line
            dataKey="p95LatencyMs"
            name={t('metrics.p95_latency')}
            stroke={P95}
            strokeWidth={2}
            strokeDasharray="6 4"
            // Else its outline has the gaps of the line.
            dot={{ r: 2, strokeDasharray: 'none' }}
            connectNulls
            isAnimationActive={false}
          />
        </LineChart>
      </Chart>
    </InlineGrid>
  );
}

/** The library writes a legend in the colour of its line, which is too light to read. */
function named(name: unknown): ReactNode {
  return <span style={{ color: '#303030' }}>{String(name)}</span>;
}

function Hatch({ id, color }: { id: string; color: string }) {
  return (
    <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="#ffffff" />
      <rect width="4" height="6" fill={color} />
    </pattern>
  );
}

function Chart({ title, height, children }: { title: string; height: string; children: ReactElement }) {
  return (
    <figure style={{ margin: 0 }} aria-label={title}>
      <figcaption>
        <Text as="span" variant="bodySm" tone="subdued">
          {title}
        </Text>
      </figcaption>
      <div style={{ height }}>
        <ResponsiveContainer width="100%" height="100%">
          {children}
        </ResponsiveContainer>
      </div>
    </figure>
  );
}
