import { BlockStack, Button, Form, InlineStack, Link, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from './use-change.ts';

const KEYS_IN_BREVO = 'https://app.brevo.com/settings/keys/api';

interface KeyFormProps {
  submitText: string;
  onDone?: () => void;
  /** Present: the form can be left. */
  onCancel?: () => void;
}

/** Where a Brevo key is pasted. It is checked with Brevo before anything is stored. */
export function KeyForm({ submitText, onDone, onCancel }: KeyFormProps) {
  const { t } = useTranslation();
  const [apiKey, setApiKey] = useState('');
  const change = useChange('connect', t('connection.connected_toast'), onDone);
  return (
    <Form onSubmit={() => change.submit({ apiKey })}>
      <BlockStack gap="300">
        <TextField
          label={t('connection.key_label')}
          type="password"
          name="apiKey"
          autoComplete="off"
          value={apiKey}
          onChange={setApiKey}
          disabled={change.busy}
          helpText={
            <>
              {t('connection.key_help')}{' '}
              <Link url={KEYS_IN_BREVO} target="_blank">
                {t('connection.key_link')}
              </Link>
            </>
          }
          {...(change.fault ? { error: change.fault } : {})}
        />
        <Text as="p" tone="subdued">
          {t('connection.key_privacy')}
        </Text>
        <InlineStack gap="200">
          <Button submit variant="primary" loading={change.busy}>
            {submitText}
          </Button>
          {onCancel ? <Button onClick={onCancel}>{t('connection.cancel')}</Button> : null}
        </InlineStack>
      </BlockStack>
    </Form>
  );
}
