import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionEnding, Intent } from './change.ts';

interface Change {
  /** What was wrong with the last try, in words; undefined while there is nothing to say. */
  fault: string | undefined;
  busy: boolean;
  submit(fields: Record<string, string>): void;
}

/** One form of the connection screen: sends it, says a fault in words, and confirms a success with a toast. */
export function useChange(intent: Intent, successText: string, onDone?: () => void): Change {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const fetcher = useFetcher<ConnectionEnding>();
  const ending = fetcher.state === 'idle' ? fetcher.data : undefined;
  const told = useRef<ConnectionEnding>();

  useEffect(() => {
    if (ending?.kind !== 'done' || told.current === ending) return;
    told.current = ending;
    shopify.toast.show(successText);
    onDone?.();
  }, [ending, shopify, successText, onDone]);

  return {
    fault:
      ending?.kind === 'fault'
        ? t([`fault.${ending.fault}`, 'fault.other'], { message: ending.message })
        : undefined,
    busy: fetcher.state !== 'idle',
    submit: (fields) => fetcher.submit({ intent, ...fields }, { method: 'post', action: '/app/connection' }),
  };
}
