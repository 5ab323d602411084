import { BlockStack, Button, ChoiceList, Form, InlineError, InlineStack, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectableSource } from '../../services.ts';
import type { SourceForm } from './use-source.ts';

interface Field {
  name: string;
  secret?: boolean;
  placeholder?: string;
  /** Only asked for where requests are signed. */
  signing?: boolean;
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
    { name: 'consumerKey', signing: true },
    { name: 'consumerSecret', secret: true, signing: true },
    { name: 'accessToken', secret: true },
    { name: 'accessTokenSecret', secret: true, signing: true },
  ],
  custom: [],
};

/** Connects a source. The other shop is asked before anything is stored. */
export function ConnectForm({ source, form }: { source: ConnectableSource; form: SourceForm }) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Record<string, string>>({});
  const [way, setWay] = useState<'signed' | 'token'>('signed');
  const fields = FIELDS[source].filter(({ signing }) => !signing || way === 'signed');
  const sent = Object.fromEntries(fields.map(({ name }) => [name, values[name] ?? '']));
  return (
    <Form onSubmit={() => form.submit('connect', sent)}>
      <BlockStack gap="300">
        {source === 'magento' ? (
          <ChoiceList
            title={t('sources.way')}
            name="way"
            choices={(['signed', 'token'] as const).map((value) => ({
              value,
              label: t(`sources.way_${value}`),
              helpText: t(`sources.way_${value}_help`),
              disabled: form.busy,
            }))}
            selected={[way]}
            onChange={([chosen]) => setWay(chosen === 'token' ? 'token' : 'signed')}
          />
        ) : null}
        {fields.map(({ name, secret, placeholder }) => {
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
