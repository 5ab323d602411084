import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView, SyncNowEnding } from '../../customer-view.ts';

const LOOK_EVERY_MS = 2_000;
/** After this the page is looked at by hand: batch mode may let the change wait for hours. */
const LOOK_FOR_MS = 60_000;

/**
 * "Sync now": asks for it and then reads the customer again until the delivery is seen in the timeline. Each look asks
 * both vendors, so nothing is read while nothing was asked for.
 */
export function useSyncNow(customer: string, view: CustomerView | null, reread: () => void) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const fetcher = useFetcher<SyncNowEnding>();
  const told = useRef<SyncNowEnding>();
  const [waitsBehind, setWaitsBehind] = useState<{ entry: string | undefined; until: number } | null>(null);
  const newest = view?.entries[0]?.id;
  const readAt = view?.readAt;
  const newestNow = useRef(newest);
  newestNow.current = newest;

  useEffect(() => {
    const ending = fetcher.data;
    if (fetcher.state !== 'idle' || !ending || told.current === ending) return;
    told.current = ending;
    if (ending.kind !== 'accepted') {
      shopify.toast.show(t(`customer.sync_${ending.kind}`), { isError: true });
      return;
    }
    shopify.toast.show(t('customer.sync_accepted'));
    setWaitsBehind((waiting) => waiting ?? { entry: newestNow.current, until: Date.now() + LOOK_FOR_MS });
    reread();
  }, [fetcher.data, fetcher.state, shopify, t, reread]);

  const waiting = waitsBehind !== null && newest === waitsBehind.entry;
  useEffect(() => {
    if (waitsBehind === null) return;
    if (!waiting || Date.now() > waitsBehind.until) {
      setWaitsBehind(null);
      return;
    }
    // From reading to reading, not by the clock: a slow vendor is not asked twice at once.
    const timer = setTimeout(reread, readAt === undefined ? 0 : LOOK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [readAt, waiting, waitsBehind, reread]);

  function send(fields: Record<string, string>): void {
    setWaitsBehind({ entry: newest, until: Date.now() + LOOK_FOR_MS });
    fetcher.submit(fields, { method: 'post', action: `/app/customers/${encodeURIComponent(customer)}` });
  }

  return {
    busy: fetcher.state !== 'idle' || waiting,
    syncNow: () => send({}),
    choosePhone: (choice: 'out' | 'in') => send({ phone: choice }),
  };
}
