import type { Account, Attribute } from './account.ts';
import { type Contact, clearAttribute, type Value } from './contact-store.ts';
import type { Switches } from './switches.ts';

/**
 * Sets one attribute as a call asked for: unknown names and values of the wrong type are dropped and the call still
 * succeeds; an empty text (or array) clears. What really changed is noted in `changed`, for webhooks.
 */
export function setAttribute(
  account: Account,
  switches: Switches,
  contact: Contact,
  name: string,
  value: unknown,
  changed: Record<string, unknown>,
): void {
  const attribute = account.attributes.find((a) => a.name === name);
  if (!attribute) return;
  if (
    value === '' ||
    (value === null && switches.nullClears) ||
    (Array.isArray(value) && value.length === 0)
  ) {
    if (name in contact.attributes) changed[name] = '';
    clearAttribute(contact, name);
    return;
  }
  const fits = fitting(attribute, value);
  if (fits === undefined || same(contact.attributes[name], fits)) return;
  contact.attributes[name] = fits;
  changed[name] = fits;
}

/** The value as the attribute's type keeps it; `undefined` when it is of another type (facts section 3). */
function fitting(attribute: Attribute, value: unknown): Value | undefined {
  if (attribute.category === 'category')
    return attribute.enumeration?.find((e) => e.valueStr === String(value) || e.label === value)?.valueStr;
  switch (attribute.type) {
    case 'float':
      return typeof value === 'number' ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'date':
      return isDay(value) ? value : undefined;
    case 'multiple-choice': {
      if (!Array.isArray(value)) return undefined;
      const known = value.map(String).filter((v) => attribute.multiCategoryOptions?.includes(v));
      return known.length > 0 ? known : undefined;
    }
    default:
      return typeof value === 'object' ? undefined : String(value);
  }
}

/** A text from a form or a CSV file, in the type of the attribute; as it is where that is not possible. */
export function fromText(attribute: Attribute | undefined, text: string): Value {
  if (text === '') return text;
  switch (attribute?.category === 'normal' ? attribute.type : undefined) {
    case 'float':
      return Number.isNaN(Number(text)) ? text : Number(text);
    case 'boolean':
      if (/^(true|yes|1)$/i.test(text)) return true;
      return /^(false|no|0)$/i.test(text) ? false : text;
    case 'multiple-choice':
      return text.split(',').map((option) => option.trim());
    default:
      return text;
  }
}

/** `YYYY-MM-DD` of a day that exists: 30 February is none. */
function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = Date.parse(value);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
}

function same(a: Value | undefined, b: Value): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((option, i) => option === b[i]);
}
