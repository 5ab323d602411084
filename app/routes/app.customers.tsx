import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Form, InlineError, Page, Text, TextField } from '@shopify/polaris';
import { boundary } from '@shopify/shopify-app-remix/server';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HitList } from '../components/customer/hit-list.tsx';
import { searchCustomers } from '../components/customer/search.ts';
import { EmptyNote } from '../components/empty-note.tsx';
import { ScreenError } from '../components/screen-error.tsx';
import { requireShop } from '../require-shop.ts';

const LONGEST_WORDS = 200;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shop = await requireShop(context, request);
  const words = (new URL(request.url).searchParams.get('search') ?? '').trim().slice(0, LONGEST_WORDS);
  return { words, search: await searchCustomers(context.services, shop, words) };
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

export { ScreenError as ErrorBoundary };

/** Customers: find one, to see how they stand on both sides. */
export default function Customers() {
  const { t } = useTranslation();
  const { words, search } = useLoaderData<typeof loader>();
  const [, setParams] = useSearchParams();
  const [typed, setTyped] = useState(words);
  const searching = useNavigation().state === 'loading';
  useEffect(() => setTyped(words), [words]);
  return (
    <Page title={t('customers.title')} subtitle={t('customers.subtitle')}>
      <Card padding="0">
        <Box padding="400">
          <Form onSubmit={() => setParams(typed.trim() ? { search: typed.trim() } : {})}>
            <TextField
              label={t('customers.search')}
              helpText={t('customers.search_help')}
              type="search"
              value={typed}
              onChange={setTyped}
              autoComplete="off"
              clearButton
              onClearButtonClick={() => {
                setTyped('');
                setParams({});
              }}
              connectedRight={
                <Button submit variant="primary" loading={searching}>
                  {t('activity.search')}
                </Button>
              }
            />
          </Form>
        </Box>
        {search.unread.length > 0 ? (
          <Box paddingInline="400" paddingBlockEnd="400">
            <BlockStack gap="100">
              {search.unread.map((message) => (
                <InlineError key={message} fieldID="search" message={message} />
              ))}
            </BlockStack>
          </Box>
        ) : null}
        <Box borderBlockStartWidth="025" borderColor="border">
          {search.hits.length > 0 ? (
            <>
              <Box paddingInline="400" paddingBlockStart="400">
                <Text as="h2" variant="headingSm" id="hits">
                  {words ? t('customers.found', { count: search.hits.length }) : t('customers.recent')}
                </Text>
              </Box>
              <HitList hits={search.hits} labelledBy="hits" />
            </>
          ) : words ? (
            <EmptyNote
              title={t('customers.nobody')}
              text={t(search.contact ? 'customers.only_in_brevo' : 'customers.nobody_text')}
            />
          ) : (
            <EmptyNote title={t('customers.empty')} text={t('customers.empty_text')} />
          )}
        </Box>
      </Card>
    </Page>
  );
}
