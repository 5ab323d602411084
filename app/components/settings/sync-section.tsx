import { Checkbox, ChoiceList, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { SOURCES } from '../../domain/customer.ts';
import type { StatusView } from '../../services.ts';
import { duration } from '../format.ts';
import { Section } from './section.tsx';
import { SyncSwitch } from './sync-switch.tsx';
import type { SettingsState } from './use-settings.ts';

const INTERVALS = [5, 15, 30, 60, 180, 360, 720, 1440];

interface SyncSectionProps {
  settings: SettingsState;
  status: Pick<StatusView, 'enabled' | 'paused' | 'queueDepth'>;
}

/** Whether the sync runs, and how often it delivers. */
export function SyncSection({ settings, status }: SyncSectionProps) {
  const { t, i18n } = useTranslation();
  const { draft, set, setOptions } = settings;
  const { syncMode, batchIntervalMinutes, updateEnabled } = draft.options;
  const intervals = [...new Set([...INTERVALS, batchIntervalMinutes])].sort((a, b) => a - b);
  return (
    <Section name="sync">
      <SyncSwitch status={status} />
      <ChoiceList
        title={t('settings.sync.mode')}
        choices={(['realtime', 'batch'] as const).map((value) => ({
          value,
          label: t(`settings.sync.${value}`),
          helpText: t(`settings.sync.${value}_help`),
        }))}
        selected={[syncMode]}
        onChange={([value]) => setOptions({ syncMode: value as typeof syncMode })}
      />
      {syncMode === 'batch' ? (
        <Select
          label={t('settings.sync.interval')}
          options={intervals.map((minutes) => ({
            value: String(minutes),
            label: t('settings.sync.every', { time: duration(minutes * 60_000, i18n.language) }),
          }))}
          value={String(batchIntervalMinutes)}
          onChange={(value) => setOptions({ batchIntervalMinutes: Number(value) })}
        />
      ) : null}
      <Checkbox
        label={t('settings.sync.update')}
        helpText={t('settings.sync.update_help')}
        checked={updateEnabled}
        onChange={(checked) => setOptions({ updateEnabled: checked })}
      />
      <Select
        label={t('settings.sync.source')}
        helpText={t('settings.sync.source_help')}
        options={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
        value={draft.source}
        onChange={(value) => set({ source: value as typeof draft.source })}
      />
      <Checkbox
        label={t('settings.sync.enabled')}
        helpText={t('settings.sync.enabled_help')}
        checked={draft.enabled}
        onChange={(enabled) => set({ enabled })}
      />
    </Section>
  );
}
