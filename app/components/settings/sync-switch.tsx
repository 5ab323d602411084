import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { Badge, Box, Button, InlineStack, Text } from '@shopify/polaris';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StatusView } from '../../services.ts';
import type { SettingsEnding } from './change.ts';

/** Pauses the sync and goes on with it, at once and without saving anything else. */
export function SyncSwitch({ status }: { status: Pick<StatusView, 'enabled' | 'paused' | 'queueDepth'> }) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const fetcher = useFetcher<SettingsEnding>();
  const told = useRef<SettingsEnding>();
  useEffect(() => {
    const ending = fetcher.data;
    if (ending?.kind !== 'switched' || told.current === ending) return;
    told.current = ending;
    shopify.toast.show(t(ending.paused ? 'settings.sync.paused_toast' : 'settings.sync.resumed_toast'));
  }, [fetcher.data, shopify, t]);
  const state = !status.enabled ? 'off' : status.paused ? 'paused' : 'running';
  const next = status.paused ? 'resume' : 'pause';
  return (
    <Box padding="300" background="bg-surface-secondary" borderRadius="200">
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <div role="status">
          <InlineStack gap="200" blockAlign="center">
            <Badge tone={state === 'running' ? 'success' : 'attention'}>
              {t(`settings.sync.state_${state}`)}
            </Badge>
            <Text as="span" tone="subdued">
              {status.queueDepth > 0
                ? t('settings.sync.waiting', { count: status.queueDepth })
                : t('settings.sync.nothing_waiting')}
            </Text>
          </InlineStack>
        </div>
        {status.enabled ? (
          <Button
            loading={fetcher.state !== 'idle'}
            onClick={() => fetcher.submit({ intent: next }, { method: 'post', action: '/app/settings' })}
          >
            {t(`settings.sync.${next}`)}
          </Button>
        ) : null}
      </InlineStack>
    </Box>
  );
}
