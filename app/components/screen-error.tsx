import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Page, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

/**
 * The boundary of every embedded route. Two different things arrive here: a page that Shopify's package answered
 * with (it loads App Bridge, which fetches a new session token), and what really went wrong.
 */
export function ScreenError() {
  const error = useRouteError();
  // Only ours: Remix' own error answers never have status 200, and their text may quote the address.
  if (isRouteErrorResponse(error) && error.status === 200 && typeof error.data === 'string') {
    // biome-ignore lint/security/noDangerouslySetInnerHtml: the page Shopify's package made for App Bridge.
    return <div dangerouslySetInnerHTML={{ __html: error.data }} />;
  }
  return <Screen missing={isRouteErrorResponse(error) && error.status === 404} />;
}

function Screen({ missing }: { missing: boolean }) {
  const { t } = useTranslation();
  return (
    <Page narrowWidth>
      <Card>
        <Box padding="400">
          <BlockStack gap="300" inlineAlign="center">
            <Text as="h1" variant="headingMd" alignment="center">
              {missing ? t('error.not_found_title') : t('error.title')}
            </Text>
            <Text as="p" alignment="center">
              {missing ? t('error.not_found_text') : t('error.text')}
            </Text>
            {missing ? (
              <Button variant="primary" url="/app">
                {t('error.home')}
              </Button>
            ) : (
              <Button variant="primary" onClick={() => window.location.reload()}>
                {t('error.again')}
              </Button>
            )}
          </BlockStack>
        </Box>
      </Card>
    </Page>
  );
}
