import { BlockStack, Card, InlineGrid, InlineStack, Link, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../customer-view.ts';
import { type Fact, Facts } from '../facts.tsx';
import { RelativeTime } from '../relative-time.tsx';
import { troubleText } from '../trouble.ts';

/** The person as the store has them, beside the contact in Brevo; what differs is marked. */
export function Sides({ view }: { view: CustomerView }) {
  return (
    <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
      <StoreSide view={view} />
      <BrevoSide view={view} />
    </InlineGrid>
  );
}

function StoreSide({ view }: { view: CustomerView }) {
  const { t } = useTranslation();
  const { customer, state, message } = view.store;
  const inAdmin = view.source === 'shopify' && customer !== null;
  return (
    <Side
      title={t('customer.store')}
      note={customer ? null : t(`customer.store_${state}`, { message: troubleText(t, message ?? '') })}
      link={
        inAdmin ? (
          <Link url={`shopify://admin/customers/${view.customer}`} target="_top">
            {t('customer.open_store')}
          </Link>
        ) : null
      }
      facts={
        customer
          ? [
              { name: t('customer.email'), value: customer.email ?? t('customer.none') },
              {
                name: t('customer.name'),
                value:
                  [customer.firstName, customer.lastName].filter(Boolean).join(' ') || t('customer.none'),
              },
              { name: t('customer.phone'), value: customer.phone ?? t('customer.none') },
              { name: t('customer.tags'), value: customer.tags.join(', ') || t('customer.none') },
              ...(customer.updatedAt
                ? [
                    {
                      name: t('customer.changed'),
                      value: <RelativeTime at={customer.updatedAt} now={view.readAt} />,
                    },
                  ]
                : []),
            ]
          : []
      }
    />
  );
}

function BrevoSide({ view }: { view: CustomerView }) {
  const { t } = useTranslation();
  const { contact, state, message } = view.brevo;
  const differing = new Map((view.differences ?? []).map((each) => [each.field, each]));
  const shouldBe = (field: string) => {
    const wanted = differing.get(field)?.wanted;
    if (field === 'list') {
      const place = t(wanted == null ? 'customer.off_list' : 'customer.on_list');
      return t('customer.should_be', { value: place.toLowerCase() });
    }
    return wanted === null || wanted === undefined
      ? t('customer.should_be_empty')
      : t('customer.should_be', { value: wanted });
  };
  const fact = (field: string, name: string, value: string): Fact => ({
    name,
    value: differing.has(field) ? `${value} · ${shouldBe(field)}` : value,
    differs: differing.has(field),
  });
  const shown = (value: unknown) =>
    value === null || value === undefined || value === ''
      ? t('customer.none')
      : Array.isArray(value)
        ? value.join(', ')
        : String(value);
  const missing = [...differing.values()].filter(
    ({ kind, field }) =>
      kind === 'attribute_differs' && field !== 'EMAIL' && !(field in (contact?.attributes ?? {})),
  );
  return (
    <Side
      title={t('customer.brevo')}
      note={contact ? null : t(`customer.brevo_${state}`, { message: troubleText(t, message ?? '') })}
      link={
        contact ? (
          <Link url={`https://app.brevo.com/contact/index/${contact.id}`} target="_blank">
            {t('customer.open_brevo')}
          </Link>
        ) : null
      }
      facts={
        contact
          ? [
              fact('EMAIL', t('customer.email'), contact.email ?? t('customer.none')),
              ...Object.entries(contact.attributes)
                .filter(([name]) => !KEYS.has(name))
                .sort(([one], [other]) => one.localeCompare(other, 'en'))
                .map(([name, value]) => fact(name, name, shown(value))),
              ...missing.map(({ field }) => fact(field, field, t('customer.none'))),
              fact('list', t('customer.list'), t(contact.onList ? 'customer.on_list' : 'customer.off_list')),
              fact('ext_id', t('customer.ext_id'), contact.extId ?? t('customer.none')),
              ...(contact.modifiedAt
                ? [
                    {
                      name: t('customer.changed'),
                      value: <RelativeTime at={contact.modifiedAt} now={view.readAt} />,
                    },
                  ]
                : []),
            ]
          : []
      }
    />
  );
}

/** Brevo lists its own keys among the attributes; they have a line of their own. */
const KEYS = new Set(['EMAIL', 'EXT_ID']);

interface SideProps {
  title: string;
  /** Why there is nothing to show. */
  note: string | null;
  link: ReactNode;
  facts: Fact[];
}

function Side({ title, note, link, facts }: SideProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <Text as="h2" variant="headingSm">
            {title}
          </Text>
          {link}
        </InlineStack>
        {note === null ? null : (
          <Text as="p" tone="subdued" breakWord>
            {note}
          </Text>
        )}
        {facts.length > 0 ? <Facts facts={facts} /> : null}
      </BlockStack>
    </Card>
  );
}
