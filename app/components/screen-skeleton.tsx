import { useNavigation } from '@remix-run/react';
import { BlockStack, Card, SkeletonBodyText, SkeletonDisplayText, SkeletonPage } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Below this the old screen simply stays: a skeleton that flashes is worse than none. */
const PATIENCE_MS = 250;

/** Whether another screen is being loaded, and takes long enough to say so. */
export function useSlowNavigation(currentPath: string): boolean {
  const navigation = useNavigation();
  const leaving = navigation.state === 'loading' && navigation.location.pathname !== currentPath;
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!leaving) return;
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [leaving]);
  return leaving && slow;
}

export function ScreenSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('loading')}>
      <SkeletonPage>
        <BlockStack gap="400">
          {[3, 5].map((lines) => (
            <Card key={lines}>
              <BlockStack gap="300">
                <SkeletonDisplayText size="small" />
                <SkeletonBodyText lines={lines} />
              </BlockStack>
            </Card>
          ))}
        </BlockStack>
      </SkeletonPage>
    </div>
  );
}
