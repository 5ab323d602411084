import { useSearchParams } from '@remix-run/react';
import { BlockStack, Card, Page, Tabs } from '@shopify/polaris';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { MappingScreen as Screen } from '../../mapping-service.ts';
import { UnsavedBar } from '../unsaved-bar.tsx';
import type { MappingEnding } from './change.ts';
import { isFixed } from './draft.ts';
import type { RowFault } from './faults.ts';
import { FieldsView } from './fields-view.tsx';
import { HistoryView } from './history-view.tsx';
import { MappingNotices } from './mapping-notices.tsx';
import type { Surroundings } from './surroundings.ts';
import { useFaults } from './use-faults.ts';
import { type MappingEdit, useMapping } from './use-mapping.ts';
import { useSurroundings } from './use-surroundings.ts';
import { useYaml } from './use-yaml.ts';
import { YamlView } from './yaml-view.tsx';

const FOCUS_AFTER_MS = 100;
const VIEWS = ['fields', 'yaml', 'history'] as const;
type View = (typeof VIEWS)[number];

interface MappingScreenProps {
  screen: Screen;
  /** What both vendors tell, where it comes with the page. */
  streamed: PromiseLike<Surroundings> | null;
}

/** The mapping in three views of one draft: the table, the same as YAML, and what was saved before. */
export function MappingScreen({ screen, streamed }: MappingScreenProps) {
  const { t } = useTranslation();
  const [view, show] = useView();
  const { around, loading, again } = useSurroundings(streamed);
  const [made, setMade] = useState<BrevoAttribute[] | null>(null);
  const onEnding = useCallback((ending: MappingEnding) => {
    if (ending.kind === 'attributes') setMade(ending.attributes);
    if (ending.kind === 'saved') setTried(false);
  }, []);
  const edit = useMapping(screen, onEnding);
  const yaml = useYaml(edit, view === 'yaml');
  const [open, setOpen] = useState<string | null>(null);
  /** Faults of a row that was only begun are told once somebody wants to save it. */
  const [tried, setTried] = useState(false);
  const faults = useFaults(edit.draft.rows, open !== null || edit.changed);
  const read = around?.attributes.kind === 'read' ? around.attributes.value : null;
  const store = around?.store.kind === 'read' ? around.store.value : null;
  const attributes = made ?? read ?? screen.attributes;

  const save = (over = false) => {
    setTried(true);
    focusFirstFault();
    if (yaml.faults.length > 0) return show('yaml');
    const faulty = edit.draft.rows.find(({ key }) => faults.has(key));
    if (faulty) {
      setOpen(faulty.key);
      return show('fields');
    }
    setOpen(null);
    return edit.save(over);
  };
  const discard = () => {
    yaml.reset();
    setOpen(null);
    setTried(false);
    edit.discard();
  };
  const dirty = edit.changed || yaml.faults.length > 0;
  return (
    <Page
      title={t('mapping.title')}
      subtitle={t('mapping.subtitle')}
      {...confirmAction(edit, dirty, t('mapping.confirm'))}
    >
      <UnsavedBar
        id="mapping-save-bar"
        dirty={dirty}
        busy={edit.busy?.intent === 'save'}
        onSave={() => save()}
        onDiscard={discard}
      />
      <BlockStack gap="400">
        <MappingNotices
          edit={edit}
          around={around}
          asking={loading}
          onAsk={again}
          dirty={dirty}
          onSaveOver={() => save(true)}
          onDiscard={discard}
        />
        <Card padding="0">
          <Tabs
            tabs={VIEWS.map((id) => ({
              id: `mapping-${id}`,
              panelID: `mapping-panel-${id}`,
              content: t(`mapping.view.${id}`),
            }))}
            selected={VIEWS.indexOf(view)}
            onSelect={(index) => show(VIEWS[index] ?? 'fields')}
          >
            {view === 'fields' ? (
              <FieldsView
                edit={edit}
                attributes={attributes}
                around={around}
                faults={tried ? faults : withoutBegun(faults)}
                open={open}
                onOpen={setOpen}
              />
            ) : null}
            {view === 'yaml' ? <YamlView yaml={yaml} /> : null}
            {view === 'history' ? <HistoryView edit={edit} dirty={dirty} store={store} /> : null}
          </Tabs>
        </Card>
      </BlockStack>
    </Page>
  );
}

/** Once what the save attempt opened is on the page. */
function focusFirstFault(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), FOCUS_AFTER_MS);
}

/** A mapping that nobody looked at yet is confirmed by one click, as long as nothing was changed in it. */
function confirmAction(edit: MappingEdit, dirty: boolean, content: string) {
  if (edit.saved.confirmedAt !== null || dirty || edit.draft.rows.every(isFixed)) return {};
  const loading = edit.busy?.intent === 'confirm';
  return { primaryAction: { content, loading, onAction: () => edit.ask({ intent: 'confirm' }) } };
}

function withoutBegun(faults: Map<string, RowFault[]>): Map<string, RowFault[]> {
  const begun = new Set(['no_field', 'no_attribute']);
  const left = [...faults].map(([key, each]) => [key, each.filter(({ code }) => !begun.has(code))] as const);
  return new Map(left.filter(([, each]) => each.length > 0));
}

/** The view stands in the address, so that a reload and a link show it again. */
function useView(): [View, (view: View) => void] {
  const [params, setParams] = useSearchParams();
  const named = VIEWS.find((each) => each === params.get('view')) ?? 'fields';
  const show = (view: View) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (view === 'fields') next.delete('view');
        else next.set('view', view);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return [named, show];
}
