import type { Account, Attribute } from './account.ts';
import { clearAttribute } from './contact-store.ts';
import { NO_METHOD, noContent, notFound, type Reply, type ResourceCall, refuse, reply } from './reply.ts';

const TYPES: Record<string, string[]> = {
  normal: ['text', 'date', 'float', 'boolean', 'multiple-choice', 'user'],
  transactional: ['text', 'date', 'float', 'boolean', 'id'],
};
const CATEGORIES = ['normal', 'transactional', 'category', 'calculated', 'global'];
const LONGEST_OPTION = 200;

type Body = Record<string, unknown>;

/** /contacts/attributes (facts section 6). */
export function attributeRoutes(account: Account, { method, parts, body }: ResourceCall): Reply {
  const [category, rawName, option] = parts;
  if (category === undefined)
    return method === 'GET' ? reply(200, { attributes: account.attributes }) : NO_METHOD;
  const name = (rawName ?? '').toUpperCase();
  const known = account.attributes.find((a) => a.name === name);
  if (option !== undefined) return method === 'DELETE' ? removeOption(known, option) : NO_METHOD;
  if (method === 'POST') return create(account, category, name, body, known);
  if (!known || known.category !== category) return notFound('Attribute not found');
  if (method === 'PUT') return update(known, body);
  if (method !== 'DELETE') return NO_METHOD;
  account.attributes = account.attributes.filter((a) => a !== known);
  for (const contact of account.contacts.byId.values()) clearAttribute(contact, name);
  return noContent;
}

function create(
  account: Account,
  category: string,
  name: string,
  body: Body,
  known: Attribute | undefined,
): Reply {
  if (!CATEGORIES.includes(category))
    return refuse(400, 'invalid_parameter', 'Attribute category is invalid');
  if (Object.keys(body).length === 0) return refuse(400, 'missing_parameter', 'No inputs in the body');
  if (known) return refuse(400, 'invalid_parameter', 'Attribute name must be unique');
  if (!/^[A-Z][A-Z0-9_-]{0,49}$/.test(name))
    return refuse(400, 'invalid_parameter', 'Invalid attribute name');
  const types = TYPES[category];
  if (types && !types.includes(String(body.type)))
    return refuse(400, 'invalid_parameter', 'Attribute type is invalid');
  if (category === 'category' && !Array.isArray(body.enumeration))
    return refuse(400, 'missing_parameter', 'enumeration is missing');
  if ((category === 'calculated' || category === 'global') && typeof body.value !== 'string')
    return refuse(400, 'missing_parameter', 'value is missing');
  const made = { name, category: category as Attribute['category'], ...contents(category, body) };
  if (hasLongOption(made)) return refuse(400, 'invalid_parameter', 'An option exceeds 200 characters');
  account.attributes.push(made);
  return { status: 201 };
}

function contents(category: string, body: Body): Partial<Attribute> {
  if (category === 'category') return { enumeration: readEnumeration(body.enumeration) };
  if (category === 'calculated' || category === 'global') return { calculatedValue: String(body.value) };
  const options = body.type === 'multiple-choice' ? readOptions(body.multiCategoryOptions) : null;
  return { type: String(body.type), ...(options ? { multiCategoryOptions: options } : {}) };
}

/** Options are added, the enumeration and the value replaced; a type never changes. */
function update(known: Attribute, body: Body): Reply {
  if (Object.keys(body).length === 0) return refuse(400, 'missing_parameter', 'No inputs in the body');
  const after: Attribute = { ...known };
  if (Array.isArray(body.multiCategoryOptions) && known.type === 'multiple-choice') {
    const options = [...(known.multiCategoryOptions ?? []), ...readOptions(body.multiCategoryOptions)];
    after.multiCategoryOptions = [...new Set(options)];
  }
  if (Array.isArray(body.enumeration) && known.category === 'category')
    after.enumeration = readEnumeration(body.enumeration);
  if (typeof body.value === 'string' && known.calculatedValue !== undefined)
    after.calculatedValue = body.value;
  if (hasLongOption(after)) return refuse(400, 'invalid_parameter', 'An option exceeds 200 characters');
  Object.assign(known, after);
  return noContent;
}

function removeOption(known: Attribute | undefined, option: string): Reply {
  if (!known?.multiCategoryOptions?.includes(option)) return notFound('Attribute not found');
  known.multiCategoryOptions = known.multiCategoryOptions.filter((o) => o !== option);
  return noContent;
}

function readOptions(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value.map(String))] : [];
}

/** Since 2026-05-01 `value` is 0 for what is no number, and `valueStr` says it. */
function readEnumeration(value: unknown): NonNullable<Attribute['enumeration']> {
  if (!Array.isArray(value)) return [];
  return value.map((entry: { value: unknown; label: unknown }) => ({
    value: Number(entry.value) || 0,
    valueStr: String(entry.value),
    label: String(entry.label),
  }));
}

function hasLongOption({ enumeration = [], multiCategoryOptions = [] }: Attribute): boolean {
  return [...enumeration.map((e) => e.label), ...multiCategoryOptions].some((o) => o.length > LONGEST_OPTION);
}
