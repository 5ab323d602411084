import { Checkbox, Link, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { NAME_LANGUAGES, NAME_PAIRS, type NameLanguage } from '../../settings/name-language.ts';
import { Section } from './section.tsx';
import { TierFields } from './tier-fields.tsx';
import type { SettingsState } from './use-settings.ts';

interface FieldsSectionProps {
  settings: SettingsState;
  /** Countries by code, in the merchant's language and order. */
  countries: { code: string; name: string }[];
}

/** What holds for all mapped fields; each field for itself is chosen on the mapping screen. */
export function FieldsSection({ settings, countries }: FieldsSectionProps) {
  const { t } = useTranslation();
  const { draft, set, setOptions } = settings;
  const { createAttributes, defaultCountry } = draft.options;
  return (
    <Section name="fields">
      <Select
        label={t('settings.fields.language')}
        helpText={t('settings.fields.language_help')}
        options={[
          ...(draft.nameLanguage === null ? [{ value: '', label: t('settings.fields.language_own') }] : []),
          ...NAME_LANGUAGES.map((value) => ({
            value,
            label: t('settings.fields.language_option', {
              language: t(`settings.fields.language_${value}`),
              first: NAME_PAIRS[value][0],
              last: NAME_PAIRS[value][1],
            }),
          })),
        ]}
        value={draft.nameLanguage ?? ''}
        onChange={(value) => set({ nameLanguage: value as NameLanguage })}
      />
      <Checkbox
        label={t('settings.fields.create')}
        helpText={t('settings.fields.create_help')}
        checked={createAttributes}
        onChange={(checked) => setOptions({ createAttributes: checked })}
      />
      <Select
        label={t('settings.fields.country')}
        helpText={t('settings.fields.country_help')}
        options={[
          { value: '', label: t('settings.fields.country_none') },
          ...countries.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        value={defaultCountry ?? ''}
        onChange={(value) => setOptions({ defaultCountry: value || null })}
      />
      <TierFields settings={settings} />
      <Link url="/app/mapping">{t('settings.fields.mapping')}</Link>
    </Section>
  );
}
