import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { ScreenError } from '../components/screen-error.tsx';
import { changeTokens, type TokenChange } from '../components/tokens/change.ts';
import { TokenCard } from '../components/tokens/token-card.tsx';
import { requireShop } from '../require-shop.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  return { now: new Date().toISOString(), tokens: await context.services.tokens.list(shop) };
}

export async function action({ request, context }: ActionFunctionArgs): Promise<TokenChange> {
  const shop = await requireShop(context, request);
  return changeTokens(context.services, shop, await request.formData());
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Settings: for now the tokens of the HTTP API, through which everything else is configured. */
export default function Settings() {
  const { t } = useTranslation();
  const { tokens, now } = useLoaderData<typeof loader>();
  return (
    <Page title={t('settings.title')}>
      <TokenCard tokens={tokens} now={now} />
    </Page>
  );
}
