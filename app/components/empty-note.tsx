import { BlockStack, Box, Icon, Text } from '@shopify/polaris';
import { ListBulletedIcon } from '@shopify/polaris-icons';

/** Where a list would be, and nothing is in it yet. */
export function EmptyNote({ title, text }: { title: string; text: string }) {
  return (
    <Box padding="800">
      <BlockStack gap="200" inlineAlign="center">
        <Icon source={ListBulletedIcon} tone="subdued" />
        <Text as="h3" variant="headingSm" alignment="center">
          {title}
        </Text>
        <Text as="p" tone="subdued" alignment="center">
          {text}
        </Text>
      </BlockStack>
    </Box>
  );
}
