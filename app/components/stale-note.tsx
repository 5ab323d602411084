import { Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

/** Says that a live screen could not be refreshed: what it shows is what was read last. */
export function StaleNote({ stale }: { stale: boolean }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite">
      {stale ? (
        <Text as="p" tone="subdued" alignment="center">
          {t('home.stale')}
        </Text>
      ) : null}
    </div>
  );
}
