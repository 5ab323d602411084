import { useRevalidator } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useCallback, useEffect, useReducer, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MappingScreen } from '../../mapping-service.ts';
import type { Fault } from '../../services.ts';
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
  /** The comparison that was started here to bring everybody up to date. */
  runId: string | null;
  step(step: DraftStep): void;
  /** `over`: although somebody else saved meanwhile. */
  save(over?: boolean): void;
  discard(): void;
  ask(change: Change): void;
}

/**
 * The mapping as it is edited: a draft over what is stored, and everything that is asked of the app for it. Plain
 * `fetch`, which App Bridge authenticates: when the app does not answer, that is said, and what was edited stays.
 */
export function useMapping(screen: MappingScreen, onEnding: (ending: MappingEnding) => void): MappingEdit {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const { revalidate } = useRevalidator();
  const [saved, setSaved] = useState(screen);
  const [draft, step] = useReducer(takeStep, screen.configuration, draftOf);
  const [busy, setBusy] = useState<Change | null>(null);
  const [ended, setEnded] = useState<MappingEnding | null>(null);
  const [runId, setRunId] = useState<string | null>(null);
  const changed = isChanged(draft, saved.configuration);

  const adopt = useCallback((next: MappingScreen) => {
    setSaved(next);
    setEnded(null);
    step({ kind: 'reset', configuration: next.configuration });
  }, []);

  // What the loader read anew: taken over, unless somebody is editing what another one saved over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the loader has something new
  useEffect(() => {
    if (screen.version === saved.version) setSaved({ ...screen, configuration: saved.configuration });
    else if (!changed) adopt(screen);
  }, [screen]);

  const hear = (ending: MappingEnding) => {
    setEnded(ending);
    if (ending.kind === 'saved') {
      adopt(ending.screen);
      shopify.toast.show(t(`mapping.toast.${ending.intent}`));
      // The offer to bring everybody up to date stands at the top.
      if (ending.screen.resync) window.scrollTo({ top: 0, behavior: 'smooth' });
    } else if (ending.kind === 'done') shopify.toast.show(t(`mapping.toast.${ending.intent}`));
    else if (ending.kind === 'attributes')
      shopify.toast.show(t('mapping.toast.create_attribute', { name: ending.name }));
    if (ending.kind === 'done' && ending.intent === 'resync') setRunId(ending.runId);
    // What is saved after it is not brought to everybody by that one.
    if (ending.kind === 'saved') setRunId(null);
    onEnding(ending);
    revalidate();
  };
  const ask = async (change: Change) => {
    setBusy(change);
    setEnded(null);
    const ending = await askApp(change);
    setBusy(null);
    hear(ending);
  };
  return {
    saved,
    draft,
    changed,
    busy,
    outdated: ended?.kind === 'outdated',
    faults: ended?.kind === 'invalid' ? ended.faults : [],
    trouble: ended?.kind === 'fault' ? ended : null,
    runId,
    step,
    save(over = false) {
      const configuration = configurationOf(draft);
      void ask({ intent: 'save', configuration, basedOn: over ? screen.version : saved.version });
    },
    discard: () => adopt(screen),
    ask: (change) => void ask(change),
  };
}

async function askApp(change: Change): Promise<MappingEnding> {
  try {
    const response = await fetch('/app/mapping/change', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(change),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return (await response.json()) as MappingEnding;
  } catch {
    return { kind: 'fault', intent: change.intent, fault: 'app', message: '' };
  }
}
