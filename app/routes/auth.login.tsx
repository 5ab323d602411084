import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { BlockStack, Button, Card, FormLayout, Page, Text, TextField } from '@shopify/polaris';
import { LoginErrorType } from '@shopify/shopify-app-remix/server';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../components/i18n/locale.ts';
import { UiProvider } from '../components/ui-provider.tsx';

/** For who comes without a shop: asks for the store's address and goes to the app inside its admin. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  return { fault: await login(context, request), locale: localeOf(request) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  return { fault: await login(context, request) };
}

async function login(context: LoaderFunctionArgs['context'], request: Request) {
  // Where the shop is known and good, this throws the redirect. Nothing typed yet is no fault.
  const bare = request.method === 'GET' && !new URL(request.url).searchParams.has('shop');
  if (bare) return null;
  const { shop } = await context.shopify.login(request);
  if (shop === LoginErrorType.MissingShop) return 'missing_shop' as const;
  return shop === undefined ? null : ('invalid_shop' as const);
}

export default function Login() {
  const data = useLoaderData<typeof loader>();
  const fault = useActionData<typeof action>()?.fault ?? data.fault;
  return (
    <UiProvider locale={data.locale}>
      <LoginForm fault={fault} />
    </UiProvider>
  );
}

function LoginForm({ fault }: { fault: 'missing_shop' | 'invalid_shop' | null }) {
  const { t } = useTranslation();
  const [shop, setShop] = useState('');
  return (
    <Page narrowWidth title={t('login.title')}>
      <Card>
        <Form method="post">
          <FormLayout>
            <BlockStack gap="200">
              <Text as="p">{t('login.text')}</Text>
            </BlockStack>
            <TextField
              type="text"
              name="shop"
              label={t('login.shop')}
              helpText={t('login.shop_help')}
              value={shop}
              onChange={setShop}
              autoComplete="on"
              {...(fault ? { error: t(`login.${fault}`) } : {})}
            />
            <Button submit variant="primary">
              {t('login.open')}
            </Button>
          </FormLayout>
        </Form>
      </Card>
    </Page>
  );
}
