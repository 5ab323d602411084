import { BlockStack, Box, Button, Card, Icon, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { CheckCircleIcon, MinusCircleIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';

interface SetupGuideProps {
  connected: boolean;
  hasList: boolean;
}

/** What is left to do before the sync works. Gone when all is done. */
export function SetupGuide({ connected, hasList }: SetupGuideProps) {
  const { t } = useTranslation();
  const steps = [
    { name: 'connect', done: connected },
    { name: 'list', done: hasList },
  ];
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length) return null;
  const next = steps.find((step) => !step.done);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {t('setup.title')}
          </Text>
          <Text as="p" tone="subdued">
            {t('setup.progress', { done, total: steps.length })}
          </Text>
          <ProgressBar progress={(done / steps.length) * 100} size="small" tone="primary" />
        </BlockStack>
        <ol style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {steps.map((step) => (
            <Box key={step.name} as="li" paddingBlock="200">
              <InlineStack gap="200" wrap={false} blockAlign="start">
                <span>
                  <Icon
                    source={step.done ? CheckCircleIcon : MinusCircleIcon}
                    tone={step.done ? 'success' : 'subdued'}
                    accessibilityLabel={step.done ? t('setup.done') : t('setup.todo')}
                  />
                </span>
                <BlockStack gap="200" inlineAlign="start">
                  <BlockStack gap="050">
                    <Text as="h3" fontWeight="semibold">
                      {t(`setup.${step.name}`)}
                    </Text>
                    <Text as="p" tone="subdued">
                      {t(`setup.${step.name}_text`)}
                    </Text>
                  </BlockStack>
                  {step === next ? (
                    <Button variant="primary" url="/app/connection">
                      {t(`setup.${step.name}_action`)}
                    </Button>
                  ) : null}
                </BlockStack>
              </InlineStack>
            </Box>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}
