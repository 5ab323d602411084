import type { Fault } from '../services.ts';
import { type Place, parsePlacedYaml } from '../settings/yaml.ts';

/** Larger than any request that means well; webhooks have their own bound at the door. */
export const MAX_BODY_BYTES = 256 * 1024;
const MAX_DEPTH = 50;

/** What an operation takes: nothing, JSON, JSON that may be left out, or a configuration in JSON or YAML. */
export type BodyKind = 'none' | 'json' | 'optional_json' | 'json_or_yaml';

type BodyReading =
  | { kind: 'read'; sent: unknown; placeOf?: (path: string) => Place }
  | { kind: 'unsupported'; detail: string }
  | { kind: 'too_large' }
  | { kind: 'unreadable'; detail: string }
  | { kind: 'invalid'; faults: Fault[] };

const JSON_TYPE = /^application\/(?:json|[\w.-]+\+json)$/;
const YAML_TYPE = /^(?:application|text)\/(?:x-)?yaml$|^application\/[\w.-]+\+yaml$/;

/** Reads a request's body within its bound and parses it by its content type; an absent type counts as JSON. */
export async function readBody(request: Request, kind: Exclude<BodyKind, 'none'>): Promise<BodyReading> {
  const format = formatOf(request.headers.get('content-type'), kind);
  if (format === null) {
    const takes = kind === 'json_or_yaml' ? 'application/json or application/yaml' : 'application/json';
    return { kind: 'unsupported', detail: `Send the body as ${takes} in UTF-8` };
  }
  if (request.headers.get('content-encoding'))
    return { kind: 'unsupported', detail: 'Send the body uncompressed' };
  const bytes = await readBounded(request);
  if (bytes === null) return { kind: 'too_large' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'unreadable', detail: 'The body is not UTF-8' };
  }
  if (kind === 'optional_json' && text.trim() === '') return { kind: 'read', sent: {} };
  if (format === 'json') return parseJson(text);
  const yaml = parsePlacedYaml(text);
  return yaml.kind === 'read' ? { kind: 'read', sent: yaml.value, placeOf: yaml.placeOf } : yaml;
}

/** Whether the client would rather have YAML: by Accept's weights, JSON where both are equal or neither is named. */
export function prefersYaml(accept: string | null): boolean {
  let [yaml, json] = [0, 0];
  for (const part of (accept ?? '').toLowerCase().split(',')) {
    const [type = '', ...parameters] = part.split(';').map((p) => p.trim());
    const q = parameters.find((p) => p.startsWith('q='))?.slice(2);
    const weight = q === undefined ? 1 : Number(q) || 0;
    if (YAML_TYPE.test(type)) yaml = Math.max(yaml, weight);
    else if (JSON_TYPE.test(type)) json = Math.max(json, weight);
  }
  return yaml > json;
}

function formatOf(header: string | null, kind: BodyKind): 'json' | 'yaml' | null {
  const [type = '', ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map((p) => p.trim());
  const charset = parameters
    .find((p) => p.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') return null;
  if (type === '' || JSON_TYPE.test(type)) return 'json';
  return kind === 'json_or_yaml' && YAML_TYPE.test(type) ? 'yaml' : null;
}

/** null when there is more than the bound: the rest is not read, whatever length was announced or not. */
async function readBounded(request: Request): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > MAX_BODY_BYTES) {
      void reader?.cancel().catch(() => {});
      return null;
    }
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;

function parseJson(text: string): BodyReading {
  if (nesting(text) > MAX_DEPTH)
    return { kind: 'unreadable', detail: `The JSON is nested deeper than ${MAX_DEPTH} levels` };
  try {
    return { kind: 'read', sent: JSON.parse(text, exactNumbers as (key: string, value: unknown) => unknown) };
  } catch {
    return { kind: 'unreadable', detail: 'The body is not JSON' };
  }
}

/** Ids can exceed 2^53: a whole number that a double cannot hold stays the digits that were sent, as a string. */
const exactNumbers: Reviver = (_key, value, { source }) => {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || source === undefined) return value;
  return /^-?\d+$/.test(source) ? source : value;
};

/** The deepest level of brackets outside of strings; parsing would only find out by going there. */
function nesting(text: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (inString) {
      if (c === '\\') i += 1;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{' || c === '[') deepest = Math.max(deepest, ++depth);
    else if (c === '}' || c === ']') depth -= 1;
  }
  return deepest;
}
