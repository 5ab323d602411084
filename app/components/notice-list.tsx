import { BlockStack, Card, Icon, InlineStack, Link, Text } from '@shopify/polaris';
import { AlertTriangleIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { NoticeView } from '../services.ts';
import { noticeWords } from './notice-words.ts';
import { RelativeTime } from './relative-time.tsx';

interface NoticeListProps {
  notices: NoticeView[];
  now: string;
}

/** Where something can be done about it. */
function placeOf({ kind, params }: NoticeView): string | null {
  if (kind === 'brevo_unauthorized') return '/app/connection';
  if (kind === 'data_request' && params.customer)
    return `/app/customers/${encodeURIComponent(params.customer)}`;
  return null;
}

/** The conditions that are open now, each with what to do. They go by themselves when the condition ends. */
export function NoticeList({ notices, now }: NoticeListProps) {
  const { t, i18n } = useTranslation();
  if (notices.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t('home.notices')}
        </Text>
        {notices.map((notice) => {
          const words = noticeWords(notice, i18n);
          return (
            <InlineStack key={notice.id} gap="200" wrap={false} blockAlign="start">
              <span>
                <Icon source={AlertTriangleIcon} tone="warning" />
              </span>
              <BlockStack gap="050">
                <Text as="h3" fontWeight="semibold" breakWord>
                  {words.title}
                </Text>
                <Text as="p" breakWord>
                  {words.fix}
                </Text>
                {placeOf(notice) ? (
                  <Link url={placeOf(notice) ?? ''}>{t(`notice.${notice.kind}.action`)}</Link>
                ) : null}
                <Text as="p" tone="subdued" variant="bodySm">
                  <RelativeTime at={notice.openedAt} now={now} />
                </Text>
              </BlockStack>
            </InlineStack>
          );
        })}
      </BlockStack>
    </Card>
  );
}
