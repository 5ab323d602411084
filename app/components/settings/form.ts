import type { Configuration } from '../../settings/configuration.ts';
import { type NameLanguage, nameLanguageOf, withNameLanguage } from '../../settings/name-language.ts';

/** How long debug stays on, in hours; `off`; or `as_is`: on, and ending when it was going to end. */
export type DebugChoice = 'off' | '1' | '24' | '168' | 'as_is';

/** What the settings screen edits: the configuration without its mapping, which has a screen of its own. */
export interface SettingsForm extends Omit<Configuration, 'fieldMapping' | 'debug'> {
  /** The language of the attributes for first and last name; null: attributes of the merchant's own choice. */
  nameLanguage: NameLanguage | null;
  debugFor: DebugChoice;
}

export function formOf(configuration: Configuration): SettingsForm {
  const { fieldMapping, debug, ...rest } = configuration;
  return { ...rest, nameLanguage: nameLanguageOf({ fieldMapping }), debugFor: debug ? 'as_is' : 'off' };
}

/** The configuration with what the form says. What it does not hold stays as it is stored now. */
export function applyForm(
  current: Configuration,
  form: SettingsForm,
): { configuration: Configuration; debugHours?: number } {
  const { nameLanguage, debugFor, ...rest } = form;
  const fieldMapping =
    nameLanguage === null || nameLanguage === nameLanguageOf(current)
      ? current.fieldMapping
      : withNameLanguage(current.fieldMapping, nameLanguage);
  const hours = Number(debugFor);
  return {
    configuration: { ...current, ...rest, fieldMapping, debug: debugFor !== 'off' },
    ...(hours > 0 ? { debugHours: hours } : {}),
  };
}

/** The form's part of a configuration, for the schema that judges it in the browser while it is typed. */
export function sectionsOf({
  nameLanguage: _,
  debugFor,
  ...rest
}: SettingsForm): Omit<Configuration, 'fieldMapping'> {
  return { ...rest, debug: debugFor !== 'off' };
}

/**
 * The text that explains a fault, by its path: `options.tiers.steps.2.from` is `tier_from`. null for a path that no
 * field of the screen has: then the fault's own words are shown.
 */
export function faultName(path: string): string | null {
  const step = /^options\.tiers\.steps\.\d+\.(name|from|tag)$/.exec(path);
  if (step) return `tier_${step[1]}`;
  return FAULTS[path] ?? null;
}

const FAULTS: Record<string, string> = {
  'options.retentionDays': 'retention',
  'options.batchIntervalMinutes': 'interval',
  'notifications.webhookUrl': 'address',
};

/** A number as it is typed: only digits become one, so that a half-typed value is kept and judged as it is. */
export function typedNumber(text: string): number {
  return (/^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text) as number;
}
