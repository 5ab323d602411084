import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MappingScreen } from '../../mapping-service.ts';
import type { Fault } from '../../services.ts';
import type { Configuration } from '../../settings/configuration.ts';
import type { Change, MappingEnding } from './change.ts';
import { configurationOf, type Draft, type DraftStep, draftOf, isChanged, takeStep } from './draft.ts';

export interface MappingEdit {
  /** What is stored, as this screen knows it. */
  saved: MappingScreen;
  draft: Draft;
  changed: boolean;
  /** What is being asked of the app; null: nothing. */
  busy: Change | null;
  /** Somebody else saved while this was edited. */
  outdated: boolean;
  /** What the server alone found wrong with the last save. */
  faults: Fault[];
  /** Why the last thing that was asked could not be done. */
  trouble: Extract<MappingEnding, { kind: 'fault' }> | null;
  step(step: DraftStep): void;
  /** `over`: although somebody else saved meanwhile. */
  save(over?: boolean): void;
  discard(): void;
  ask(change: Change): void;
}

/** The mapping as it is edited: a draft over what is stored, and everything that is asked of the app for it. */
export function useMapping(screen: MappingScreen, onEnding: (ending: MappingEnding) => void): MappingEdit {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const fetcher = useFetcher<MappingEnding>();
  const [saved, setSaved] = useState(screen);
  const [draft, step] = useReducer(takeStep, screen.configuration, draftOf);
  const [busy, setBusy] = useState<Change | null>(null);
  const [outdated, setOutdated] = useState(false);
  const changed = isChanged(draft, saved.configuration);

  const adopt = useCallback((next: MappingScreen) => {
    setSaved(next);
    setOutdated(false);
    step({ kind: 'reset', configuration: next.configuration });
  }, []);

  // What the loader read anew: taken over, unless somebody is editing what another one saved over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the loader has something new
  useEffect(() => {
    if (screen.version === saved.version) setSaved({ ...screen, configuration: saved.configuration });
    else if (!changed) adopt(screen);
  }, [screen]);

  const answer = fetcher.state === 'submitting' ? undefined : fetcher.data;
  const told = useRef<MappingEnding>();
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    setBusy(null);
    if (answer.kind === 'saved') {
      adopt(answer.screen);
      shopify.toast.show(t(`mapping.toast.${answer.intent}`));
    } else if (answer.kind === 'done') shopify.toast.show(t(`mapping.toast.${answer.intent}`));
    else if (answer.kind === 'outdated') setOutdated(true);
    else if (answer.kind === 'attributes')
      shopify.toast.show(t('mapping.toast.create_attribute', { name: answer.name }));
    onEnding(answer);
  }, [answer, adopt, shopify, t, onEnding]);

  const ask = (change: Change) => {
    setBusy(change);
    fetcher.submit(change as never, { method: 'post', action: '/app/mapping', encType: 'application/json' });
  };
  const ended = busy === null ? fetcher.data : undefined;
  return {
    saved,
    draft,
    changed,
    busy,
    outdated,
    faults: ended?.kind === 'invalid' ? ended.faults : [],
    trouble: ended?.kind === 'fault' ? ended : null,
    step,
    save(over = false) {
      const configuration: Configuration = configurationOf(draft);
      ask({ intent: 'save', configuration, basedOn: over ? screen.version : saved.version });
    },
    discard: () => adopt(screen),
    ask,
  };
}
