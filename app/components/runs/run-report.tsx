import { BlockStack, InlineGrid, Link, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../services.ts';
import { count } from '../format.ts';
import { PlainTable } from '../plain-table.tsx';
import { ShareBars } from '../share-bars.tsx';
import { isLive } from './run-progress.ts';

/** The numbers a run of each sort ends with, in the order in which they are read. */
const FIGURES = {
  dry: ['create', 'change', 'unchanged', 'skip', 'blockedByConsent'],
  import: ['read', 'succeeded', 'unchanged', 'skipped', 'failed', 'takenBack'],
  reconciliation: ['checked', 'differed', 'left', 'failed', 'leftOut', 'foreign'],
} as const;

interface Example {
  customer: string;
  difference: string[];
}

/** What a run found and did: its numbers, the kinds of difference, why customers were left out, and ten examples. */
export function RunReport({ run }: { run: RunView }) {
  const { t, i18n } = useTranslation();
  const kinds = numbersOf(run.report.kinds);
  const reasons = numbersOf(run.report.skippedBecause);
  const examples = (Array.isArray(run.report.examples) ? run.report.examples : []) as Example[];
  return (
    <BlockStack gap="400">
      <Figures run={run} />
      {run.dryRun && run.counts.create !== undefined ? (
        <Text as="p">{t('runs.plan', { count: run.counts.create })}</Text>
      ) : null}
      {kinds.length > 0 ? (
        <Part title={t(run.dryRun || isLive(run) ? 'runs.kinds' : 'runs.kinds_were')} id={`kinds-${run.id}`}>
          <ShareBars
            labelledBy={`kinds-${run.id}`}
            rows={kinds.map(([name, value]) => ({
              key: name,
              label: t([`runs.kind_${name}`, 'runs.kind_other']),
              value,
            }))}
          />
        </Part>
      ) : null}
      {reasons.length > 0 ? (
        <Part title={t('runs.reasons')} id={`reasons-${run.id}`}>
          <PlainTable
            labelledBy={`reasons-${run.id}`}
            head={[t('runs.reason'), t('runs.customers')]}
            numeric={[1]}
            rows={reasons.map(([code, value]) => ({
              key: code,
              cells: [t(`reason.${code}`, { defaultValue: code }), count(value, i18n.language)],
            }))}
          />
        </Part>
      ) : null}
      {examples.length > 0 ? (
        <Part title={t('runs.examples', { count: examples.length })} id={`examples-${run.id}`}>
          <PlainTable
            labelledBy={`examples-${run.id}`}
            head={[t('runs.customer'), t('runs.difference')]}
            rows={examples.map(({ customer, difference }) => ({
              key: customer,
              cells: [
                <Link key="customer" url={`/app/customers/${encodeURIComponent(customer)}`} removeUnderline>
                  {t('entry.customer', { id: customer })}
                </Link>,
                difference.map((name) => t([`runs.kind_${name}`, 'runs.kind_other'])).join(', '),
              ],
            }))}
          />
        </Part>
      ) : null}
    </BlockStack>
  );
}

function Figures({ run }: { run: RunView }) {
  const { t, i18n } = useTranslation();
  const names = FIGURES[run.dryRun ? 'dry' : run.kind].filter((name) => run.counts[name] !== undefined);
  return (
    <InlineGrid columns={{ xs: 2, md: Math.min(6, Math.max(2, names.length)) as 2 }} gap="400">
      {names.map((name) => (
        <BlockStack key={name} gap="050">
          <Text as="p" tone="subdued">
            {t(`runs.count_${name}`)}
          </Text>
          <Text as="p" variant="headingLg" numeric>
            {count(run.counts[name] ?? 0, i18n.language)}
          </Text>
        </BlockStack>
      ))}
    </InlineGrid>
  );
}

function Part({ title, id, children }: { title: string; id: string; children: ReactNode }) {
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm" id={id}>
        {title}
      </Text>
      {children}
    </BlockStack>
  );
}

/** The parts of a report that are numbers by name, the largest first. */
function numbersOf(part: unknown): [string, number][] {
  return Object.entries((part ?? {}) as Record<string, number>)
    .filter(([, value]) => value > 0)
    .sort(([, one], [, other]) => other - one);
}
