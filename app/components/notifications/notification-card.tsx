import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../services.ts';
import type { NotificationChange } from './change.ts';
import { MessageList } from './message-list.tsx';

interface NotificationCardProps {
  messages: MessageView[];
  now: string;
}

/** The secret that signs messages, shown when asked for; a test; and how the last messages were delivered. */
export function NotificationCard({ messages, now }: NotificationCardProps) {
  const { t } = useTranslation();
  const secret = useFetcher<NotificationChange>();
  const test = useFetcher<NotificationChange>();
  const [asked, setAsked] = useState(false);
  const shown = secret.data?.kind === 'secret' ? secret.data.secret : undefined;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {t('notifications.secret')}
          </Text>
          <Text as="p" tone="subdued">
            {t('notifications.secret_text')}
          </Text>
          {shown ? (
            <Text as="p" breakWord>
              <code>{shown.secret}</code>
            </Text>
          ) : null}
          {shown?.formerValidUntil ? <Text as="p">{t('notifications.former')}</Text> : null}
          {asked ? <Text as="p">{t('notifications.rotate_ask')}</Text> : null}
          <InlineStack gap="200">
            {shown ? null : (
              <Button
                loading={secret.state !== 'idle'}
                onClick={() => secret.submit({ intent: 'show_secret' }, { method: 'post' })}
              >
                {t('notifications.show')}
              </Button>
            )}
            {asked ? <Button onClick={() => setAsked(false)}>{t('connection.cancel')}</Button> : null}
            <Button
              {...(asked ? { tone: 'critical' as const } : {})}
              onClick={() => {
                if (asked) secret.submit({ intent: 'rotate_secret' }, { method: 'post' });
                setAsked(!asked);
              }}
            >
              {t('notifications.rotate')}
            </Button>
          </InlineStack>
        </BlockStack>
        <BlockStack gap="200">
          <InlineStack>
            <Button
              loading={test.state !== 'idle'}
              onClick={() => test.submit({ intent: 'send_test' }, { method: 'post' })}
            >
              {t('notifications.test')}
            </Button>
          </InlineStack>
          <div role="status">
            <TestEnding ending={test.state === 'idle' ? test.data : undefined} />
          </div>
        </BlockStack>
        <MessageList messages={messages} now={now} />
      </BlockStack>
    </Card>
  );
}

function TestEnding({ ending }: { ending: NotificationChange | undefined }) {
  const { t } = useTranslation();
  if (ending?.kind === 'no_address')
    return (
      <Text as="p" tone="critical">
        {t('notifications.no_address')}
      </Text>
    );
  if (ending?.kind !== 'tested') return null;
  const { status, error } = ending.message;
  return status === 'delivered' ? (
    <Text as="p" tone="success">
      {t('notifications.arrived')}
    </Text>
  ) : (
    <Text as="p" tone="critical" breakWord>
      {t('notifications.not_arrived', { error: error ?? '' })}
    </Text>
  );
}
