import { Checkbox, ChoiceList, Link, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { BrevoList, BrevoReading } from '../../services.ts';
import { Section } from './section.tsx';
import type { SettingsState } from './use-settings.ts';

interface ContactsSectionProps {
  settings: SettingsState;
  /** undefined while Brevo has not answered; null without a connection. */
  lists: BrevoReading<BrevoList[]> | undefined | null;
}

/** Where contacts go, and what becomes of them when their customer goes. */
export function ContactsSection({ settings, lists }: ContactsSectionProps) {
  const { t } = useTranslation();
  const { deleteBehavior, redactInBrevo } = settings.draft.options;
  return (
    <Section name="contacts">
      <ListField settings={settings} lists={lists} />
      <ChoiceList
        title={t('settings.contacts.delete')}
        choices={(['soft', 'hard'] as const).map((value) => ({
          value,
          label: t(`settings.contacts.${value}`),
          helpText: t(`settings.contacts.${value}_help`),
        }))}
        selected={[deleteBehavior]}
        onChange={([value]) => settings.setOptions({ deleteBehavior: value as typeof deleteBehavior })}
      />
      <Checkbox
        label={t('settings.contacts.redact')}
        helpText={t('settings.contacts.redact_help')}
        checked={redactInBrevo}
        onChange={(checked) => settings.setOptions({ redactInBrevo: checked })}
      />
    </Section>
  );
}

function ListField({ settings, lists }: ContactsSectionProps) {
  const { t } = useTranslation();
  const { listId } = settings.draft.options;
  const read = lists?.kind === 'read' ? lists.value : [];
  const known = read.some((list) => list.id === listId);
  const fault =
    lists?.kind === 'failed'
      ? `${t('connection.list_failed')} ${lists.message}`.trim()
      : lists?.kind === 'read' && listId !== null && !known
        ? t('connection.list_gone', { id: listId })
        : undefined;
  const options = [
    { value: '', label: t('settings.contacts.no_list') },
    ...(listId !== null && !known
      ? [{ value: String(listId), label: t('settings.contacts.list_number', { id: listId }) }]
      : []),
    ...read.map((list) => ({
      value: String(list.id),
      label: t('connection.list_option', { name: list.name, count: list.subscribers }),
    })),
  ];
  return (
    <Select
      label={t('connection.list_label')}
      options={options}
      value={listId === null ? '' : String(listId)}
      onChange={(value) => settings.setOptions({ listId: value === '' ? null : Number(value) })}
      disabled={lists?.kind !== 'read'}
      helpText={
        lists === null ? (
          <Link url="/app/connection">{t('setup.connect_action')}</Link>
        ) : (
          <>
            {t('connection.list_text')} <Link url="/app/connection">{t('settings.contacts.new_list')}</Link>
          </>
        )
      }
      {...(fault ? { error: fault } : {})}
    />
  );
}
