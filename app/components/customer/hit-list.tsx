import { Box, InlineGrid, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CustomerHit } from './search.ts';

/** Customers that a search found, each the way to their page. */
export function HitList({ hits, labelledBy }: { hits: CustomerHit[]; labelledBy: string }) {
  const { t } = useTranslation();
  return (
    <ul aria-labelledby={labelledBy} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {hits.map(({ customer, name, email }, index) => (
        <Box
          key={customer}
          as="li"
          padding="400"
          {...(index === 0
            ? {}
            : { borderBlockStartWidth: '025' as const, borderColor: 'border-secondary' as const })}
        >
          <InlineGrid columns={{ xs: 1, md: '1fr auto' }} gap={{ xs: '050', md: '200' }}>
            <Link url={`/app/customers/${encodeURIComponent(customer)}`} removeUnderline>
              {name || email || t('entry.customer', { id: customer })}
            </Link>
            <Text as="span" tone="subdued" breakWord>
              {[name ? email : null, name || email ? customer : null].filter(Boolean).join(' · ')}
            </Text>
          </InlineGrid>
        </Box>
      ))}
    </ul>
  );
}
