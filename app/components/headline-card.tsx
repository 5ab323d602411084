import { BlockStack, Box, Button, Card, Icon, InlineStack, Text } from '@shopify/polaris';
import { AlertDiamondIcon, AlertTriangleIcon, CheckCircleIcon, ClockIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { Headline } from '../monitor/headline.ts';
import type { ConnectionView } from '../services.ts';

const LOOK = {
  success: { background: 'bg-surface-success', icon: CheckCircleIcon, iconTone: 'success' },
  info: { background: 'bg-surface-info', icon: ClockIcon, iconTone: 'info' },
  warning: { background: 'bg-surface-warning', icon: AlertTriangleIcon, iconTone: 'warning' },
  critical: { background: 'bg-surface-critical', icon: AlertDiamondIcon, iconTone: 'critical' },
} as const;

interface HeadlineCardProps {
  headline: Headline;
  connection: Pick<ConnectionView, 'healthCause' | 'healthMessage'>;
}

/** How the sync stands: one sentence, one colour, and the one thing to do about it. */
export function HeadlineCard({ headline, connection }: HeadlineCardProps) {
  const { t } = useTranslation();
  const look = LOOK[headline.tone];
  const alsoWaiting =
    headline.waiting > 0 && headline.name !== 'waiting' && headline.name !== 'not_connected';
  return (
    <Card background={look.background}>
      <InlineStack gap="300" blockAlign="start" wrap={false}>
        <Box paddingBlockStart="050">
          <Icon source={look.icon} tone={look.iconTone} />
        </Box>
        <BlockStack gap="200" inlineAlign="start">
          <div role="status">
            <BlockStack gap="100">
              <Text as="h2" variant="headingMd">
                {t(`headline.${headline.name}`, { count: headline.waiting })}
              </Text>
              {headline.name === 'key_refused' ? (
                <Text as="p" breakWord>
                  {t([`fault.${connection.healthCause}`, 'fault.other'], {
                    message: connection.healthMessage ?? '',
                  })}
                </Text>
              ) : null}
              <Text as="p">
                {t(`headline_detail.${headline.name}`)}
                {alsoWaiting ? ` ${t('home.waiting_too', { count: headline.waiting })}` : ''}
              </Text>
            </BlockStack>
          </div>
          {headline.name === 'key_refused' ? (
            <Button url="/app/connection">{t('home.fix_key')}</Button>
          ) : null}
          {headline.name === 'problems' || headline.name === 'field_missing' ? (
            <Button url="/app/problems">{t('home.see_problems')}</Button>
          ) : null}
        </BlockStack>
      </InlineStack>
    </Card>
  );
}
