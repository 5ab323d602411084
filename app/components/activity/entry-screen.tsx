import { BlockStack, Card, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryDetail } from '../../services.ts';
import { type Fact, Facts } from '../facts.tsx';
import { duration } from '../format.ts';
import { EntryList } from './entry-list.tsx';

/** One entry: what happened, how long it took, what was sent and came back, and the attempts before. */
export function EntryScreen({ found, now }: { found: EntryDetail; now: string }) {
  const { t } = useTranslation();
  const { entry, detail, earlier } = found;
  return (
    <BlockStack gap="400">
      <Card padding="0">
        <EntryList entries={[entry]} now={now} linked={false} />
      </Card>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingSm">
            {t('entry.facts')}
          </Text>
          <EntryFacts found={found} />
        </BlockStack>
      </Card>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingSm">
            {t('entry.exchange')}
          </Text>
          {detail === null || detail === undefined ? (
            <Text as="p" tone="subdued">
              {t('entry.no_detail')}
            </Text>
          ) : (
            <pre style={{ margin: 0, overflowX: 'auto', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {JSON.stringify(detail, null, 2)}
            </pre>
          )}
        </BlockStack>
      </Card>
      {earlier.length > 0 ? (
        <Card padding="0">
          <div style={{ padding: 'var(--p-space-400) var(--p-space-400) 0' }}>
            <Text as="h2" variant="headingSm">
              {t('entry.earlier')}
            </Text>
          </div>
          <EntryList entries={earlier} now={now} customerShown={false} />
        </Card>
      ) : null}
    </BlockStack>
  );
}

function EntryFacts({ found }: { found: EntryDetail }) {
  const { t, i18n } = useTranslation();
  const { entry } = found;
  const [exact, setExact] = useState(entry.at);
  // Only in the browser: the server does not know the reader's time zone.
  useEffect(() => {
    setExact(new Date(entry.at).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' }));
  }, [entry.at, i18n.language]);
  const facts: Fact[] = [
    { name: t('entry.at'), value: exact },
    { name: t('activity.filter_event'), value: t([`event.${entry.event}`, 'event.other']) },
    { name: t('activity.filter_source'), value: t(`source.${entry.source}`, { defaultValue: entry.source }) },
    { name: t('entry.latency'), value: duration(entry.latencyMs, i18n.language) },
    { name: t('entry.attempts'), value: String(entry.attempt) },
    ...(entry.httpStatus === null ? [] : [{ name: t('entry.status'), value: String(entry.httpStatus) }]),
    ...(entry.code === null ? [] : [{ name: t('entry.code'), value: entry.code }]),
    ...(entry.message === null ? [] : [{ name: t('entry.message'), value: entry.message }]),
    { name: t('entry.request'), value: entry.requestId ?? t('customer.none') },
    { name: t('entry.id'), value: entry.id },
  ];
  return <Facts facts={facts} />;
}
