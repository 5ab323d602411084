import { Checkbox, ChoiceList, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { NOTIFICATION_EVENTS, type NotificationEvent } from '../../settings/configuration.ts';
import { Section } from './section.tsx';
import type { SettingsState } from './use-settings.ts';

const ADDRESS = 'notifications.webhookUrl';

/** Where the merchant's own systems are told of what the sync does, and of what. */
export function NotificationSection({ settings }: { settings: SettingsState }) {
  const { t } = useTranslation();
  const { webhookUrl, events, perMinute } = settings.draft.notifications;
  const fault = settings.fault(ADDRESS);
  return (
    <Section name="notifications">
      <TextField
        label={t('settings.notifications.address')}
        helpText={t('settings.notifications.address_help')}
        type="url"
        placeholder="https://example.com/hooks"
        value={webhookUrl ?? ''}
        onChange={(text) =>
          settings.setNotifications({ webhookUrl: text.trim() === '' ? null : text.trim() })
        }
        onBlur={() => settings.left(ADDRESS)}
        autoComplete="off"
        {...(fault ? { error: fault } : {})}
      />
      {webhookUrl === null ? null : (
        <>
          <ChoiceList
            title={t('settings.notifications.events')}
            allowMultiple
            choices={NOTIFICATION_EVENTS.map((value) => ({
              value,
              label: t(`settings.notifications.${value}`),
              helpText: value,
            }))}
            selected={events}
            onChange={(selected) =>
              settings.setNotifications({
                events: NOTIFICATION_EVENTS.filter((event) =>
                  selected.includes(event),
                ) as NotificationEvent[],
              })
            }
          />
          <Checkbox
            label={t('settings.notifications.per_minute')}
            helpText={t('settings.notifications.per_minute_help')}
            checked={perMinute}
            onChange={(checked) => settings.setNotifications({ perMinute: checked })}
          />
        </>
      )}
    </Section>
  );
}
