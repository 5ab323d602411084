import { Banner, BlockStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { BrevoList, BrevoReading, StatusView } from '../../services.ts';
import { UnsavedBar } from '../unsaved-bar.tsx';
import { ConsentSection } from './consent-section.tsx';
import { ContactsSection } from './contacts-section.tsx';
import { FieldsSection } from './fields-section.tsx';
import type { SettingsForm } from './form.ts';
import { LogSection } from './log-section.tsx';
import { NotificationSection } from './notification-section.tsx';
import { SyncSection } from './sync-section.tsx';
import { useSettings } from './use-settings.ts';

interface SettingsScreenProps {
  saved: SettingsForm;
  status: Pick<StatusView, 'enabled' | 'paused' | 'queueDepth'>;
  lists: BrevoReading<BrevoList[]> | undefined | null;
  countries: { code: string; name: string }[];
  debugEnds: string | null;
  now: string;
}

/** Everything that is saved together: one form, one save bar. */
export function SettingsSections({ saved, status, lists, countries, debugEnds, now }: SettingsScreenProps) {
  const { t } = useTranslation();
  const settings = useSettings(saved);
  return (
    <>
      <UnsavedBar
        id="settings-bar"
        dirty={settings.dirty}
        busy={settings.busy}
        onSave={settings.save}
        onDiscard={settings.discard}
      />
      {settings.otherFaults.length > 0 ? (
        <Banner tone="critical" title={t('settings.not_saved')}>
          <BlockStack>
            {settings.otherFaults.map((fault) => (
              <Text as="p" key={fault} breakWord>
                {fault}
              </Text>
            ))}
          </BlockStack>
        </Banner>
      ) : null}
      <SyncSection settings={settings} status={status} />
      <ContactsSection settings={settings} lists={lists} />
      <ConsentSection settings={settings} />
      <FieldsSection settings={settings} countries={countries} />
      <NotificationSection settings={settings} />
      <LogSection settings={settings} debugEnds={debugEnds} now={now} />
    </>
  );
}
