import type { ChannelAnswer } from './customer.ts';

/** As the API spells them; one that came later counts as no word. */
const STORE_STATES = ['subscribed', 'unsubscribed', 'pending', 'never', 'redacted'];

/** What the store and Brevo say of one channel, in one line. */
export function ConsentLine({ channel, consent }: { channel: 'email' | 'sms'; consent: ChannelAnswer }) {
  const t = shopify.i18n.translate;
  const said = consent.store?.state ?? 'never';
  const store = STORE_STATES.includes(said) ? said : 'never';
  return (
    <s-text>
      {t(`consent.${channel}`, { store: t(`store.${store}`), brevo: t(`brevo.${consent.brevo}`) })}
    </s-text>
  );
}
