import { useAppBridge } from '@shopify/app-bridge-react';
import { BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

/** A text that is copied rather than read: an address, a secret. */
export function CopiedLine({ label, text, id }: { label: string; text: string; id: string }) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  return (
    <BlockStack gap="100">
      <Text as="p" tone="subdued">
        {label}
      </Text>
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" breakWord>
          <code data-testid={id}>{text}</code>
        </Text>
        <Button
          size="slim"
          accessibilityLabel={t('sources.copy_this', { label })}
          onClick={async () => {
            await navigator.clipboard.writeText(text);
            shopify.toast.show(t('sources.copied'));
          }}
        >
          {t('sources.copy')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
