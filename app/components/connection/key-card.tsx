import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { KeyForm } from './key-form.tsx';

/** While not connected, the one thing to do on the screen. */
export function KeyCard() {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('connection.account')}
        </Text>
        <KeyForm submitText={t('connection.connect')} />
      </BlockStack>
    </Card>
  );
}
