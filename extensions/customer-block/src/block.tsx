import '@shopify/ui-extensions/preact';
import { render } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ConsentLine } from './consent-line.tsx';
import {
  type CustomerAnswer,
  type Reading,
  readCustomer,
  type Standing,
  standingOf,
  syncNow,
} from './customer.ts';
import { remedy, sentence } from './sentence.ts';

export default async function extension() {
  render(<CustomerBlock id={plainId(shopify.data.selected[0]?.id ?? '')} />, document.body);
}

/** How long the block looks for the end of what waits, and how often. */
const FOLLOW_MS = 30_000;
const ASK_EVERY_MS = 1_500;

const TONES = {
  problem: 'critical',
  waiting: 'info',
  synced: 'success',
  blocked: 'warning',
  differs: 'caution',
  absent: 'neutral',
} as const satisfies Record<Standing, string>;

/**
 * Whether this customer is in Brevo, why or why not, and a way to send them now. Reading asks both sides, so it is done
 * when the page opens and after "sync now", and again only while a change waits.
 */
function CustomerBlock({ id }: { id: string }) {
  const t = shopify.i18n.translate;
  const [reading, setReading] = useState<Reading | null>(null);
  const [following, setFollowing] = useState(false);
  const [refused, setRefused] = useState(false);
  const alive = useRef(true);

  const read = useCallback(async () => {
    const next = await readCustomer(id);
    if (alive.current) setReading(next);
    return next;
  }, [id]);
  const follow = useCallback(async () => {
    for (const until = Date.now() + FOLLOW_MS; alive.current && Date.now() < until; ) {
      const next = await read();
      if (next.kind !== 'read' || !next.customer.pending) return;
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
  }, [read]);
  useEffect(() => {
    void follow();
    return () => {
      alive.current = false;
    };
  }, [follow]);

  const send = async () => {
    setRefused(false);
    setFollowing(true);
    const accepted = await syncNow(id);
    setRefused(!accepted);
    if (accepted) await follow();
    if (alive.current) setFollowing(false);
  };

  const standing = reading?.kind === 'read' ? standingOf(reading.customer) : null;
  return (
    <s-admin-block
      heading={t('heading') as string}
      collapsedSummary={standing ? (t(`standing.${standing}`) as string) : undefined}
    >
      <s-stack direction="block" gap="base">
        {reading === null && <s-spinner accessibilityLabel={t('loading') as string} />}
        {reading?.kind === 'failed' && <s-banner tone="warning">{t('failed')}</s-banner>}
        {reading?.kind === 'unknown' && <s-paragraph>{t('unknown')}</s-paragraph>}
        {reading?.kind === 'read' && <CustomerStanding customer={reading.customer} />}
        {refused && <s-banner tone="warning">{t('refused')}</s-banner>}
        {reading !== null && (
          <s-stack direction="inline" gap="base" alignItems="center">
            {reading.kind === 'failed' ? (
              <s-button onClick={() => void read()}>{t('again')}</s-button>
            ) : (
              <s-button loading={following} disabled={following} onClick={() => void send()}>
                {t(standing === 'problem' ? 'retry' : 'sync')}
              </s-button>
            )}
            <s-link href={`app:app/customers/${id}`}>{t('details')}</s-link>
          </s-stack>
        )}
      </s-stack>
    </s-admin-block>
  );
}

function CustomerStanding({ customer }: { customer: CustomerAnswer }) {
  const t = shopify.i18n.translate;
  const standing = standingOf(customer);
  const syncedAt = customer.link?.syncedAt;
  return (
    <>
      <s-stack direction="inline" gap="small" alignItems="center">
        <s-badge tone={TONES[standing]}>{t(`standing.${standing}`)}</s-badge>
        {syncedAt && (
          <s-text color="subdued">
            {t('syncedAt', {
              at: shopify.i18n.formatDate(new Date(syncedAt), { dateStyle: 'medium', timeStyle: 'short' }),
            })}
          </s-text>
        )}
      </s-stack>
      {customer.problem ? (
        <s-banner tone="critical" heading={sentence(customer)}>
          {remedy(customer.problem)}
        </s-banner>
      ) : (
        <s-paragraph>{sentence(customer)}</s-paragraph>
      )}
      <ConsentLine channel="email" consent={customer.consent.email} />
      <ConsentLine channel="sms" consent={customer.consent.sms} />
    </>
  );
}

/** `gid://shopify/Customer/123` -> `123`. */
function plainId(gid: string): string {
  return gid.slice(gid.lastIndexOf('/') + 1);
}
