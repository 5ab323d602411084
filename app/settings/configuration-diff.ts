import type { Configuration, MappingTarget } from './configuration.ts';

/** One thing in which two configurations differ. A target is as it is written: a name, or an object with the details. */
export type ConfigurationChange =
  | { kind: 'rule_added'; source: string; to: MappingTarget }
  | { kind: 'rule_removed'; source: string; from: MappingTarget }
  | { kind: 'rule_changed'; source: string; from: MappingTarget; to: MappingTarget }
  | { kind: 'rules_moved' }
  /** `path` in the JSON spelling: `options.syncMode`, `notifications.webhookUrl`, `debug` ... */
  | { kind: 'setting_changed'; path: string; from: unknown; to: unknown };

/** What a person would say was changed: the rules first, then the settings in the order of the document. */
export function differencesBetween(before: Configuration, after: Configuration): ConfigurationChange[] {
  return [...ruleChanges(before.fieldMapping, after.fieldMapping), ...settingChanges(before, after)];
}

/** Whether contacts that are in Brevo already would look different: rules (not their order), tiers, the phone country. */
export function changesContacts(before: Configuration, after: Configuration): boolean {
  const weight = ({ fieldMapping, options }: Configuration) =>
    text([sorted(fieldMapping), options.tiers ?? null, options.defaultCountry ?? null]);
  return weight(before) !== weight(after);
}

type Mapping = Configuration['fieldMapping'];

function ruleChanges(before: Mapping, after: Mapping): ConfigurationChange[] {
  const changes: ConfigurationChange[] = [];
  for (const [source, to] of Object.entries(after)) {
    const from = before[source];
    if (from === undefined) changes.push({ kind: 'rule_added', source, to });
    else if (text(from) !== text(to)) changes.push({ kind: 'rule_changed', source, from, to });
  }
  for (const [source, from] of Object.entries(before))
    if (after[source] === undefined) changes.push({ kind: 'rule_removed', source, from });
  const kept = (mapping: Mapping, other: Mapping) =>
    Object.keys(mapping).filter((source) => other[source] !== undefined);
  const moved = kept(before, after).join('\n') !== kept(after, before).join('\n');
  return moved ? [...changes, { kind: 'rules_moved' }] : changes;
}

function settingChanges(before: Configuration, after: Configuration): ConfigurationChange[] {
  const flat = ({ fieldMapping: _, options, notifications, ...rest }: Configuration) => ({
    ...rest,
    ...prefixed('options', options),
    ...prefixed('notifications', notifications),
  });
  const [from, to] = [flat(before) as Record<string, unknown>, flat(after) as Record<string, unknown>];
  return [...new Set([...Object.keys(to), ...Object.keys(from)])]
    .filter((path) => text(from[path]) !== text(to[path]))
    .map((path) => ({ kind: 'setting_changed', path, from: from[path] ?? null, to: to[path] ?? null }));
}

function prefixed(name: string, section: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(section).map(([key, value]) => [`${name}.${key}`, value]));
}

function sorted(mapping: Mapping): [string, MappingTarget][] {
  return Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The same text for the same value, whatever the order of keys; an absent option is null. */
function text(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
