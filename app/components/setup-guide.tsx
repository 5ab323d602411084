import { BlockStack, Box, Button, Card, Icon, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import { CheckCircleIcon } from '@shopify/polaris-icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../services.ts';
import { ImportStep } from './import-step.tsx';
import { useSkipped } from './use-skipped.ts';

interface SetupGuideProps {
  connected: boolean;
  hasList: boolean;
  /** A person saved or confirmed the field mapping. */
  mappingConfirmed: boolean;
  lastImport: RunView | null;
}

/** What is left to do before the sync is complete. Gone when all is done; the import, which is a choice, can be skipped. */
export function SetupGuide({ connected, hasList, mappingConfirmed, lastImport }: SetupGuideProps) {
  const { t } = useTranslation();
  const [skipped, skip] = useSkipped('setup-import');
  const steps = [
    { name: 'connect', done: connected },
    { name: 'list', done: hasList },
    { name: 'mapping', done: mappingConfirmed },
    { name: 'import', done: lastImport?.status === 'completed' },
  ] as const;
  const done = steps.filter((step) => step.done).length;
  const next = steps.find((step) => !step.done);
  if (!next || (next.name === 'import' && skipped)) return null;
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
            <Step key={step.name} name={step.name} done={step.done}>
              {step !== next ? null : step.name === 'import' ? (
                <ImportStep lastImport={lastImport} onSkip={skip} />
              ) : (
                <Button variant="primary" url={step.name === 'mapping' ? '/app/mapping' : '/app/connection'}>
                  {t(`setup.${step.name}_action`)}
                </Button>
              )}
            </Step>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}

interface StepProps {
  name: 'connect' | 'list' | 'mapping' | 'import';
  done: boolean;
  /** What to do, for the step that is next. */
  children: ReactNode;
}

function Step({ name, done, children }: StepProps) {
  const { t } = useTranslation();
  return (
    <Box as="li" paddingBlock="200">
      <InlineStack gap="200" wrap={false} blockAlign="start">
        <span>
          <Icon
            source={done ? CheckCircleIcon : TodoIcon}
            tone={done ? 'success' : 'subdued'}
            accessibilityLabel={done ? t('setup.done') : t('setup.todo')}
          />
        </span>
        <BlockStack gap="200" inlineAlign="start">
          <BlockStack gap="050">
            <Text as="h3" fontWeight="semibold">
              {t(`setup.${name}`)}
            </Text>
            {done ? null : (
              <Text as="p" tone="subdued">
                {t(`setup.${name}_text`)}
              </Text>
            )}
          </BlockStack>
          {children}
        </BlockStack>
      </InlineStack>
    </Box>
  );
}

/** A place for a tick: the icon set has none. */
function TodoIcon() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <circle
        cx="10"
        cy="10"
        r="7"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="3 2.5"
      />
    </svg>
  );
}
