import { useAppBridge } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

/** The one time a token is seen. */
export function NewToken({ token, name }: { token: string; name: string }) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  return (
    <Banner tone="success" title={t('tokens.created', { name })}>
      <BlockStack gap="200">
        <Text as="p">{t('tokens.once')}</Text>
        <Text as="p" breakWord>
          <code data-testid="new-token">{token}</code>
        </Text>
        <InlineStack>
          <Button
            onClick={async () => {
              await navigator.clipboard.writeText(token);
              shopify.toast.show(t('tokens.copied'));
            }}
          >
            {t('tokens.copy')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}
