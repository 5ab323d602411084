import { useFetcher } from '@remix-run/react';
import { useTranslation } from 'react-i18next';
import type { ConnectableSource } from '../../services.ts';
import type { SourceEnding, SourceIntent } from './change.ts';

export interface SourceForm {
  ending: SourceEnding | undefined;
  busy: boolean;
  /** What was wrong with the last try as a whole, in words. */
  fault: string | undefined;
  /** The words for a field that was not right. */
  wrong(field: string): string | undefined;
  submit(intent: SourceIntent, fields?: Record<string, string>): void;
}

/** One card's forms: sends them, and says what was wrong in words. */
export function useSource(source: ConnectableSource): SourceForm {
  const { t } = useTranslation();
  const fetcher = useFetcher<SourceEnding>();
  const ending = fetcher.state === 'idle' ? fetcher.data : undefined;
  return {
    ending,
    busy: fetcher.state !== 'idle',
    fault:
      ending?.kind === 'fault'
        ? t([`sources.fault_${ending.fault}`, 'fault.other'], { message: ending.message })
        : undefined,
    wrong: (field) =>
      ending?.kind === 'fields' && ending.fields.includes(field)
        ? t([`sources.wrong_${source}_${field}`, `sources.wrong_${field}`])
        : undefined,
    submit: (intent, fields = {}) =>
      fetcher.submit({ intent, source, ...fields }, { method: 'post', action: '/app/sources' }),
  };
}
