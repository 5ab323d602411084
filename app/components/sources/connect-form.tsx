import { BlockStack, Button, Form, InlineError, InlineStack, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectableSource } from '../../services.ts';
import type { SourceForm } from './use-source.ts';

interface Field {
  name: string;
  secret?: boolean;
  placeholder?: string;
}

/** What each source asks for. A custom source asks for nothing: the address and the secret are ours to give. */
const FIELDS: Record<ConnectableSource, Field[]> = {
  woocommerce: [
    { name: 'url', placeholder: 'https://shop.example.com' },
    { name: 'consumerKey', placeholder: 'ck_' },
    { name: 'consumerSecret', placeholder: 'cs_', secret: true },
    { name: 'consentField' },
    { name: 'roles', placeholder: 'customer' },
  ],
  magento: [
    { name: 'url', placeholder: 'https://shop.example.com' },
    { name: 'accessToken', secret: true },
  ],
  custom: [],
};

/** Connects a source. The other shop is asked before anything is stored. */
export function ConnectForm({ source, form }: { source: ConnectableSource; form: SourceForm }) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Record<string, string>>({});
  return (
    <Form onSubmit={() => form.submit('connect', values)}>
      <BlockStack gap="300">
        {FIELDS[source].map(({ name, secret, placeholder }) => {
          const error = form.wrong(name);
          return (
            <TextField
              key={name}
              label={t(`sources.field_${name}`)}
              helpText={t(`sources.help_${source}_${name}`)}
              type={secret ? 'password' : 'text'}
              name={name}
              autoComplete="off"
              {...(placeholder ? { placeholder } : {})}
              value={values[name] ?? ''}
              onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
              disabled={form.busy}
              {...(error ? { error } : {})}
            />
          );
        })}
        {form.fault ? <InlineError fieldID={`${source}-fault`} message={form.fault} /> : null}
        <InlineStack>
          <Button
            submit
            variant="primary"
            loading={form.busy}
            accessibilityLabel={t('sources.connect_this', { name: t(`sources.name_${source}`) })}
          >
            {t('sources.connect')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Form>
  );
}
