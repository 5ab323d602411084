import { Box, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../customer-view.ts';
import { EntryList } from '../activity/entry-list.tsx';
import { EmptyNote } from '../empty-note.tsx';
import { RelativeTime } from '../relative-time.tsx';

/** What waits and what happened to this customer, newest first. */
export function TimelineCard({ view }: { view: CustomerView }) {
  const { t } = useTranslation();
  const { pending, entries, customer, readAt } = view;
  return (
    <Card padding="0">
      <Box padding="400">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="h2" variant="headingSm">
            {t('customer.timeline')}
          </Text>
          {entries.length > 0 ? (
            <Link url={`/app/activity?customer=${encodeURIComponent(customer)}`}>
              {t('customer.all_entries')}
            </Link>
          ) : null}
        </InlineStack>
        {pending ? (
          <Text as="p">
            {t('customer.pending', { event: t([`event.${pending.event}`, 'event.other']) })}{' '}
            <RelativeTime at={pending.since} now={readAt} />
          </Text>
        ) : null}
      </Box>
      {entries.length > 0 ? (
        <EntryList entries={entries} now={readAt} customerShown={false} />
      ) : (
        <EmptyNote title={t('customer.no_entries')} text={t('customer.no_entries_text')} />
      )}
    </Card>
  );
}
