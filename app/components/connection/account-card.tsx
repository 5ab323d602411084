import { useSearchParams } from '@remix-run/react';
import { Badge, BlockStack, Box, Button, Card, InlineError, InlineStack, Text } from '@shopify/polaris';
import { useCallback, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { ConnectionView } from '../../services.ts';
import { RelativeTime } from '../relative-time.tsx';
import { KeyForm } from './key-form.tsx';
import { useChange } from './use-change.ts';

const TONE = { ok: 'success', unauthorized: 'critical', unreachable: 'warning' } as const;

interface AccountCardProps {
  connection: ConnectionView;
  now: string;
}

/** The connected account: whose it is, whether it works and else what to do, another key, and the way out. */
export function AccountCard({ connection, now }: AccountCardProps) {
  const { t } = useTranslation();
  const health = connection.health ?? 'ok';
  // A problem's way to its fix leads here with the form open.
  const asked = useSearchParams()[0].get('key') === 'new';
  const [open, setOpen] = useState<'nothing' | 'key' | 'disconnect'>(asked ? 'key' : 'nothing');
  const close = useCallback(() => setOpen('nothing'), []);
  // A key that no longer works is what the merchant came for: the form is open without a click.
  const showKey = open === 'key' || (health === 'unauthorized' && open === 'nothing');
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd" breakWord>
              {connection.companyName || t('connection.unnamed')}
            </Text>
            <Badge tone={TONE[health]}>{t(`connection.health_${health}`)}</Badge>
          </InlineStack>
          <Since i18nKey="connection.connected_since" at={connection.connectedAt} now={now} />
          <Since i18nKey="connection.checked" at={connection.checkedAt} now={now} />
        </BlockStack>
        {health === 'unauthorized' ? (
          <InlineError
            fieldID="connection-health"
            message={t([`fault.${connection.healthCause}`, 'fault.other'], {
              message: connection.healthMessage ?? '',
            })}
          />
        ) : null}
        {health === 'unreachable' ? <Text as="p">{t('connection.unreachable_text')}</Text> : null}
        {showKey ? (
          <KeyForm
            submitText={t('connection.save_key')}
            onDone={close}
            {...(open === 'key' ? { onCancel: close } : {})}
          />
        ) : null}
        {open === 'disconnect' ? <Disconnect onCancel={close} /> : null}
        {open === 'nothing' ? (
          <InlineStack gap="200">
            {showKey ? null : <Button onClick={() => setOpen('key')}>{t('connection.replace')}</Button>}
            <Button tone="critical" variant="plain" onClick={() => setOpen('disconnect')}>
              {t('connection.disconnect')}
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Since({ i18nKey, at, now }: { i18nKey: string; at: string | null; now: string }) {
  if (at === null) return null;
  return (
    <Text as="p" tone="subdued">
      <Trans i18nKey={i18nKey} components={{ time: <RelativeTime at={at} now={now} /> }} />
    </Text>
  );
}

/** Asked on the spot, with what it means, before anything happens. */
function Disconnect({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation();
  const change = useChange('disconnect', t('connection.disconnected_toast'), onCancel);
  return (
    <Box padding="300" background="bg-surface-secondary" borderRadius="200">
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t('connection.disconnect_question')}
        </Text>
        <Text as="p">{t('connection.disconnect_text')}</Text>
        <InlineStack gap="200">
          <Button tone="critical" loading={change.busy} onClick={() => change.submit({})}>
            {t('connection.disconnect_confirm')}
          </Button>
          <Button onClick={onCancel} disabled={change.busy}>
            {t('connection.cancel')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Box>
  );
}
