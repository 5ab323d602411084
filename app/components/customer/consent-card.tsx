import { BlockStack, Card, InlineGrid, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ChannelView, CustomerView } from '../../customer-view.ts';
import { type Fact, Facts } from '../facts.tsx';
import { RelativeTime } from '../relative-time.tsx';

/** The consent of both channels: who said what, when and where, and what follows from it. */
export function ConsentCard({ view }: { view: CustomerView }) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t('customer.consent')}
        </Text>
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          {(['email', 'sms'] as const).map((channel) => (
            <BlockStack key={channel} gap="200">
              <Text as="h3" fontWeight="semibold">
                {t(`customer.channel_${channel}`)}
              </Text>
              <Channel
                channel={view.consent[channel]}
                decidesList={channel === 'email' || view.store.customer?.email === null}
                now={view.readAt}
              />
            </BlockStack>
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}

interface ChannelProps {
  channel: ChannelView;
  /** Whether this channel's consent says who is on the list. */
  decidesList: boolean;
  now: string;
}

function Channel({ channel, decidesList, now }: ChannelProps) {
  const { t } = useTranslation();
  const { store, brevo, optOut, decision } = channel;
  const facts: Fact[] = [
    {
      name: t('customer.said_store'),
      value: store ? (
        <>
          {t(`consent.${store.state}`)}
          {store.level && store.state !== 'unsubscribed'
            ? `, ${t([`consent.level_${store.level}`, 'consent.level_unknown'])}`
            : ''}
          {store.at ? (
            <>
              {', '}
              <RelativeTime at={store.at} now={now} />
            </>
          ) : null}
        </>
      ) : (
        t('customer.none')
      ),
    },
    { name: t('customer.brevo'), value: t(`consent.brevo_${brevo}`) },
  ];
  if (optOut && optOut.system !== 'policy')
    facts.push({
      name: t('customer.newest_no'),
      value: (
        <>
          {t(optOut.system === 'brevo' ? 'customer.no_in_brevo' : 'customer.no_in_store')}
          {', '}
          <RelativeTime at={optOut.at} now={now} />
        </>
      ),
    });
  if (decision)
    facts.push({
      name: t('customer.follows'),
      value: t(`consent.decision_${followsFrom(decision, decidesList)}`),
    });
  return <Facts facts={facts} />;
}

function followsFrom(
  { listed, block, overruled }: NonNullable<ChannelView['decision']>,
  decidesList: boolean,
) {
  if (overruled) return 'overruled';
  if (block === 'set') return 'blocked';
  if (block === 'lift') return 'lifted';
  if (!decidesList) return listed === true ? 'may' : 'nothing';
  return listed === true ? 'listed' : 'off_list';
}
