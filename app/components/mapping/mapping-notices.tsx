import { Banner, BlockStack, Button, InlineStack, List, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { troubleText } from '../trouble.ts';
import { saidText } from './said.ts';
import type { Surroundings } from './surroundings.ts';
import type { MappingEdit } from './use-mapping.ts';

interface MappingNoticesProps {
  edit: MappingEdit;
  around: Surroundings | null;
  /** The vendors are being asked. */
  asking: boolean;
  onAsk(): void;
  dirty: boolean;
  onSaveOver(): void;
  onDiscard(): void;
}

/** What the merchant must know before they go on: at most a few at a time, the most pressing first. */
export function MappingNotices(props: MappingNoticesProps) {
  const { edit, around, asking, onAsk, dirty, onSaveOver, onDiscard } = props;
  const { t } = useTranslation();
  const retry = { content: t('error.again'), onAction: onAsk, loading: asking };
  const { saved } = edit;
  if (edit.outdated) {
    return (
      <Banner
        tone="warning"
        title={t('mapping.outdated_title')}
        action={{ content: t('mapping.outdated_load'), onAction: onDiscard }}
        secondaryAction={{ content: t('mapping.outdated_over'), onAction: onSaveOver }}
      >
        {t('mapping.outdated_text')}
      </Banner>
    );
  }
  const failed = around?.attributes.kind === 'failed' ? around.attributes.message : null;
  return (
    <>
      {edit.faults.length > 0 ? (
        <Banner tone="critical" title={t('mapping.refused')}>
          <List>
            {edit.faults.map(({ path, message }) => (
              <List.Item key={path + message}>
                {[path, saidText(message, t)].filter(Boolean).join(': ')}
              </List.Item>
            ))}
          </List>
        </Banner>
      ) : null}
      {edit.trouble ? (
        <Banner tone="critical" title={t(`mapping.trouble.${edit.trouble.fault}`)}>
          {edit.trouble.message}
        </Banner>
      ) : null}
      {saved.connected ? null : (
        <Banner
          tone="info"
          title={t('mapping.not_connected')}
          action={{ content: t('mapping.connect'), url: '/app/connection' }}
        >
          {t('mapping.not_connected_text')}
        </Banner>
      )}
      {failed !== null ? (
        <Banner tone="warning" title={t('mapping.brevo_unreachable')} action={retry}>
          {t('mapping.brevo_unreachable_text', { message: troubleText(t, failed) })}
        </Banner>
      ) : null}
      {around && around.store.kind !== 'read' ? (
        <Banner tone="warning" title={t('mapping.store_unreachable')} action={retry}>
          {troubleText(t, around.store.message)}
        </Banner>
      ) : null}
      {saved.resync && !dirty ? <Resync edit={edit} /> : null}
      {edit.runId !== null && !saved.resync ? (
        <Banner
          tone="info"
          title={t('mapping.resyncing')}
          action={{ content: t('problems.see_progress'), url: `/app/imports/${edit.runId}` }}
        />
      ) : null}
    </>
  );
}

/** After a save: whom it concerns, and the offer to bring them up to date now. */
function Resync({ edit }: { edit: MappingEdit }) {
  const { t } = useTranslation();
  const { customers, atLeast } = edit.saved.synced;
  return (
    <Banner tone="info" title={t(atLeast ? 'mapping.resync_many' : 'mapping.resync', { count: customers })}>
      <BlockStack gap="200">
        <Text as="p">{t('mapping.resync_text')}</Text>
        <InlineStack>
          <Button loading={edit.busy?.intent === 'resync'} onClick={() => edit.ask({ intent: 'resync' })}>
            {t('mapping.resync_action')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}
