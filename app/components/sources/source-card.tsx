import { Badge, Banner, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { Trans, useTranslation } from 'react-i18next';
import type { ConnectableSource, SourceView } from '../../services.ts';
import { RelativeTime } from '../relative-time.tsx';
import { ConnectForm } from './connect-form.tsx';
import { CopiedLine } from './copied-line.tsx';
import { SourceActions } from './source-actions.tsx';
import { useSource } from './use-source.ts';

const TONE = { ok: 'success', unauthorized: 'critical', unreachable: 'warning' } as const;

interface SourceCardProps {
  source: ConnectableSource;
  /** null: not connected. */
  view: SourceView | null;
  now: string;
}

/** One source: what it is and how to connect it, or how it is and what can be done with it. */
export function SourceCard({ source, view, now }: SourceCardProps) {
  const { t } = useTranslation();
  const form = useSource(source);
  const { ending } = form;
  const name = t(`sources.name_${source}`);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              {name}
            </Text>
            {view ? <Badge tone={TONE[view.health]}>{t(`sources.health_${view.health}`)}</Badge> : null}
          </InlineStack>
          <Text as="p" tone="subdued">
            {t(`sources.text_${source}`)}
          </Text>
        </BlockStack>
        {ending?.kind === 'secret' ? (
          <Banner tone={ending.subscribed ? 'success' : 'warning'} title={t('sources.connected', { name })}>
            <BlockStack gap="200">
              {ending.subscribed ? null : <Text as="p">{t('sources.by_hand')}</Text>}
              {ending.secret ? (
                <>
                  <Text as="p">{t('sources.secret_once')}</Text>
                  <CopiedLine label={t('sources.secret')} text={ending.secret} id={`${source}-secret`} />
                </>
              ) : null}
            </BlockStack>
          </Banner>
        ) : null}
        {view ? (
          <>
            <Standing view={view} now={now} />
            <SourceActions source={source} name={name} form={form} />
          </>
        ) : (
          <ConnectForm source={source} form={form} />
        )}
      </BlockStack>
    </Card>
  );
}

function Standing({ view, now }: { view: SourceView; now: string }) {
  const { t } = useTranslation();
  return (
    <BlockStack gap="200">
      {view.url ? (
        <Text as="p" breakWord>
          {view.url}
        </Text>
      ) : null}
      {view.healthMessage ? (
        <Text as="p" tone="critical">
          {t('sources.trouble', { message: view.healthMessage })}
        </Text>
      ) : null}
      <Text as="p" tone="subdued">
        {view.receivedAt === null ? (
          t('sources.heard_never')
        ) : (
          <Trans
            i18nKey="sources.heard"
            components={{ time: <RelativeTime at={view.receivedAt} now={now} /> }}
          />
        )}
      </Text>
      {view.ingestUrl ? (
        <CopiedLine label={t('sources.ingest')} text={view.ingestUrl} id={`${view.source}-ingest`} />
      ) : null}
    </BlockStack>
  );
}
