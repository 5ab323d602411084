import type { TFunction } from 'i18next';
import type { StoreFields } from '../../mapping-service.ts';
import type { ConfigurationChange } from '../../settings/configuration-diff.ts';
import { fieldName, targetText } from './names.ts';

/** One change of the configuration, as a sentence. */
export function changeText(change: ConfigurationChange, store: StoreFields | null, t: TFunction): string {
  switch (change.kind) {
    case 'rule_added':
      return t('mapping.changed.added', {
        field: fieldName(change.source, store, t),
        to: targetText(change.to, t),
      });
    case 'rule_removed':
      return t('mapping.changed.removed', {
        field: fieldName(change.source, store, t),
        from: targetText(change.from, t),
      });
    case 'rule_changed':
      return t('mapping.changed.changed', {
        field: fieldName(change.source, store, t),
        from: targetText(change.from, t),
        to: targetText(change.to, t),
      });
    case 'rules_moved':
      return t('mapping.changed.moved');
    case 'setting_changed':
      return t('mapping.changed.setting', {
        setting: t([`mapping.setting.${change.path}`, 'mapping.unknown_field'], { name: change.path }),
        from: settingText(change.from, t),
        to: settingText(change.to, t),
      });
  }
}

/** Words of ours for words of the configuration; anything else as it stands there. */
function settingText(value: unknown, t: TFunction): string {
  if (value === null || value === undefined) return t('mapping.value.none');
  if (typeof value === 'boolean') return t(value ? 'mapping.value.true' : 'mapping.value.false');
  if (Array.isArray(value)) return value.map(String).join(', ') || t('mapping.value.none');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
