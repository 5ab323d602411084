import { useRevalidator } from '@remix-run/react';
import {
  BlockStack,
  Box,
  Button,
  Card,
  Form,
  InlineError,
  InlineStack,
  Select,
  SkeletonBodyText,
  Text,
  TextField,
} from '@shopify/polaris';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BrevoList, BrevoReading } from '../../services.ts';
import { troubleText } from '../trouble.ts';
import { useChange } from './use-change.ts';

interface ListCardProps {
  reading: BrevoReading<BrevoList[]>;
  /** The list chosen before. */
  listId: number | null;
  /** Choosing is the one thing left to do on the screen. */
  primary: boolean;
}

/** Which list of the account the subscribed customers are put on. */
export function ListCard({ reading, listId, primary }: ListCardProps) {
  const { t } = useTranslation();
  const revalidator = useRevalidator();
  if (reading.kind === 'not_connected') return null;
  if (reading.kind === 'failed') {
    return (
      <Frame>
        <InlineError
          fieldID="list"
          message={`${t('connection.list_failed')} ${troubleText(t, reading.message)}`.trim()}
        />
        <InlineStack>
          <Button onClick={() => revalidator.revalidate()} loading={revalidator.state === 'loading'}>
            {t('connection.list_retry')}
          </Button>
        </InlineStack>
      </Frame>
    );
  }
  const lists = reading.value;
  return (
    <Frame>
      {lists.length > 0 ? (
        <Choose lists={lists} listId={listId} primary={primary} />
      ) : (
        <BlockStack gap="200">
          {listId === null ? null : (
            <InlineError fieldID="list" message={t('connection.list_gone', { id: listId })} />
          )}
          <Text as="p">{t('connection.list_none')}</Text>
        </BlockStack>
      )}
      <Create primary={primary && lists.length === 0} />
    </Frame>
  );
}

export function ListCardLoading() {
  const { t } = useTranslation();
  return (
    <Frame>
      <div role="status" aria-label={t('connection.list_loading')}>
        <SkeletonBodyText lines={3} />
      </div>
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t('connection.list')}
          </Text>
          <Text as="p" tone="subdued">
            {t('connection.list_text')}
          </Text>
        </BlockStack>
        {children}
      </BlockStack>
    </Card>
  );
}

function Choose({ lists, listId, primary }: { lists: BrevoList[]; listId: number | null; primary: boolean }) {
  const { t } = useTranslation();
  const known = lists.some((list) => list.id === listId);
  const stored = known ? String(listId) : '';
  const [chosen, setChosen] = useState(stored);
  useEffect(() => setChosen(stored), [stored]);
  const change = useChange('choose_list', t('connection.list_saved_toast'));
  const gone = listId !== null && !known ? t('connection.list_gone', { id: listId }) : undefined;
  const fault = change.fault ?? (chosen === '' ? gone : undefined);
  const options = lists.map((list) => ({
    value: String(list.id),
    label: t('connection.list_option', { name: list.name, count: list.subscribers }),
  }));
  return (
    <Form onSubmit={() => change.submit({ listId: chosen })}>
      <BlockStack gap="300">
        <Select
          label={t('connection.list_label')}
          options={stored ? options : [{ value: '', label: t('connection.list_choose') }, ...options]}
          value={chosen}
          onChange={setChosen}
          disabled={change.busy}
          {...(fault ? { error: fault } : {})}
        />
        <InlineStack>
          <Button
            submit
            loading={change.busy}
            disabled={chosen === stored && stored !== ''}
            {...(primary ? { variant: 'primary' as const } : {})}
          >
            {t('connection.list_save')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Form>
  );
}

function Create({ primary }: { primary: boolean }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const change = useChange('create_list', t('connection.list_created_toast'), () => setName(''));
  return (
    <Form onSubmit={() => change.submit({ name })}>
      <Box
        {...(primary
          ? {}
          : {
              borderBlockStartWidth: '025' as const,
              borderColor: 'border' as const,
              paddingBlockStart: '400' as const,
            })}
      >
        <TextField
          label={t('connection.list_new')}
          value={name}
          onChange={setName}
          autoComplete="off"
          maxLength={50}
          disabled={change.busy}
          connectedRight={
            <Button submit loading={change.busy} {...(primary ? { variant: 'primary' as const } : {})}>
              {t('connection.list_create')}
            </Button>
          }
          {...(change.fault ? { error: change.fault } : {})}
        />
      </Box>
    </Form>
  );
}
