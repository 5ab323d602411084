import {
  type ActionFunctionArgs,
  defer,
  type HeadersFunction,
  type LoaderFunctionArgs,
} from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Box, Button, Card, InlineStack, Page } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useTranslation } from 'react-i18next';
import { AccountCard } from '../components/connection/account-card.tsx';
import { useLists } from '../components/connection/use-lists.ts';
import { localeOf } from '../components/i18n/locale.ts';
import { changeNotifications, type NotificationChange } from '../components/notifications/change.ts';
import { NotificationCard } from '../components/notifications/notification-card.tsx';
import { ScreenError } from '../components/screen-error.tsx';
import { changeSettings, type SettingsEnding } from '../components/settings/change.ts';
import { formOf } from '../components/settings/form.ts';
import { Subject } from '../components/settings/section.tsx';
import { SettingsSections } from '../components/settings/settings-sections.tsx';
import { changeTokens, type TokenChange } from '../components/tokens/change.ts';
import { TokenCard } from '../components/tokens/token-card.tsx';
import { requireShop, requireStaff } from '../require-shop.ts';
import { countriesIn } from '../settings/countries.ts';

const HOUR_SECONDS = 3600;
const LAST_MESSAGES = 5;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const { connection, configuration, monitor, tokens, notifications } = context.services;
  const [view, stored, debugEnds, status, list, sent] = await Promise.all([
    connection.read(shop),
    configuration.read(shop),
    configuration.debugEnds(shop),
    monitor.status(shop, HOUR_SECONDS),
    tokens.list(shop),
    notifications.messages(shop, { limit: LAST_MESSAGES }),
  ]);
  return defer({
    now: new Date().toISOString(),
    form: formOf(stored),
    connection: view,
    debugEnds,
    status,
    tokens: list,
    messages: sent.messages,
    countries: countriesIn(localeOf(request)),
    // Brevo is asked while the screen is already shown.
    lists: view.connected ? connection.lists(shop) : null,
  });
}

export async function action({
  request,
  context,
}: ActionFunctionArgs): Promise<SettingsEnding | NotificationChange | TokenChange> {
  const { shop, actor } = await requireStaff(context, request);
  const form = await request.formData();
  return (
    (await changeSettings(context.services, shop, form, actor)) ??
    (await changeNotifications(context.services, shop, form)) ??
    changeTokens(context.services, shop, form)
  );
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Settings: everything that is configured, the mapping aside; the Brevo account; the tokens of the HTTP API. */
export default function Settings() {
  const { t } = useTranslation();
  const { now, form, connection, debugEnds, status, tokens, messages, countries, lists } =
    useLoaderData<typeof loader>();
  const reading = useLists(lists);
  return (
    <Page title={t('settings.title')}>
      <BlockStack gap="800">
        <SettingsSections
          saved={form}
          status={status}
          lists={lists === null ? null : reading}
          countries={countries}
          debugEnds={debugEnds}
          now={now}
        />
        <Subject id="account" title={t('connection.account')} text={t('settings.account_text')}>
          {connection.connected ? (
            <AccountCard connection={connection} now={now} />
          ) : (
            <Card>
              <InlineStack>
                <Button url="/app/connection">{t('setup.connect_action')}</Button>
              </InlineStack>
            </Card>
          )}
        </Subject>
        <Subject id="delivery" title={t('notifications.title')} text={t('notifications.text')}>
          <NotificationCard messages={messages} now={now} />
        </Subject>
        <Subject id="tokens" title={t('tokens.title')} text={t('tokens.text')}>
          <TokenCard tokens={tokens} now={now} />
        </Subject>
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
