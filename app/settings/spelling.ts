import { isSourceField } from '../domain/fields.ts';
import { isStorable } from '../domain/storable.ts';
import type { Fault } from '../services.ts';

/**
 * A configuration in the one spelling that the schema knows (camelCase, unwrapped), and the way back from its paths to
 * the spelling that was sent. Both spellings of every key are accepted (design section 7); field names in the mapping
 * are names, not keys of ours, so only the snake_case forms of known fields are translated.
 */
export interface Canonical {
  /** null where there is no configuration to look at; `faults` says why. */
  value: Record<string, unknown> | null;
  faults: Fault[];
  /** A path of `value` as it was written, e.g. `skills.customer-sync.options.sync_mode`. */
  sentPath(path: readonly PropertyKey[]): string;
}

type Names = Map<string, { sent: string; below: Names }>;

interface Walk {
  faults: Fault[];
  nodes: number;
}

/** Keys that reach an object's prototype in careless code; no configuration needs them. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const SKILL_NAMES = new Set(['customer-sync', 'customerSync', 'customer_sync']);
const MAX_DEPTH = 20;
const MAX_NODES = 20_000;

/** Brings what was sent (parsed JSON or YAML) into the spelling of the schema. */
export function canonical(sent: unknown): Canonical {
  const walk: Walk = { faults: [], nodes: 0 };
  const { inner, prefix } = unwrap(sent, walk.faults);
  const names: Names = new Map();
  const value = inner === null ? null : spellObject(inner, prefix, [], names, walk);
  return { value, faults: walk.faults, sentPath: (path) => writtenAs(path, names, prefix) };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Takes the configuration out of `skills: customer-sync: ...`, the form of the YAML files. */
function unwrap(sent: unknown, faults: Fault[]): { inner: Record<string, unknown> | null; prefix: string[] } {
  if (!isObject(sent)) {
    faults.push({ path: '', message: 'The configuration must be an object' });
    return { inner: null, prefix: [] };
  }
  if (!Object.hasOwn(sent, 'skills')) return { inner: sent, prefix: [] };
  for (const key of Object.keys(sent)) {
    if (key !== 'skills') faults.push({ path: key, message: 'Not a known key beside "skills"' });
  }
  const skills = sent.skills;
  if (!isObject(skills)) {
    faults.push({ path: 'skills', message: 'Must be an object that holds "customer-sync"' });
    return { inner: null, prefix: [] };
  }
  const [name, ...others] = Object.keys(skills).sort(
    (a, b) => Number(SKILL_NAMES.has(b)) - Number(SKILL_NAMES.has(a)),
  );
  for (const other of others) {
    const twice = SKILL_NAMES.has(other)
      ? `Stands beside "${name}", which is the same key`
      : 'Not a skill of this app';
    faults.push({ path: `skills.${other}`, message: twice });
  }
  if (name === undefined || !SKILL_NAMES.has(name)) {
    if (name !== undefined) faults.push({ path: `skills.${name}`, message: 'Not a skill of this app' });
    faults.push({ path: 'skills', message: 'Must hold "customer-sync"' });
    return { inner: null, prefix: [] };
  }
  const prefix = ['skills', name];
  const inner = skills[name];
  if (isObject(inner)) return { inner, prefix };
  faults.push({ path: prefix.join('.'), message: 'The configuration must be an object' });
  return { inner: null, prefix };
}

function spell(value: unknown, sentPath: string[], path: string[], names: Names, walk: Walk): unknown {
  walk.nodes += 1;
  if (walk.nodes > MAX_NODES) {
    if (walk.nodes === MAX_NODES + 1)
      walk.faults.push({ path: '', message: `Holds more than ${MAX_NODES} values` });
    return undefined;
  }
  if (path.length > MAX_DEPTH) {
    walk.faults.push({ path: sentPath.join('.'), message: `Nested deeper than ${MAX_DEPTH} levels` });
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      spellEntry(item, String(index), String(index), sentPath, path, names, walk),
    );
  }
  if (typeof value === 'string' && !isStorable(value)) {
    walk.faults.push({ path: sentPath.join('.'), message: 'Holds characters that cannot be stored' });
  }
  return isObject(value) ? spellObject(value, sentPath, path, names, walk) : value;
}

function spellObject(
  object: Record<string, unknown>,
  sentPath: string[],
  path: string[],
  names: Names,
  walk: Walk,
) {
  const spelled: Record<string, unknown> = {};
  const inMapping = path.length === 1 && path[0] === 'fieldMapping';
  for (const [sent, value] of Object.entries(object)) {
    const at = [...sentPath, sent].join('.');
    const key = inMapping ? fieldName(sent) : camelCase(sent);
    const twin = names.get(key);
    if (FORBIDDEN.has(sent) || !isStorable(sent))
      walk.faults.push({ path: at, message: 'This key is not allowed' });
    else if (twin)
      walk.faults.push({ path: at, message: `Stands beside "${twin.sent}", which is the same key` });
    else spelled[key] = spellEntry(value, key, sent, sentPath, path, names, walk);
  }
  return spelled;
}

function spellEntry(
  value: unknown,
  key: string,
  sent: string,
  sentPath: string[],
  path: string[],
  names: Names,
  walk: Walk,
): unknown {
  const below: Names = new Map();
  names.set(key, { sent, below });
  return spell(value, [...sentPath, sent], [...path, key], below, walk);
}

function camelCase(key: string): string {
  return /^[a-z][A-Za-z0-9]*(_[a-z0-9]+)+$/.test(key)
    ? key.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase())
    : key;
}

/** `first_name` is firstName and `address.country_code` is address.countryCode; any other name stays as it is. */
function fieldName(key: string): string {
  if (isSourceField(key)) return key;
  const camel = key.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());
  return isSourceField(camel) ? camel : key;
}

function writtenAs(path: readonly PropertyKey[], names: Names, prefix: readonly string[]): string {
  const written = [...prefix];
  let level: Names | undefined = names;
  for (const part of path) {
    const known: { sent: string; below: Names } | undefined = level?.get(String(part));
    written.push(known?.sent ?? String(part));
    level = known?.below;
  }
  return written.join('.');
}
