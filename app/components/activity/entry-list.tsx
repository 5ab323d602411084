import { Badge, BlockStack, Box, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { EntryView } from '../../services.ts';
import { duration } from '../format.ts';
import { RelativeTime } from '../relative-time.tsx';
import { entryWords } from './entry-words.ts';

interface EntryListProps {
  entries: EntryView[];
  now: string;
  /** false where all of them are of one customer whose page it is. */
  customerShown?: boolean;
  /** Whether an entry leads to a page of its own. */
  linked?: boolean;
}

const TONE = {
  succeeded: 'success',
  unchanged: 'enabled',
  skipped: 'attention',
  retrying: 'info',
  failed: 'critical',
} as const;

/** Sync entries, one under another: readable on a phone, and a long message wraps instead of being cut. */
export function EntryList({ entries, now, customerShown = true, linked = true }: EntryListProps) {
  const { t } = useTranslation();
  return (
    <ul aria-label={t('entry.list')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {entries.map((entry, index) => (
        <Box
          key={entry.id}
          as="li"
          padding="400"
          {...(index === 0
            ? {}
            : { borderBlockStartWidth: '025' as const, borderColor: 'border-secondary' as const })}
        >
          <Entry entry={entry} now={now} customerShown={customerShown} linked={linked} />
        </Box>
      ))}
    </ul>
  );
}

interface EntryProps {
  entry: EntryView;
  now: string;
  customerShown: boolean;
  linked: boolean;
}

function Entry({ entry, now, customerShown, linked }: EntryProps) {
  const { t, i18n } = useTranslation();
  const facts = [
    t([`event.${entry.event}`, 'event.other']),
    // What an import found to be left out took no time of its own.
    ...(entry.latencyMs > 0 ? [t('entry.took', { time: duration(entry.latencyMs, i18n.language) })] : []),
    ...(entry.attempt > 1 ? [t('entry.attempt', { number: entry.attempt })] : []),
    ...(entry.httpStatus !== null && entry.httpStatus >= 400
      ? [t('entry.http', { status: entry.httpStatus })]
      : []),
  ];
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" align="space-between" wrap={false}>
        {/* align is named because the stack around would hand its own down */}
        <InlineStack gap="200" align="start" blockAlign="center">
          <Badge tone={TONE[entry.outcome]}>{t(`outcome.${entry.outcome}`)}</Badge>
          <Text as="span" fontWeight="semibold">
            {t(`action.${entry.action}`)}
          </Text>
          {customerShown ? <Customer entry={entry} /> : null}
        </InlineStack>
        <span style={{ whiteSpace: 'nowrap' }}>
          <Text as="span" tone="subdued">
            <RelativeTime at={entry.at} now={now} />
          </Text>
        </span>
      </InlineStack>
      <Reason entry={entry} />
      <Text as="p" tone="subdued" variant="bodySm" breakWord>
        {facts.join(' · ')}
        {linked ? (
          <>
            {' · '}
            <Link
              url={`/app/activity/${entry.id}`}
              monochrome
              accessibilityLabel={t('entry.details_of', { id: entry.customer })}
            >
              {t('entry.details')}
            </Link>
          </>
        ) : null}
      </Text>
    </BlockStack>
  );
}

/** Why, and for a failure what to do. */
function Reason({ entry }: { entry: EntryView }) {
  const { t, i18n } = useTranslation();
  const failed = entry.outcome === 'failed';
  const { reason, fix, original } = entryWords(entry, i18n);
  if (!reason) return null;
  return (
    <>
      <Text as="p" breakWord {...(failed ? { tone: 'critical' as const } : {})}>
        {reason}
      </Text>
      {fix ? (
        <Text as="p" breakWord>
          {fix}
        </Text>
      ) : null}
      {original ? (
        <Text as="p" tone="subdued" variant="bodySm" breakWord>
          {t('problems.brevo_says', { message: original })}
        </Text>
      ) : null}
    </>
  );
}

/** Leads to the customer's page. */
function Customer({ entry }: { entry: EntryView }) {
  const { t } = useTranslation();
  return (
    <Link url={`/app/customers/${encodeURIComponent(entry.customer)}`} removeUnderline>
      {t('entry.customer', { id: entry.customer })}
    </Link>
  );
}
