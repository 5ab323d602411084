import {
  type Alias,
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import type { Fault } from '../services.ts';
import type { Configuration } from './configuration.ts';

type YamlReading = { kind: 'read'; value: unknown } | { kind: 'invalid'; faults: Fault[] };

/** Where in the text, counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** A reading that knows places: of each fault, and of any path of what was read. */
export type PlacedReading =
  | { kind: 'read'; value: unknown; placeOf(path: string): Place }
  | { kind: 'invalid'; faults: (Fault & Place)[] };

/** Parsing cost grows with the square of some hostile inputs: at this size the worst one costs about 0.1 s. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_DEPTH = 32;
/** Counted as expanded, so that an alias of an alias of an alias cannot grow past it. */
const MAX_ALIASES = 16;
const MAX_SYNTAX_FAULTS = 20;
const CORE_TAG = /^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/;
const FORBIDDEN_KEY = '__proto__';

interface Reader {
  document: Document.Parsed;
  where(node: Node): Place | null;
  faults: (Fault & { place: Place | null })[];
  aliases: number;
}

/**
 * Reads one YAML document into plain values. Everything that makes YAML dangerous or ambiguous is a fault with its
 * path, line and column: custom tags, many or circular aliases, duplicate keys, several documents, none at all.
 */
export function parseYaml(text: string): YamlReading {
  const reading = readYaml(text);
  if (reading.kind === 'read') return { kind: 'read', value: reading.value };
  const faults = reading.faults.map(({ path, message, place }) => ({
    path,
    message: place ? `${message} (line ${place.line}, column ${place.column})` : message,
  }));
  return { kind: 'invalid', faults };
}

/** The same for an editor: places apart from the sentences, also for what is found wrong later. */
export function parsePlacedYaml(text: string): PlacedReading {
  const reading = readYaml(text);
  if (reading.kind === 'invalid') {
    const faults = reading.faults.map(({ place, ...fault }) => ({ ...fault, ...(place ?? START) }));
    return { kind: 'invalid', faults };
  }
  const { value, reader } = reading;
  return { kind: 'read', value, placeOf: (path) => placeIn(reader, path) ?? START };
}

const START: Place = { line: 1, column: 1 };

type Reading =
  | { kind: 'read'; value: unknown; reader: Reader }
  | { kind: 'invalid'; faults: Reader['faults'] };

function readYaml(text: string): Reading {
  if (text.length > MAX_CHARACTERS)
    return invalid(`The document is longer than ${MAX_CHARACTERS} characters`);
  const lines = new LineCounter();
  // uniqueKeys off: the library compares every pair of keys; `plain` finds duplicates with a set.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    uniqueKeys: false,
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0) {
    const errors = document.errors.slice(0, MAX_SYNTAX_FAULTS);
    return {
      kind: 'invalid',
      faults: errors.map((e) => ({
        path: '',
        message: sentence(e.code, e.message),
        place: placeAt(e.pos[0]),
      })),
    };
  }
  const reader: Reader = {
    document,
    where: (node) => (node.range ? placeAt(node.range[0]) : null),
    faults: [],
    aliases: 0,
  };
  const value = plain(document.contents, [], [], reader);
  if (reader.faults.length > 0) return { kind: 'invalid', faults: reader.faults };
  return value === null ? invalid('The document is empty') : { kind: 'read', value, reader };
}

/**
 * Where the value of a path stands. Keys may hold dots themselves (`address.city`): the longest key that fits is gone
 * into first. A path that leads nowhere ends where it left the document.
 */
function placeIn(reader: Reader, path: string): Place | null {
  const walk = (node: unknown, rest: string): { left: number; node: Node } | null => {
    if (!isMap(node) && !isSeq(node) && !isScalar(node)) return null;
    let best = { left: rest.length, node: node as Node };
    if (rest === '' || isScalar(node)) return best;
    const entries: [string, Node, unknown][] = isMap(node)
      ? node.items.flatMap(({ key, value }) => (isScalar(key) ? [[String(key.value), key, value]] : []))
      : node.items.map((item, index) => [String(index), item as Node, item]);
    for (const [key, at, value] of entries) {
      if (rest !== key && !rest.startsWith(`${key}.`)) continue;
      const below = rest.slice(key.length + 1);
      const found = below === '' ? null : walk(value, below);
      // The key is what a person looks for; a list has no keys.
      const reached = found && found.left < below.length ? found : { left: below.length, node: at };
      if (reached.left < best.left) best = reached;
    }
    return best;
  };
  const found = walk(reader.document.contents, path);
  return found && reader.where(found.node);
}

/** The configuration as the YAML file of design section 7; `parseYaml` gives back what it was made from. */
export function stringifyConfiguration(configuration: Configuration): string {
  const { fieldMapping, ...rest } = configuration;
  const mapping = Object.fromEntries(
    Object.entries(fieldMapping).map(([field, target]) => [field, snakeKeys(target)]),
  );
  const snake = snakeKeys(rest) as Record<string, unknown>;
  const skill = { enabled: snake.enabled, source: snake.source, field_mapping: mapping, ...snake };
  const document = new Document({ skills: { 'customer-sync': skill } }, { aliasDuplicateObjects: false });
  const events = document.getIn(['skills', 'customer-sync', 'notifications', 'events'], true);
  if (isSeq(events)) events.flow = true;
  return document.toString({ lineWidth: 0 });
}

function invalid(message: string): Extract<Reading, { kind: 'invalid' }> {
  return { kind: 'invalid', faults: [{ path: '', message, place: null }] };
}

function sentence(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'There must be one document only';
  if (code === 'RESOURCE_EXHAUSTION') return 'Nested too deep';
  return message.split('\n')[0] as string;
}

function plain(node: unknown, path: string[], ancestors: readonly Node[], reader: Reader): unknown {
  if (isAlias(node)) return resolve(node, path, ancestors, reader);
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
  if (node.tag && !CORE_TAG.test(node.tag))
    return fault(node, path, `The tag ${node.tag} is not allowed`, reader);
  if (isScalar(node)) return node.value;
  if (ancestors.length >= MAX_DEPTH)
    return fault(node, path, `Nested deeper than ${MAX_DEPTH} levels`, reader);
  const inside = [...ancestors, node];
  if (isSeq(node))
    return node.items.map((item, index) => plain(item, [...path, String(index)], inside, reader));
  const entries: [string, unknown][] = [];
  const seen = new Set<string>();
  for (const pair of node.items) {
    const name = isAlias(pair.key) ? pair.key.resolve(reader.document) : pair.key;
    if (!isScalar(name)) {
      fault(node, path, 'A key must be a plain text', reader);
      continue;
    }
    const key = String(name.value);
    if (seen.has(key)) fault(name, [...path, key], 'The key is there twice', reader);
    else entries.push([key, plain(pair.value, [...path, key], inside, reader)]);
    seen.add(key);
  }
  return asObject(entries);
}

function resolve(alias: Alias, path: string[], ancestors: readonly Node[], reader: Reader): unknown {
  reader.aliases += 1;
  if (reader.aliases > MAX_ALIASES) {
    // Said once: a bomb would otherwise fill the answer with the same sentence.
    if (reader.aliases > MAX_ALIASES + 1) return null;
    return fault(alias, path, `Aliases beyond bounds: more than ${MAX_ALIASES} when expanded`, reader);
  }
  const target = alias.resolve(reader.document);
  if (!target) return fault(alias, path, `The alias ${alias.source} has no anchor before it`, reader);
  if (ancestors.includes(target))
    return fault(alias, path, `The alias ${alias.source} contains itself`, reader);
  return plain(target, path, ancestors, reader);
}

function fault(node: Node, path: string[], message: string, reader: Reader): null {
  reader.faults.push({ path: path.join('.'), message, place: reader.where(node) });
  return null;
}

/** Own properties only, `__proto__` included, so that settings/spelling.ts can name it as a fault. */
function asObject(entries: readonly [string, unknown][]): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    if (key !== FORBIDDEN_KEY) object[key] = value;
    else Object.defineProperty(object, key, { value, enumerable: true });
  }
  return object;
}

function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
      snakeKeys(inner),
    ]),
  );
}
