import { BlockStack, Box, Button, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../services.ts';
import { RunState } from './run-state.tsx';
import { useRunChange } from './use-run-change.ts';

interface LiveRunProps {
  run: RunView;
  now: string;
  onChanged: () => void;
}

/** A run under way: its phase, how far it is, how quick, how much longer, and the ways to stop it. */
export function LiveRun({ run, now, onChanged }: LiveRunProps) {
  return (
    <BlockStack gap="300">
      <RunState run={run} now={now} />
      <Controls run={run} onChanged={onChanged} />
    </BlockStack>
  );
}

function Controls({ run, onChanged }: Omit<LiveRunProps, 'now'>) {
  const { t } = useTranslation();
  const { busy, control } = useRunChange(run.kind, onChanged);
  const [asked, setAsked] = useState(false);
  if (asked) {
    return (
      <Box padding="300" background="bg-surface-secondary" borderRadius="200">
        <BlockStack gap="200">
          <Text as="p">{t(run.dryRun ? 'runs.cancel_dry_text' : 'runs.cancel_text')}</Text>
          <InlineStack gap="200">
            <Button tone="critical" loading={busy} onClick={() => control('cancel', run.id)}>
              {t('runs.cancel_confirm')}
            </Button>
            <Button disabled={busy} onClick={() => setAsked(false)}>
              {t('runs.go_on')}
            </Button>
          </InlineStack>
        </BlockStack>
      </Box>
    );
  }
  const next = run.status === 'paused' ? 'resume' : 'pause';
  return (
    <InlineStack gap="200">
      <Button loading={busy} onClick={() => control(next, run.id)}>
        {t(`runs.${next}`)}
      </Button>
      <Button variant="plain" tone="critical" disabled={busy} onClick={() => setAsked(true)}>
        {t('runs.cancel')}
      </Button>
    </InlineStack>
  );
}
