import { useFetcher } from '@remix-run/react';
import { Button, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenView } from '../../services.ts';
import { RelativeTime } from '../relative-time.tsx';
import type { TokenChange } from './change.ts';

/** One token; revoking asks once more in its place, because whatever uses it stops working at once. */
export function TokenRow({ token, now }: { token: TokenView; now: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const fetcher = useFetcher<TokenChange>();
  return (
    <InlineStack gap="200" align="space-between" blockAlign="center">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" breakWord>
          {token.name}
        </Text>
        <Text as="span" tone="subdued">
          {t('tokens.hint', { hint: token.hint })}
        </Text>
        <Text as="span" tone="subdued">
          {token.lastUsedAt === null ? (
            t('tokens.never_used')
          ) : (
            <RelativeTime at={token.lastUsedAt} now={now} />
          )}
        </Text>
      </InlineStack>
      {asked ? (
        <InlineStack gap="200">
          <Button
            tone="critical"
            loading={fetcher.state !== 'idle'}
            accessibilityLabel={t('tokens.revoke_this', { name: token.name })}
            onClick={() => fetcher.submit({ intent: 'revoke', id: token.id }, { method: 'post' })}
          >
            {t('tokens.revoke')}
          </Button>
          <Button onClick={() => setAsked(false)}>{t('connection.cancel')}</Button>
        </InlineStack>
      ) : (
        <Button variant="plain" tone="critical" onClick={() => setAsked(true)}>
          {t('tokens.revoke')}
        </Button>
      )}
    </InlineStack>
  );
}
