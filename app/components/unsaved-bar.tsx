import { useBlocker } from '@remix-run/react';
import { SaveBar, useAppBridge } from '@shopify/app-bridge-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

interface UnsavedBarProps {
  id: string;
  /** Whether something differs from what is saved. */
  dirty: boolean;
  busy: boolean;
  onSave(): void;
  onDiscard(): void;
}

/** The admin's save bar over a form, and the question before another screen is opened with something unsaved. */
export function UnsavedBar({ id, dirty, busy, onSave, onDiscard }: UnsavedBarProps) {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    let current = true;
    // Resolves once the merchant has said yes in the admin, and never after a no.
    void shopify.saveBar.leaveConfirmation().then(() => current && blocker.proceed());
    return () => {
      current = false;
    };
  }, [blocker, shopify]);
  return (
    <SaveBar id={id} open={dirty} discardConfirmation>
      <button
        type="button"
        variant="primary"
        onClick={onSave}
        disabled={busy}
        {...(busy ? { loading: '' } : {})}
      >
        {t('save_bar.save')}
      </button>
      <button type="button" onClick={onDiscard} disabled={busy}>
        {t('save_bar.discard')}
      </button>
    </SaveBar>
  );
}
