import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

interface Replayed {
  replayed: number;
}

/** Puts problems back into the queue and says how many. */
export function useReplay() {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const fetcher = useFetcher<Replayed>();
  const told = useRef<Replayed>();
  const answer = fetcher.state === 'submitting' ? undefined : fetcher.data;

  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const { replayed } = answer;
    shopify.toast.show(t('problems.toast', { count: replayed }));
  }, [answer, shopify, t]);

  return {
    busy: fetcher.state !== 'idle',
    replay: (fields: Record<string, string>) =>
      fetcher.submit(fields, { method: 'post', action: '/app/problems' }),
  };
}
