import {
  Badge,
  BlockStack,
  Box,
  Button,
  InlineError,
  InlineStack,
  List,
  SkeletonBodyText,
  Text,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreFields, VersionView } from '../../mapping-service.ts';
import { RelativeTime } from '../relative-time.tsx';
import { changeText } from './change-text.ts';
import { useFetched } from './use-fetched.ts';
import type { MappingEdit } from './use-mapping.ts';

interface Page {
  versions: VersionView[];
  more: boolean;
  now: string;
}

interface HistoryViewProps {
  edit: MappingEdit;
  dirty: boolean;
  store: StoreFields | null;
}

/** Every save: who, when, what it changed, and the way back to it. */
export function HistoryView({ edit, dirty, store }: HistoryViewProps) {
  const { t } = useTranslation();
  const [earlier, setEarlier] = useState<VersionView[]>([]);
  const [before, setBefore] = useState<number | null>(null);
  const first = useFetched<Page>(`/app/mapping/versions?of=${edit.saved.version}`);
  const next = useFetched<Page>(before === null ? null : `/app/mapping/versions?before=${before}`);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a save makes the pages begin elsewhere
  useEffect(() => {
    setEarlier([]);
    setBefore(null);
  }, [edit.saved.version]);
  useEffect(() => {
    const page = next.data;
    if (page)
      setEarlier((shown) => [
        ...shown,
        ...page.versions.filter((v) => !shown.some((s) => s.version === v.version)),
      ]);
  }, [next.data]);

  const versions = [...(first.data?.versions ?? []), ...earlier];
  const last = versions.at(-1)?.version;
  const more = (before === null ? first.data : next.data)?.more ?? false;
  return (
    <Box padding="400">
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd" id="mapping-history-title">
            {t('mapping.history_title')}
          </Text>
          <Text as="p" tone="subdued">
            {t('mapping.history_text')}
          </Text>
        </BlockStack>
        {first.failed ? (
          <BlockStack gap="200" inlineAlign="start">
            <InlineError fieldID="mapping-history" message={t('mapping.history_failed')} />
            <Button onClick={first.again}>{t('error.again')}</Button>
          </BlockStack>
        ) : first.data === null ? (
          <div role="status" aria-label={t('loading')}>
            <SkeletonBodyText lines={6} />
          </div>
        ) : versions.length === 0 ? (
          <Text as="p">{t('mapping.history_empty')}</Text>
        ) : (
          <ol aria-labelledby="mapping-history-title" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {versions.map((version) => (
              <Box
                key={version.version}
                as="li"
                paddingBlock="300"
                borderBlockStartWidth="025"
                borderColor="border-secondary"
              >
                <Version
                  version={version}
                  now={first.data?.now ?? version.savedAt}
                  edit={edit}
                  dirty={dirty}
                  store={store}
                />
              </Box>
            ))}
          </ol>
        )}
        {more && last !== undefined ? (
          <InlineStack align="center">
            <Button loading={next.loading} onClick={() => setBefore(last)}>
              {t('mapping.history_more')}
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Box>
  );
}

interface VersionProps {
  version: VersionView;
  now: string;
  edit: MappingEdit;
  dirty: boolean;
  store: StoreFields | null;
}

function Version({ version, now, edit, dirty, store }: VersionProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const number = version.version;
  const restoring = edit.busy?.intent === 'restore' && edit.busy.version === number;
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {t('mapping.version', { number })}
          </Text>
          {version.current ? <Badge tone="success">{t('mapping.version_current')}</Badge> : null}
          {version.restoredFrom === null ? null : (
            <Badge>{t('mapping.version_restored', { number: version.restoredFrom })}</Badge>
          )}
        </InlineStack>
        {version.current || asked ? null : (
          <Button
            size="slim"
            onClick={() => setAsked(true)}
            accessibilityLabel={t('mapping.restore_this', { number })}
          >
            {t('mapping.restore')}
          </Button>
        )}
      </InlineStack>
      <Text as="p" tone="subdued">
        <RelativeTime at={version.savedAt} now={now} /> · {savedByText(version.savedBy, t)}
      </Text>
      {version.changes.length === 0 ? (
        <Text as="p">{t('mapping.no_changes')}</Text>
      ) : (
        <List>
          {version.changes.map((change) => (
            <List.Item key={JSON.stringify(change)}>{changeText(change, store, t)}</List.Item>
          ))}
        </List>
      )}
      {asked && !version.current ? (
        <Box padding="300" background="bg-surface-secondary" borderRadius="200">
          <BlockStack gap="200">
            <Text as="p">{t(dirty ? 'mapping.restore_dirty' : 'mapping.restore_question', { number })}</Text>
            <InlineStack gap="200">
              <Button
                loading={restoring}
                disabled={dirty}
                onClick={() => edit.ask({ intent: 'restore', version: number })}
              >
                {t('mapping.restore_confirm', { number })}
              </Button>
              <Button onClick={() => setAsked(false)} disabled={restoring}>
                {t('connection.cancel')}
              </Button>
            </InlineStack>
          </BlockStack>
        </Box>
      ) : null}
    </BlockStack>
  );
}

function savedByText(savedBy: string, t: ReturnType<typeof useTranslation>['t']): string {
  const [, id, name] = /^user (\d+)(?: (.+))?$/s.exec(savedBy) ?? [];
  if (id !== undefined) return name ?? t('mapping.by_user', { name: id });
  const token = /^token (.+)$/s.exec(savedBy)?.[1];
  if (token !== undefined) return t('mapping.by_token', { name: token });
  return savedBy === '' || savedBy === 'admin' ? t('mapping.by_admin') : savedBy;
}
