import { BlockStack, Button, Card, InlineError, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { WarnedView } from '../../services.ts';
import { fixPlace, isAboutPhone } from './by-cause.ts';
import { CreateButton } from './create-button.tsx';

interface WarnedCardProps {
  warned: WarnedView;
  missing: string[];
  /** Why the last fix did not work. */
  refusal: string | null;
  busy: boolean;
  onSend(fields: Record<string, string>): void;
}

/** One thing that was left out of contacts: why, what to do, and whom it concerns. */
export function WarnedCard({ warned, missing, refusal, busy, onSend }: WarnedCardProps) {
  const { t } = useTranslation();
  const { code, count, atLeast, attributes, customers } = warned;
  const lacks = code === 'missing_attribute';
  const names = lacks && missing.length > 0 ? missing : attributes.filter((name) => name !== '');
  const place = fixPlace(code);
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm" breakWord>
            {t(`reason.${code}`)}
          </Text>
          <Text as="p" breakWord>
            {t(`fix.${code}`)}
          </Text>
          {names.length > 0 && !isAboutPhone(code) ? (
            <Text as="p" breakWord>
              {t(lacks ? 'problems.missing' : 'problems.concerns', { names: names.join(', ') })}
            </Text>
          ) : null}
        </BlockStack>
        {lacks && refusal !== null ? <InlineError fieldID={`fix-${code}`} message={refusal} /> : null}
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="p" tone="subdued">
            {t(atLeast ? 'problems.at_least' : 'problems.count', { count })}
          </Text>
          <InlineStack gap="200">
            {place ? <Button url={place.url}>{t(`problems.open_${place.name}`)}</Button> : null}
            {lacks && missing.length > 0 ? (
              <CreateButton missing={missing} busy={busy} onSend={onSend} />
            ) : (
              <Button disabled={busy} onClick={() => onSend({ warned: code })}>
                {t('problems.try_again')}
              </Button>
            )}
          </InlineStack>
        </InlineStack>
        <ul aria-label={t('problems.list')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
          {customers.map((id) => (
            <li key={id} style={{ paddingBlock: 'var(--p-space-100)' }}>
              <InlineStack gap="200" align="space-between" blockAlign="center">
                <Link url={`/app/customers/${encodeURIComponent(id)}`} removeUnderline>
                  {t('entry.customer', { id })}
                </Link>
                {isAboutPhone(code) ? (
                  <Button
                    variant="plain"
                    disabled={busy}
                    accessibilityLabel={t('problems.leave_phone_out_of', { id })}
                    onClick={() => onSend({ phoneOf: id })}
                  >
                    {t('problems.leave_phone_out')}
                  </Button>
                ) : null}
              </InlineStack>
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}
