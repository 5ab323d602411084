import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, Card, Form, InlineStack, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenView } from '../../services.ts';
import type { TokenChange } from './change.ts';
import { NewToken } from './new-token.tsx';
import { TokenRow } from './token-row.tsx';

/** The tokens of the HTTP API: made with a name, shown once, listed by their last characters, revoked. */
export function TokenCard({ tokens, now }: { tokens: TokenView[]; now: string }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const fetcher = useFetcher<TokenChange>();
  const ending = fetcher.state === 'idle' ? fetcher.data : undefined;
  const error =
    ending?.kind === 'no_name'
      ? t('tokens.no_name')
      : ending?.kind === 'too_many'
        ? t('tokens.too_many', { count: ending.most })
        : undefined;
  return (
    <Card>
      <BlockStack gap="400">
        {ending?.kind === 'created' ? <NewToken token={ending.token} name={ending.name} /> : null}
        <Form
          onSubmit={() => {
            fetcher.submit({ intent: 'create', name }, { method: 'post' });
            setName('');
          }}
        >
          <BlockStack gap="200">
            <TextField
              label={t('tokens.name')}
              helpText={t('tokens.name_help')}
              value={name}
              onChange={setName}
              maxLength={100}
              autoComplete="off"
              {...(error ? { error } : {})}
            />
            <InlineStack>
              <Button submit loading={fetcher.state !== 'idle'}>
                {t('tokens.create')}
              </Button>
            </InlineStack>
          </BlockStack>
        </Form>
        {tokens.length === 0 ? (
          <Text as="p" tone="subdued">
            {t('tokens.none')}
          </Text>
        ) : (
          <ul aria-label={t('tokens.list')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {tokens.map((token) => (
              <li key={token.id}>
                <TokenRow token={token} now={now} />
              </li>
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}
