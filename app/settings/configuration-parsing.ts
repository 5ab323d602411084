import type { Source } from '../domain/customer.ts';
import { IDENTITY_TARGET, SUBSCRIPTION_TARGET } from '../domain/mapping-rule.ts';
import type { Fault } from '../services.ts';
import type { Configuration } from './configuration.ts';
import { sectionsSchema } from './configuration-schema.ts';
import { type Issue, issuesOf } from './issues.ts';
import { readMapping } from './mapping-schema.ts';
import { type Canonical, canonical, isObject } from './spelling.ts';

type Mapping = Configuration['fieldMapping'];

type ConfigurationReading =
  | { kind: 'valid'; configuration: Configuration }
  | { kind: 'invalid'; faults: Fault[] };

/** Enough to see every real mistake; a hostile document does not get a line for each of its keys. */
const MAX_FAULTS = 500;

/**
 * Judges a whole configuration as it was sent (parsed JSON or YAML, either spelling, wrapped in `skills` or not). A
 * PUT replaces everything: what is absent or null takes its default; in the place of an absent mapping stands `absent`,
 * which may depend on the source. Every fault is reported at once, with its path in the spelling that was sent.
 */
export function parseConfiguration(
  sent: unknown,
  absent: Mapping | ((source: Source) => Mapping),
  account: AccountKnowledge = NOTHING_KNOWN,
): ConfigurationReading {
  const reading = canonical(sent);
  if (reading.value === null) return { kind: 'invalid', faults: reading.faults };
  const { fieldMapping, ...given } = reading.value;
  const mapping = fieldMapping === undefined ? null : readMapping(fieldMapping);
  const sections = sectionsSchema.safeParse(withoutNulls(given));
  const issues = [
    ...(sections.success ? [] : issuesOf(sections.error)),
    ...(mapping?.issues ?? []).map((issue) => ({ ...issue, path: ['fieldMapping', ...issue.path] })),
    // A mapping that was not sent is the one that ships: nobody wrote it.
    ...accountIssues(reading.value, mapping?.mapping ?? {}, account),
  ];
  const faults = [...reading.faults, ...issues.map((issue) => written(issue, reading))];
  if (!sections.success || faults.length > 0) return { kind: 'invalid', faults: bounded(faults) };
  const { enabled, source, ...rest } = sections.data;
  const events = [...new Set(rest.notifications.events)];
  const configuration: Configuration = {
    enabled,
    source,
    fieldMapping: mapping?.mapping ?? (typeof absent === 'function' ? absent(source) : absent),
    ...rest,
    notifications: { ...rest.notifications, events },
  };
  return { kind: 'valid', configuration };
}

/** What the Brevo account lacks: only what was asked of it is judged. */
export interface AccountKnowledge {
  /** A list that was named and is not there. */
  missingList: number | null;
  /** The attributes that may be named; null: any, because they were not read or will be created. */
  attributes: ReadonlySet<string> | null;
}

const NOTHING_KNOWN: AccountKnowledge = { missingList: null, attributes: null };

function accountIssues(
  given: Record<string, unknown>,
  mapping: Configuration['fieldMapping'],
  { missingList, attributes }: AccountKnowledge,
): Issue[] {
  const issues: Issue[] = [];
  const listId = isObject(given.options) ? given.options.listId : undefined;
  if (missingList !== null && listId === missingList)
    issues.push({ path: ['options', 'listId'], message: `The Brevo account has no list ${missingList}` });
  if (attributes === null) return issues;
  for (const [field, target] of Object.entries(mapping)) {
    const name = typeof target === 'string' ? target : target.attribute;
    if (name === IDENTITY_TARGET || name === SUBSCRIPTION_TARGET || attributes.has(name)) continue;
    const written = isObject(given.fieldMapping) ? given.fieldMapping[field] : null;
    const path = isObject(written) ? ['fieldMapping', field, 'attribute'] : ['fieldMapping', field];
    issues.push({
      path,
      message: `The Brevo account has no attribute ${name}, and createAttributes is off`,
    });
  }
  return issues;
}

/** An empty value in YAML is null: it means "as if not there", in the document and in its two sections. */
function withoutNulls(document: Record<string, unknown>): Record<string, unknown> {
  const drop = (object: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
  return Object.fromEntries(
    Object.entries(drop(document)).map(([key, value]) => [
      key,
      (key === 'options' || key === 'notifications') && isObject(value) ? drop(value) : value,
    ]),
  );
}

function written(issue: Issue, reading: Canonical): Fault {
  return { path: reading.sentPath(issue.path), message: issue.message };
}

function bounded(faults: Fault[]): Fault[] {
  if (faults.length <= MAX_FAULTS) return faults;
  return [
    ...faults.slice(0, MAX_FAULTS),
    { path: '', message: `And ${faults.length - MAX_FAULTS} more faults` },
  ];
}
