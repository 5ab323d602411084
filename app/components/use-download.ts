import { useAppBridge } from '@shopify/app-bridge-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * Saves an answer of the app as a file. A plain link would come without the session token that App Bridge gives to
 * `fetch`.
 */
export function useDownload(): { busy: boolean; download(address: string, fileName: string): Promise<void> } {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    async download(address, fileName) {
      setBusy(true);
      try {
        const answer = await fetch(address);
        if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
        const url = URL.createObjectURL(await answer.blob());
        const link = document.createElement('a');
        link.href = url;
        link.download = fileName;
        link.click();
        // Not at once: the browser reads the file after the click.
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
      } catch {
        shopify.toast.show(t('download.failed'), { isError: true });
      } finally {
        setBusy(false);
      }
    },
  };
}
