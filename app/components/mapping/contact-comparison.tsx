import { Badge, InlineStack, Text } from '@shopify/polaris';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ContactState } from '../../domain/contact-state.ts';
import type { ConsentPreview, PreviewView } from '../../mapping-service.ts';
import type { BrevoList } from '../../services.ts';
import { valueText } from './value-text.ts';

interface Line {
  name: string;
  label: string;
  before: string | null;
  after: string | null;
  /** Why it is so. */
  note?: string;
}

interface ContactComparisonProps {
  preview: PreviewView;
  /** For their names. */
  lists: readonly BrevoList[];
}

/** Both sides of a contact, line by line; what differs is said in words, and not by colour alone. */
export function ContactComparison({ preview, lists }: ContactComparisonProps) {
  const { t, i18n } = useTranslation();
  const lines = linesOf(preview, lists, t, i18n.language);
  return (
    <table className="mapping-compare" aria-labelledby="mapping-preview">
      <thead>
        <tr>
          {['part', 'today', 'after'].map((column) => (
            <th key={column} scope="col">
              <Text as="span" variant="bodySm" tone="subdued" fontWeight="semibold">
                {t(`mapping.compare.${column}`)}
              </Text>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const differs = preview.differences.includes(line.name);
          return (
            <tr key={line.name} className={differs ? 'mapping-compare-different' : undefined}>
              <th scope="row">
                <Text as="span" fontWeight="medium" breakWord>
                  {line.label}
                </Text>
              </th>
              <td>
                <Value text={line.before} />
              </td>
              <td>
                <InlineStack gap="200" blockAlign="center">
                  <Value text={line.after} />
                  {differs ? <Badge tone="info">{t(`mapping.change.${kindOf(line)}`)}</Badge> : null}
                </InlineStack>
                {line.note ? (
                  <Text as="p" tone="subdued" variant="bodySm" breakWord>
                    {line.note}
                  </Text>
                ) : null}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function kindOf({ before, after }: Line): 'new' | 'cleared' | 'changed' {
  if (before === null) return 'new';
  return after === null ? 'cleared' : 'changed';
}

function Value({ text }: { text: string | null }) {
  const { t } = useTranslation();
  return (
    <Text as="span" breakWord {...(text === null ? { tone: 'subdued' as const } : {})}>
      {text ?? t('mapping.value.none')}
    </Text>
  );
}

function linesOf(
  { today, contact, consent }: PreviewView,
  lists: readonly BrevoList[],
  t: TFunction,
  locale: string,
): Line[] {
  const listName = (id: number) => lists.find((list) => list.id === id)?.name ?? `#${id}`;
  const both = (of: (state: ContactState) => string | null) => ({
    before: today && of(today),
    after: contact && of(contact),
  });
  const names = new Set([...Object.keys(contact?.attributes ?? {}), ...Object.keys(today?.attributes ?? {})]);
  const block = (blocked: boolean) => t(blocked ? 'mapping.compare.blocked' : 'mapping.compare.open');
  return [
    { name: 'email', label: t('mapping.compare.email'), ...both((state) => state.email) },
    {
      name: 'lists',
      label: t('mapping.compare.lists'),
      ...both((state) => state.listIds.map(listName).join(', ') || null),
    },
    {
      name: 'emailBlacklisted',
      label: t('mapping.compare.email_campaigns'),
      ...both((state) => block(state.emailBlacklisted)),
      note: consentText(consent.email, consent.onList, t, locale),
    },
    {
      name: 'smsBlacklisted',
      label: t('mapping.compare.sms_campaigns'),
      ...both((state) => (state.attributes.SMS === undefined ? null : block(state.smsBlacklisted))),
    },
    { name: 'extId', label: t('mapping.compare.ext_id'), ...both((state) => state.extId) },
    ...[...names].sort().map((name) => ({
      name: `attributes.${name}`,
      label: name,
      ...both((state) => {
        const value = state.attributes[name];
        return value === undefined ? null : valueText(value, t);
      }),
    })),
  ];
}

/** Why the contact is on the list or blocked: the newest word, when it was said, and what stands against it. */
function consentText(consent: ConsentPreview, onList: boolean, t: TFunction, locale: string): string {
  const day = (at: string | null) =>
    at === null ? '' : new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(at));
  if (consent.optedOut)
    return t('mapping.consent.overruled', {
      date: day(consent.optedOut.at),
      system: consent.optedOut.system,
    });
  const said = t(`mapping.consent.${consent.state}`, { date: day(consent.at) });
  if (consent.state !== 'subscribed') return said;
  return onList ? `${said} ${t('mapping.consent.on_list')}` : said;
}
