import { Select, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../relative-time.tsx';
import { type DebugChoice, typedNumber } from './form.ts';
import { Section } from './section.tsx';
import type { SettingsState } from './use-settings.ts';

const RETENTION = 'options.retentionDays';
const HOURS = ['1', '24', '168'] as const;

interface LogSectionProps {
  settings: SettingsState;
  /** When debug ends; null while it is off. */
  debugEnds: string | null;
  now: string;
}

/** How long the log is kept, how much it says, and debug logging, which always has an end. */
export function LogSection({ settings, debugEnds, now }: LogSectionProps) {
  const { t } = useTranslation();
  const { draft, set, setOptions } = settings;
  const fault = settings.fault(RETENTION);
  const choices: DebugChoice[] = ['off', ...(debugEnds === null ? [] : (['as_is'] as const)), ...HOURS];
  return (
    <Section name="log">
      <TextField
        label={t('settings.log.retention')}
        helpText={t('settings.log.retention_help')}
        suffix={t('settings.log.days')}
        inputMode="numeric"
        value={String(draft.options.retentionDays)}
        onChange={(text) => setOptions({ retentionDays: typedNumber(text) })}
        onBlur={() => settings.left(RETENTION)}
        autoComplete="off"
        {...(fault ? { error: fault } : {})}
      />
      <Select
        label={t('settings.log.level')}
        options={(['info', 'verbose'] as const).map((value) => ({
          value,
          label: t(`settings.log.${value}`),
        }))}
        value={draft.logLevel}
        onChange={(value) => set({ logLevel: value as typeof draft.logLevel })}
      />
      <Select
        label={t('settings.log.debug')}
        helpText={
          debugEnds === null ? (
            t('settings.log.debug_help')
          ) : (
            <>
              {t('settings.log.debug_ends')} <RelativeTime at={debugEnds} now={now} ahead />
            </>
          )
        }
        options={choices.map((value) => ({ value, label: t(`settings.log.debug_${value}`) }))}
        value={draft.debugFor}
        onChange={(value) => set({ debugFor: value as DebugChoice })}
      />
    </Section>
  );
}
