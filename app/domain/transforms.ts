import type { Money } from './customer.ts';
import type { FieldValue } from './fields.ts';
import type { BrevoAttribute, MappingRule, Transform } from './mapping-rule.ts';
import { readPhone } from './phone.ts';

/** What Brevo takes for an attribute. */
export type AttributeValue = string | number | boolean | string[];

/** A value, nothing to send (the field is empty), or a value that does not fit with why. */
export type Transformed =
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'empty' }
  | { kind: 'misfit'; code: MisfitCode };

export type MisfitCode =
  | 'invalid_phone'
  | 'not_a_date'
  | 'not_a_number'
  | 'not_a_boolean'
  | 'unknown_option'
  | 'not_a_list';

export interface TransformContext {
  attribute: BrevoAttribute;
  rule: MappingRule;
  /** Countries for national phone numbers, in order of trust. */
  countries: readonly (string | null | undefined)[];
  /** IANA zone in which an instant becomes a date. */
  timeZone: string;
}

const EMPTY: Transformed = { kind: 'empty' };
const PHONE_ATTRIBUTES = new Set(['SMS', 'WHATSAPP', 'LANDLINE_NUMBER']);

const HANDLERS: Record<
  Exclude<Transform, 'auto' | 'constant'>,
  (value: Filled, context: TransformContext) => Transformed
> = {
  text: (value) => text(asText(value)),
  upper: (value) => text(asText(value).toUpperCase()),
  lower: (value) => text(asText(value).toLowerCase()),
  phone: (value, context) => phone(asText(value), context),
  date: (value, context) => date(asText(value), context.timeZone),
  number: (value) => number(value),
  money: (value) => number(value),
  money_with_currency: (value) => text(isMoney(value) ? `${value.amount} ${value.currency}` : asText(value)),
  boolean: (value) => boolean(value),
  joined: (value, context) =>
    text(Array.isArray(value) ? value.join(context.rule.options.separator ?? ',') : asText(value)),
  options: (value, context) => options(value, context.attribute),
  count: (value) => ({ kind: 'value', value: Array.isArray(value) ? value.length : 1 }),
};

type Filled = Exclude<FieldValue, null>;

/** Whether an attribute is one of Brevo's phone identifiers, which are unique over all contacts. */
export function isPhoneAttribute(name: string): boolean {
  return PHONE_ATTRIBUTES.has(name);
}

/** Turns a field's value into what the attribute takes. `0` and `false` are values; only null, '' and [] are empty. */
export function transform(value: FieldValue, context: TransformContext): Transformed {
  return fitted(applyTransform(value, context), context);
}

/** The first half of it: what the rule's transform makes of the value, before the attribute's type is looked at. */
export function applyTransform(value: FieldValue, context: TransformContext): Transformed {
  const { rule, attribute } = context;
  const name = rule.transform === 'auto' ? automatic(value, attribute) : rule.transform;
  if (name === 'constant') return { kind: 'value', value: rule.options.value ?? '' };
  if (name === 'count')
    return { kind: 'value', value: Array.isArray(value) ? value.length : isEmpty(value) ? 0 : 1 };
  const filled = isEmpty(value) ? (rule.options.default ?? null) : value;
  if (filled === null || isEmpty(filled)) return EMPTY;
  return HANDLERS[name](filled, context);
}

/** `auto`: what a person who reads both names would expect, from the attribute's type and the value. */
function automatic(value: FieldValue, attribute: BrevoAttribute): Exclude<Transform, 'auto'> {
  if (isPhoneAttribute(attribute.name)) return 'phone';
  switch (attribute.type) {
    case 'date':
      return 'date';
    case 'float':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'multiple-choice':
    case 'category':
      return 'options';
    default:
      return Array.isArray(value) ? 'joined' : 'text';
  }
}

/** A named transform may make a value of another type than the attribute takes: it is converted, or it is a misfit. */
function fitted(made: Transformed, context: TransformContext): Transformed {
  if (made.kind !== 'value') return made;
  const { attribute } = context;
  if (
    isPhoneAttribute(attribute.name) &&
    context.rule.transform !== 'phone' &&
    context.rule.transform !== 'auto'
  )
    return phone(String(made.value), context);
  switch (attribute.type) {
    case 'float':
      return number(made.value);
    case 'boolean':
      return boolean(made.value);
    case 'date':
      return date(String(made.value), context.timeZone);
    case 'multiple-choice':
    case 'category':
      return options(made.value, attribute);
    default:
      return Array.isArray(made.value) ? text(made.value.join(',')) : text(String(made.value));
  }
}

function isEmpty(value: FieldValue): boolean {
  return (
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

function isMoney(value: Filled): value is Money {
  return typeof value === 'object' && !Array.isArray(value);
}

function asText(value: Filled): string {
  if (isMoney(value)) return value.amount;
  return Array.isArray(value) ? value.join(',') : String(value).trim();
}

function text(value: string): Transformed {
  return value === '' ? EMPTY : { kind: 'value', value };
}

function phone(value: string, context: TransformContext): Transformed {
  const reading = readPhone(value, [context.rule.options.country, ...context.countries]);
  return reading.kind === 'valid'
    ? { kind: 'value', value: reading.e164 }
    : { kind: 'misfit', code: 'invalid_phone' };
}

function number(value: Filled): Transformed {
  if (Array.isArray(value)) return { kind: 'value', value: value.length };
  const written = asText(value);
  if (written === 'true' || written === 'false') return { kind: 'value', value: written === 'true' ? 1 : 0 };
  const parsed = Number(written);
  return written !== '' && Number.isFinite(parsed)
    ? { kind: 'value', value: parsed }
    : { kind: 'misfit', code: 'not_a_number' };
}

const TRUE = new Set(['true', '1', 'yes', 'ja', 'oui', 'y']);
const FALSE = new Set(['false', '0', 'no', 'nee', 'nein', 'non', 'n']);

function boolean(value: Filled): Transformed {
  const written = asText(value).toLowerCase();
  if (TRUE.has(written)) return { kind: 'value', value: true };
  if (FALSE.has(written)) return { kind: 'value', value: false };
  return { kind: 'misfit', code: 'not_a_boolean' };
}

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** An instant becomes the day it was in the shop's time zone; a plain date stays what it is. */
function date(value: string, timeZone: string): Transformed {
  const instant = new Date(value);
  if (Number.isNaN(instant.getTime()) || !/^\d{4}-\d{2}/.test(value))
    return { kind: 'misfit', code: 'not_a_date' };
  if (DATE_ONLY.test(value)) return { kind: 'value', value };
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return { kind: 'value', value: formatter.format(instant) };
}

/** Labels to what the API takes: an array for multiple-choice, one option's value for a category. */
function options(value: Filled, attribute: BrevoAttribute): Transformed {
  const wanted = Array.isArray(value)
    ? value.map(String)
    : asText(value)
        .split(',')
        .map((part) => part.trim());
  const known = new Map(
    attribute.options.flatMap(
      (o) =>
        [
          [o.label.toLowerCase(), o],
          [o.value.toLowerCase(), o],
        ] as const,
    ),
  );
  const found = wanted.map((w) => known.get(w.toLowerCase())).filter((o) => o !== undefined);
  if (attribute.type === 'category') {
    const first = found[0];
    return first ? { kind: 'value', value: first.value } : { kind: 'misfit', code: 'unknown_option' };
  }
  if (attribute.type !== 'multiple-choice') return text(wanted.join(','));
  if (found.length === 0) return { kind: 'misfit', code: 'unknown_option' };
  return { kind: 'value', value: [...new Set(found.map((o) => o.label))] };
}
