import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from '@shopify/polaris';
import { ChevronDownIcon, ChevronUpIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../domain/customer.ts';
import type { SourceEnding } from './change.ts';

/** Which source rules a field of a person who is in several: the sources in their order, each with a place up or down. */
export function OrderCard({ order }: { order: Source[] }) {
  const { t } = useTranslation();
  const fetcher = useFetcher<SourceEnding>();
  const busy = fetcher.state !== 'idle';
  // As it will be, while it is being saved.
  const sent = fetcher.formData?.get('order');
  const shown = typeof sent === 'string' ? (sent.split(',') as Source[]) : order;
  const move = (from: number, to: number) => {
    const next = [...shown];
    next.splice(to, 0, ...next.splice(from, 1));
    fetcher.submit({ intent: 'order', order: next.join(',') }, { method: 'post', action: '/app/sources' });
  };
  const said =
    fetcher.data?.kind === 'ordered' && !busy
      ? t('sources.order_saved')
      : fetcher.data?.kind === 'order_refused' && !busy
        ? t('sources.order_failed')
        : '';
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd" id="source-order">
            {t('sources.order')}
          </Text>
          <Text as="p" tone="subdued">
            {t('sources.order_text')}
          </Text>
        </BlockStack>
        <ol aria-labelledby="source-order" style={{ margin: 0, paddingInlineStart: '1.5rem' }}>
          {shown.map((source, at) => {
            const name = t(`sources.name_${source}`);
            return (
              <li key={source}>
                <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
                  <Text as="span">{name}</Text>
                  <ButtonGroup>
                    <Button
                      variant="tertiary"
                      icon={ChevronUpIcon}
                      disabled={busy || at === 0}
                      accessibilityLabel={t('sources.order_up', { name })}
                      onClick={() => move(at, at - 1)}
                    />
                    <Button
                      variant="tertiary"
                      icon={ChevronDownIcon}
                      disabled={busy || at === shown.length - 1}
                      accessibilityLabel={t('sources.order_down', { name })}
                      onClick={() => move(at, at + 1)}
                    />
                  </ButtonGroup>
                </InlineStack>
              </li>
            );
          })}
        </ol>
        <Text as="p" tone="subdued">
          <span role="status">{said}</span>
        </Text>
      </BlockStack>
    </Card>
  );
}
