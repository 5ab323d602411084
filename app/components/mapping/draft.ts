import {
  IDENTITY_TARGET,
  type MappingRule,
  type RuleOptions,
  SUBSCRIPTION_TARGET,
  type Transform,
} from '../../domain/mapping-rule.ts';
import type { Configuration } from '../../settings/configuration.ts';
import { mappingOf, rulesOf } from '../../settings/mapping-rules.ts';

/** A rule as it is edited: also one that is not finished yet. */
export interface Row {
  /** Stays with the row while it is moved and edited. */
  key: string;
  /** Empty until a field is chosen. */
  source: string;
  /** Empty until an attribute is chosen. */
  attribute: string;
  transform: Transform;
  options: RuleOptions;
}

/** What the merchant is editing: rows for the mapping, and everything else as it is stored. */
export interface Draft {
  rows: Row[];
  rest: Omit<Configuration, 'fieldMapping'>;
  /** For the keys of rows to come. */
  next: number;
}

export type DraftStep =
  | { kind: 'reset'; configuration: Configuration }
  | { kind: 'add'; source: string; attribute: string }
  | { kind: 'change'; key: string; change: Partial<Omit<Row, 'key'>> }
  | { kind: 'remove'; key: string }
  | { kind: 'put_back'; row: Row; at: number }
  | { kind: 'move'; key: string; to: number };

export function draftOf({ fieldMapping, ...rest }: Configuration): Draft {
  const rows = rulesOf({ fieldMapping }).map((rule, i) => ({ key: `row-${i}`, ...rule }));
  return { rows, rest, next: rows.length };
}

/** The rows that name both ends; a field that stands twice counts the first time. */
export function rulesIn(rows: readonly Row[]): MappingRule[] {
  const seen = new Set<string>();
  return rows.flatMap(({ key: _, ...rule }) => {
    if (rule.source === '' || rule.attribute === '' || seen.has(rule.source)) return [];
    seen.add(rule.source);
    return [rule];
  });
}

/** The draft as it would be stored: the same spelling as what is stored, so that equal texts are equal configurations. */
export function configurationOf({ rows, rest }: Draft): Configuration {
  const { enabled, source, ...others } = rest;
  return { enabled, source, fieldMapping: mappingOf(rulesIn(rows)), ...others };
}

/** Whether the draft differs from what is stored; a row that was only begun does too. */
export function isChanged(draft: Draft, saved: Configuration): boolean {
  const text = (configuration: Configuration) =>
    JSON.stringify([Object.entries(configuration.fieldMapping), { ...configuration, fieldMapping: null }]);
  const unfinished = draft.rows.length !== rulesIn(draft.rows).length;
  return unfinished || text(configurationOf(draft)) !== text(saved);
}

/** The contact's key and its consent are synced in any case: their rules stand in the table and stay. */
export function isFixed({ source, attribute }: Pick<Row, 'source' | 'attribute'>): boolean {
  return (
    (source === 'email' && attribute === IDENTITY_TARGET) ||
    (source === 'acceptsMarketing' && attribute === SUBSCRIPTION_TARGET)
  );
}

export function takeStep(draft: Draft, step: DraftStep): Draft {
  const { rows, next } = draft;
  switch (step.kind) {
    case 'reset':
      // Other keys than before, so that nothing of an open editor is taken over.
      return shifted(draftOf(step.configuration), next);
    case 'add': {
      const { source, attribute } = step;
      const row: Row = { key: `row-${next}`, source, attribute, transform: 'auto', options: {} };
      return { ...draft, rows: [...rows, row], next: next + 1 };
    }
    case 'change':
      return {
        ...draft,
        rows: rows.map((row) => (row.key === step.key ? { ...row, ...step.change } : row)),
      };
    case 'remove':
      return { ...draft, rows: rows.filter(({ key }) => key !== step.key) };
    case 'put_back':
      return { ...draft, rows: [...rows.slice(0, step.at), step.row, ...rows.slice(step.at)] };
    case 'move': {
      const row = rows.find(({ key }) => key === step.key);
      if (!row) return draft;
      const others = rows.filter(({ key }) => key !== step.key);
      const to = Math.max(0, Math.min(others.length, step.to));
      return { ...draft, rows: [...others.slice(0, to), row, ...others.slice(to)] };
    }
  }
}

function shifted(draft: Draft, by: number): Draft {
  const rows = draft.rows.map((row, i) => ({ ...row, key: `row-${by + i}` }));
  return { ...draft, rows, next: by + rows.length };
}
