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
  // Told as soon as the answer is there: the screen that is then read again may no longer have this form.
  const answer = fetcher.state === 'submitting' ? undefined : fetcher.data;
  const told = useRef<ConnectionEnding>();
  const finished = useRef<ConnectionEnding>();

  useEffect(() => {
    if (answer?.kind !== 'done' || told.current === answer) return;
    told.current = answer;
    shopify.toast.show(successText);
  }, [answer, shopify, successText]);

  useEffect(() => {
    if (ending?.kind !== 'done' || finished.current === ending) return;
    finished.current = ending;
    onDone?.();
  }, [ending, onDone]);

  return {
    fault:
      ending?.kind === 'fault'
        ? t([`fault.${ending.fault}`, 'fault.other'], { message: ending.message })
        : undefined,
    busy: fetcher.state !== 'idle',
    submit: (fields) => fetcher.submit({ intent, ...fields }, { method: 'post', action: '/app/connection' }),
  };
}
