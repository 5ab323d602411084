import { ATTRIBUTE_NAME } from '../domain/attribute-names.ts';
import { FIELD_NAMES, isSourceField } from '../domain/fields.ts';
import { IDENTITY_TARGET, SUBSCRIPTION_TARGET } from '../domain/mapping-rule.ts';
import type { MappingTarget } from './configuration.ts';
import { targetSchema } from './configuration-schema.ts';
import { type Issue, issuesOf, type MappingFaultCode } from './issues.ts';
import { shortest } from './mapping-rules.ts';
import { isObject } from './spelling.ts';

const MAX_RULES = 200;
const MAX_FIELD_NAME = 255;

/** What people call the subscription state, in any case and with any separator. */
const SUBSCRIPTION_WORDS = new Set([
  'subscription',
  'subscriptionstate',
  'subscriptionstatus',
  'subscribed',
  'emailblacklisted',
]);

/**
 * Judges a mapping in canonical spelling: field names that exist, targets Brevo can hold, no attribute twice. Gives
 * the targets in stored form (attribute names in capitals, a plain name where nothing else was said), and every issue
 * with its path below `fieldMapping`.
 */
export function readMapping(sent: unknown): { mapping: Record<string, MappingTarget>; issues: Issue[] } {
  const mapping: Record<string, MappingTarget> = {};
  if (!isObject(sent))
    return { mapping, issues: [{ path: [], message: 'Must be an object: field to Brevo attribute' }] };
  const entries = Object.entries(sent);
  if (entries.length === 0)
    return { mapping, issues: [{ path: [], message: 'Must name at least one field', code: 'no_rules' }] };
  if (entries.length > MAX_RULES) {
    const message = `Must not hold more than ${MAX_RULES} fields`;
    return {
      mapping,
      issues: [{ path: [], message, code: 'too_many_rules', names: { most: String(MAX_RULES) } }],
    };
  }
  const issues: Issue[] = [];
  const takenBy = new Map<string, string>();
  for (const [field, written] of entries) {
    if (field.length > MAX_FIELD_NAME || !isSourceField(field))
      issues.push({ path: [field], message: unknownField(field), code: 'unknown_field' });
    const reading = readTarget(field, written);
    issues.push(...reading.issues.map((issue) => ({ ...issue, path: [field, ...issue.path] })));
    if (!reading.target) continue;
    const name = typeof reading.target === 'string' ? reading.target : reading.target.attribute;
    const other = takenBy.get(name);
    if (other !== undefined) {
      const message = `${name} is already filled by ${other}`;
      issues.push({ path: [field], message, code: 'attribute_taken', names: { name, other } });
    }
    takenBy.set(name, other ?? field);
    mapping[field] = reading.target;
  }
  return { mapping, issues };
}

function readTarget(field: string, written: unknown): { target: MappingTarget | null; issues: Issue[] } {
  if (typeof written === 'string') {
    const reading = readAttribute(field, written);
    if (reading.kind === 'named') return { target: reading.name, issues: [] };
    return { target: null, issues: [{ path: [], message: reading.message, code: reading.code }] };
  }
  if (!isObject(written)) {
    return {
      target: null,
      issues: [{ path: [], message: 'Must be the name of a Brevo attribute, or an object with it' }],
    };
  }
  const given = Object.fromEntries(
    Object.entries(written).filter(([key, value]) => value !== null || key === 'attribute'),
  );
  const parsed = targetSchema.safeParse(given);
  const issues = parsed.success ? [] : issuesOf(parsed.error);
  const attribute = typeof given.attribute === 'string' ? readAttribute(field, given.attribute) : null;
  if (attribute?.kind === 'refused')
    issues.push({ path: ['attribute'], message: attribute.message, code: attribute.code });
  if (given.transform === 'constant' && given.value === undefined) {
    issues.push({ path: ['value'], message: 'A constant needs its value', code: 'no_value' });
  }
  if (!parsed.success || attribute?.kind !== 'named' || issues.length > 0) return { target: null, issues };
  return {
    target: shortest({ ...parsed.data, attribute: attribute.name } as Exclude<MappingTarget, string>),
    issues,
  };
}

type AttributeReading =
  | { kind: 'named'; name: string }
  | { kind: 'refused'; code: MappingFaultCode; message: string };

function readAttribute(field: string, written: string): AttributeReading {
  const word = written.toLowerCase();
  if (word === IDENTITY_TARGET) {
    if (field === 'email') return { kind: 'named', name: IDENTITY_TARGET };
    return refused('email_only', 'Only the field email can be the address of the contact');
  }
  if (field === 'acceptsMarketing' && SUBSCRIPTION_WORDS.has(word.replace(/[ _-]/g, ''))) {
    return { kind: 'named', name: SUBSCRIPTION_TARGET };
  }
  if (written === SUBSCRIPTION_TARGET) {
    return refused('subscription_only', 'Only the field acceptsMarketing can be the subscription state');
  }
  if (ATTRIBUTE_NAME.test(written)) return { kind: 'named', name: written.toUpperCase() };
  return refused(
    'attribute_name',
    'Must be a Brevo attribute: a letter, then letters, digits, _ or -, 50 at most',
  );
}

function refused(code: MappingFaultCode, message: string): AttributeReading {
  return { kind: 'refused', code, message };
}

function unknownField(field: string): string {
  const plain = field.replace(/[ _-]/g, '').toLowerCase();
  const near = FIELD_NAMES.find((name) => name.toLowerCase() === plain);
  if (near) return `Not a known field; did you mean ${near}?`;
  return 'Not a known field; there are firstName, totalSpent, address.city, metafield.namespace.key, tag:NAME and others';
}
