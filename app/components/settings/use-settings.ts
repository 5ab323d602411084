import { useFetcher } from '@remix-run/react';
import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fault } from '../../services.ts';
import type { SettingsEnding } from './change.ts';
import { faultName, type SettingsForm, sectionsOf } from './form.ts';

export interface SettingsState {
  draft: SettingsForm;
  dirty: boolean;
  busy: boolean;
  /** What is wrong with a field, in words, once it was left or saving was tried. */
  fault(path: string): string | undefined;
  /** Faults that no field of the screen has. */
  otherFaults: string[];
  set(change: Partial<SettingsForm>): void;
  setOptions(change: Partial<SettingsForm['options']>): void;
  setNotifications(change: Partial<SettingsForm['notifications']>): void;
  /** A field was left: what is wrong with it may be said. */
  left(path: string): void;
  save(): void;
  discard(): void;
}

/** The settings as they are edited: what differs, what is wrong with it, and how it is saved whole. */
export function useSettings(saved: SettingsForm): SettingsState {
  const { t } = useTranslation();
  const shopify = useAppBridge();
  const fetcher = useFetcher<SettingsEnding>();
  const [draft, setDraft] = useState(saved);
  const [base, setBase] = useState(saved);
  const [leftFields, setLeftFields] = useState<ReadonlySet<string> | 'all'>(new Set());
  const found = useFaults(draft);
  const [refused, setRefused] = useState<Fault[]>([]);
  const dirty = !same(draft, base);
  const told = useRef<SettingsEnding>();

  // Saved somewhere else, or the name of a list changed: taken over unless something is being edited.
  useEffect(() => {
    if (same(saved, base)) return;
    setBase(saved);
    setDraft((current) => (same(current, base) ? saved : current));
  }, [saved, base]);

  useEffect(() => {
    const ending = fetcher.data;
    if (!ending || told.current === ending) return;
    told.current = ending;
    if (ending.kind === 'saved') {
      setDraft(ending.form);
      setBase(ending.form);
      setLeftFields(new Set());
      setRefused([]);
      shopify.toast.show(t('settings.saved_toast'));
    } else if (ending.kind === 'faults') {
      setRefused(ending.faults);
      setLeftFields('all');
      showFirstFault();
    }
  }, [fetcher.data, shopify, t]);

  const faults = [...found, ...refused.filter(({ path }) => !found.some((each) => each.path === path))];
  const words = ({ path, message }: Fault) => {
    const name = faultName(path);
    return name === null ? message : t(`settings.fault.${name}`);
  };
  const change = (next: (current: SettingsForm) => SettingsForm) => {
    setRefused([]);
    setDraft(next);
  };
  return {
    draft,
    dirty,
    busy: fetcher.state !== 'idle',
    fault(path) {
      if (leftFields !== 'all' && !leftFields.has(path)) return undefined;
      const fault = faults.find((each) => each.path === path);
      return fault && words(fault);
    },
    otherFaults: refused
      .filter(({ path }) => faultName(path) === null)
      .map((each) => `${each.path}: ${each.message}`),
    set: (part) => change((current) => ({ ...current, ...part })),
    setOptions: (part) => change((current) => ({ ...current, options: { ...current.options, ...part } })),
    setNotifications: (part) =>
      change((current) => ({ ...current, notifications: { ...current.notifications, ...part } })),
    left: (path) => setLeftFields((known) => (known === 'all' ? known : new Set([...known, path]))),
    save() {
      setLeftFields('all');
      if (found.length > 0) return showFirstFault();
      fetcher.submit(
        { intent: 'save', form: JSON.stringify(draft) },
        { method: 'post', action: '/app/settings' },
      );
    },
    discard() {
      setDraft(base);
      setRefused([]);
      setLeftFields(new Set());
    },
  };
}

/** Judged by the schema that the server judges by. It is loaded only when there is something to judge. */
function useFaults(draft: SettingsForm): Fault[] {
  const [faults, setFaults] = useState<Fault[]>([]);
  const first = useRef(draft);
  useEffect(() => {
    if (draft === first.current) return;
    let current = true;
    void import('../../settings/configuration-schema.ts').then(({ sectionsSchema }) => {
      if (!current) return;
      const { error } = sectionsSchema.safeParse(sectionsOf(draft));
      setFaults(error?.issues.map(({ path, message }) => ({ path: path.join('.'), message })) ?? []);
    });
    return () => {
      current = false;
    };
  }, [draft]);
  return faults;
}

/** The field comes into view and has the keyboard, once its error is drawn. */
function showFirstFault(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 50);
}

function same(one: SettingsForm, other: SettingsForm): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
