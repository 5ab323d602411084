import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

/** The way to the other sources: most merchants have none, so they have no place of their own in the navigation. */
export function SourcesLink() {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="p" tone="subdued">
          {t('sources.open_text')}
        </Text>
        <InlineStack>
          <Button url="/app/sources">{t('sources.open')}</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
