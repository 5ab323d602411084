import type { BrevoAttribute } from '../domain/mapping-rule.ts';
import type { Answer } from './answer.ts';
import type { BrevoClient } from './client.server.ts';

type Failure = Exclude<Answer, { kind: 'ok' }>;
export type AttributesReading =
  | { kind: 'read'; attributes: BrevoAttribute[] }
  | { kind: 'failed'; answer: Failure };

const TYPES = ['text', 'date', 'float', 'boolean', 'multiple-choice', 'id', 'user'];
const CATEGORIES = ['normal', 'category', 'transactional', 'calculated', 'global'];
/** Identifiers that every account has, whether or not the list of attributes names them. */
const BUILT_IN: BrevoAttribute[] = ['SMS', 'WHATSAPP', 'LANDLINE_NUMBER'].map((name) => ({
  name,
  category: 'normal',
  type: 'text',
  options: [],
}));

/** The account's contact attributes with their types (facts/brevo.md section 6). */
export async function readAttributes(client: BrevoClient): Promise<AttributesReading> {
  const answer = await client.call('GET', '/contacts/attributes');
  if (answer.kind !== 'ok') return { kind: 'failed', answer };
  const raw = (answer.body as { attributes?: unknown } | null)?.attributes;
  const read = (Array.isArray(raw) ? raw : []).map(readAttribute);
  const names = new Set(read.map((a) => a.name));
  return { kind: 'read', attributes: [...read, ...BUILT_IN.filter((a) => !names.has(a.name))] };
}

/** Creates one attribute. Two that create the same at once: the second's refusal is answered by reading again. */
export function createAttribute(
  client: BrevoClient,
  name: string,
  type: BrevoAttribute['type'],
): Promise<Answer> {
  return client.call('POST', `/contacts/attributes/normal/${encodeURIComponent(name)}`, { type });
}

function readAttribute(entry: unknown): BrevoAttribute {
  const raw = entry as Record<string, unknown>;
  const category = CATEGORIES.includes(String(raw.category))
    ? (raw.category as BrevoAttribute['category'])
    : 'normal';
  const type = TYPES.includes(String(raw.type)) ? (raw.type as BrevoAttribute['type']) : 'text';
  return {
    name: String(raw.name).toUpperCase(),
    category,
    // Entries of category `category` carry no useful type of their own.
    type: category === 'category' ? 'category' : type,
    options: [...enumeration(raw.enumeration), ...choices(raw.multiCategoryOptions)],
  };
}

/** Since 2026-05 `value` is 0 for options that are no number, and `valueStr` holds what the API takes. */
function enumeration(value: unknown): BrevoAttribute['options'] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: Record<string, unknown>) => ({
    label: String(entry.label),
    value: String(entry.valueStr ?? entry.value),
  }));
}

function choices(value: unknown): BrevoAttribute['options'] {
  return Array.isArray(value)
    ? value.map((option) => ({ label: String(option), value: String(option) }))
    : [];
}
