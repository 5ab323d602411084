import { BlockStack, Box, Card, InlineGrid, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type SectionName = 'sync' | 'contacts' | 'consent' | 'fields' | 'notifications' | 'log';

/** One subject of the settings, its fields in a card. */
export function Section({ name, children }: { name: SectionName; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Subject id={name} title={t(`settings.${name}.title`)} text={t(`settings.${name}.text`)}>
      <Card>
        <BlockStack gap="400">{children}</BlockStack>
      </Card>
    </Subject>
  );
}

interface SubjectProps {
  id: string;
  title: string;
  text: string;
  children: ReactNode;
}

/** What it is about on the left, what is done about it on the right; on a phone one above the other. */
export function Subject({ id, title, text, children }: SubjectProps) {
  const edge = { xs: '400', sm: '0' } as const;
  return (
    <section aria-labelledby={id}>
      <InlineGrid columns={{ xs: '1fr', md: '2fr 5fr' }} gap="400">
        <Box paddingInlineStart={edge} paddingInlineEnd={edge}>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd" id={id}>
              {title}
            </Text>
            <Text as="p" tone="subdued">
              {text}
            </Text>
          </BlockStack>
        </Box>
        {children}
      </InlineGrid>
    </section>
  );
}
