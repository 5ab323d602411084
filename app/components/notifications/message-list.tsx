import { BlockStack, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../services.ts';
import { RelativeTime } from '../relative-time.tsx';

/** The last messages: what was told, when, and how the receiver took it. */
export function MessageList({ messages, now }: { messages: MessageView[]; now: string }) {
  const { t } = useTranslation();
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t('notifications.last')}
      </Text>
      {messages.length === 0 ? (
        <Text as="p" tone="subdued">
          {t('notifications.none')}
        </Text>
      ) : (
        <ul aria-label={t('notifications.last')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {messages.map(({ id, event, createdAt, status, error }) => (
            <li key={id}>
              <InlineStack gap="200" blockAlign="center">
                <Text as="span" breakWord>
                  {event}
                </Text>
                <Text as="span" tone={status === 'failed' ? 'critical' : 'subdued'}>
                  {t(`notifications.status_${status}`)}
                </Text>
                <Text as="span" tone="subdued">
                  <RelativeTime at={createdAt} now={now} />
                </Text>
                {error === null ? null : (
                  <Text as="span" tone="subdued" breakWord>
                    {error}
                  </Text>
                )}
              </InlineStack>
            </li>
          ))}
        </ul>
      )}
    </BlockStack>
  );
}
