import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../services.ts';
import type { RunEnding, RunIntent } from './change.ts';

/** The buttons of a run: what they ask for is sent, and what came of it is said. */
export function useRunChange(kind: RunView['kind'], onDone?: () => void) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const fetcher = useFetcher<RunEnding>();
  const told = useRef<RunEnding>();
  useEffect(() => {
    const ending = fetcher.data;
    if (fetcher.state !== 'idle' || !ending || told.current === ending) return;
    told.current = ending;
    if (ending.kind === 'not_connected' || ending.kind === 'not_allowed')
      shopify.toast.show(t(`runs.${ending.kind}`), { isError: true });
    else shopify.toast.show(t(`runs.toast_${ending.kind === 'started' ? 'start' : ending.intent}`));
    onDone?.();
  }, [fetcher.data, fetcher.state, shopify, t, onDone]);
  const submit = (fields: Record<string, string>) =>
    fetcher.submit({ kind, ...fields }, { method: 'post', action: '/app/imports' });
  return {
    busy: fetcher.state !== 'idle',
    start: (choices: { dryRun?: boolean; repair?: 'nothing' | 'everything' } = {}) =>
      submit({ intent: 'start', dryRun: String(choices.dryRun ?? false), repair: choices.repair ?? '' }),
    control: (intent: Exclude<RunIntent, 'start'>, id: string) => submit({ intent, id }),
  };
}
