import {
  Badge,
  BlockStack,
  Box,
  Button,
  InlineError,
  InlineStack,
  SkeletonBodyText,
  Text,
} from '@shopify/polaris';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewEnding, PreviewView } from '../../mapping-service.ts';
import type { BrevoList } from '../../services.ts';
import { troubleText } from '../trouble.ts';
import { ContactComparison } from './contact-comparison.tsx';
import { configurationOf } from './draft.ts';
import { useFetched } from './use-fetched.ts';
import type { MappingEdit } from './use-mapping.ts';

/** The merchant is still typing: both vendors would be asked for every letter. */
const PATIENCE_MS = 700;

interface PreviewCardProps {
  edit: MappingEdit;
  customerId: string | null;
  /** The store has nobody to show. */
  noCustomers: boolean;
  faulty: boolean;
  lists: readonly BrevoList[];
}

/** The whole contact that Brevo would hold for the customer, beside the one it holds: by what is being edited. */
export function PreviewCard({ edit, customerId, noCustomers, faulty, lists }: PreviewCardProps) {
  const { t } = useTranslation();
  const { draft, changed, saved } = edit;
  const body = useMemo(
    () => ({ customerId, ...(changed && !faulty ? { configuration: configurationOf(draft) } : {}) }),
    [customerId, changed, faulty, draft],
  );
  const asked = customerId !== null && saved.connected && !faulty;
  const preview = useFetched<PreviewEnding>(asked ? '/app/mapping/preview' : null, body, PATIENCE_MS);
  const ready = preview.data?.kind === 'previewed' ? preview.data.preview : null;
  return (
    <Box padding="400" borderBlockStartWidth="025" borderColor="border">
      <BlockStack gap="300">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd" id="mapping-preview">
            {ready?.customer.name || ready?.customer.email
              ? t('mapping.preview_of', { name: ready.customer.name ?? ready.customer.email })
              : t('mapping.preview')}
          </Text>
          {ready ? (
            <InlineStack gap="200">
              <Button onClick={preview.again} loading={preview.loading}>
                {t('mapping.preview_again')}
              </Button>
              <Button
                disabled={changed || ready.action === 'none'}
                loading={edit.busy?.intent === 'sync_customer'}
                onClick={() => edit.ask({ intent: 'sync_customer', customerId: ready.customer.id })}
              >
                {t('mapping.sync_customer')}
              </Button>
            </InlineStack>
          ) : null}
        </InlineStack>
        {noCustomers ? (
          <Text as="p" tone="subdued">
            {t('mapping.no_customers')}
          </Text>
        ) : !saved.connected ? (
          <Text as="p" tone="subdued">
            {t('mapping.preview_not_connected')}
          </Text>
        ) : faulty ? (
          <Text as="p" tone="subdued">
            {t('mapping.preview_faulty')}
          </Text>
        ) : (
          <Body ending={preview.data} failed={preview.failed} lists={lists} onAgain={preview.again} />
        )}
      </BlockStack>
    </Box>
  );
}

interface BodyProps {
  ending: PreviewEnding | null;
  failed: boolean;
  lists: readonly BrevoList[];
  onAgain(): void;
}

function Body({ ending, failed, lists, onAgain }: BodyProps) {
  const { t } = useTranslation();
  if (!failed && ending === null) {
    return (
      <div role="status" aria-label={t('loading')}>
        <SkeletonBodyText lines={8} />
      </div>
    );
  }
  if (failed || ending === null || ending.kind !== 'previewed') {
    const reason = failed || ending === null ? 'failed' : ending.kind;
    const message = ending !== null && 'message' in ending ? troubleText(t, ending.message) : '';
    return (
      <BlockStack gap="200" inlineAlign="start">
        <InlineError
          fieldID="mapping-preview"
          message={t(`mapping.preview_trouble.${reason}`, { message })}
        />
        <Button onClick={onAgain}>{t('error.again')}</Button>
      </BlockStack>
    );
  }
  const { preview } = ending;
  return (
    <BlockStack gap="300">
      <Verdict preview={preview} />
      <ContactComparison preview={preview} lists={lists} />
    </BlockStack>
  );
}

/** What would happen, in a sentence, and why not everything is as one might think. */
function Verdict({ preview }: { preview: PreviewView }) {
  const { t, i18n } = useTranslation();
  const { action, code, message, differences, attributesToCreate, warnings } = preview;
  const told = code !== null && i18n.exists(`reason.${code}`) ? t(`reason.${code}`) : message;
  const others = warnings.filter((warning) => warning.code !== code);
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={action === 'none' ? 'enabled' : 'info'}>{t(`mapping.verdict.${action}`)}</Badge>
        <Text as="span" tone="subdued">
          {t('mapping.differences', { count: differences.length })}
        </Text>
      </InlineStack>
      {told ? <Text as="p">{told}</Text> : null}
      {others.map((warning) => (
        <Text as="p" key={warning.code + warning.attribute}>
          {t('mapping.warning', { attribute: warning.attribute, reason: t(`reason.${warning.code}`) })}
        </Text>
      ))}
      {attributesToCreate.length > 0 ? (
        <Text as="p">
          {t('mapping.to_create', { names: attributesToCreate.map(({ name }) => name).join(', ') })}
        </Text>
      ) : null}
    </BlockStack>
  );
}
