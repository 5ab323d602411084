import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Schema = Record<string, unknown> & { properties?: Record<string, Schema> };

export interface Exchange {
  method: string;
  /** From after /v3, with the query. */
  url: string;
  sent?: unknown;
  status: number;
  answered?: unknown;
}

export interface Deviation {
  /** Name of the component's schema. */
  schema: string;
  change(schema: Schema): void;
  /** Where the file is behind what Brevo does today (facts/brevo.md). */
  reason: string;
}

const BOOLEAN = { type: 'boolean' };
const TEXT = { type: 'string' };
const add = (more: Record<string, Schema>) => (schema: Schema) => Object.assign(schema.properties!, more);

/** The file is of 2025-08. What is newer stands here, each with its reason; nothing else may differ. */
export const DEVIATIONS: Deviation[] = [
  {
    schema: 'getContactDetails',
    reason: 'contacts show whatsappBlacklisted since SDK 6 (section 4)',
    change: add({ whatsappBlacklisted: BOOLEAN }),
  },
  {
    schema: 'getAttributes',
    reason: 'options show valueStr since 2026-05-01 (section 6)',
    change: (schema) => {
      const attribute = schema.properties!.attributes!.items as Schema;
      add({ valueStr: TEXT })(attribute.properties!.enumeration!.items as Schema);
    },
  },
  {
    schema: 'getProcess',
    reason: 'processes end as failed or cancelled too, and pass "processing" (section 5)',
    change: (schema) => {
      schema.properties!.status!.enum = [
        'queued',
        'in_process',
        'processing',
        'completed',
        'failed',
        'cancelled',
      ];
    },
  },
  {
    schema: 'getProcess',
    reason: 'completed imports show their reports in info (section 5)',
    change: add({ info: { type: 'object' } }),
  },
  {
    schema: 'postContactInfo',
    reason: 'an empty list of failures fits each of the kinds that it may be a list of',
    change: (schema) => {
      const contacts = schema.properties!.contacts!;
      for (const kind of Object.values(contacts.properties!) as (Schema & Record<string, unknown>)[]) {
        kind.anyOf = kind.oneOf;
        delete kind.oneOf;
      }
    },
  },
  {
    schema: 'getClient',
    reason: 'the account shows organization_id, user_id and enterprise (section 8)',
    change: add({ organization_id: TEXT, user_id: { type: 'integer' }, enterprise: BOOLEAN }),
  },
];

interface Operation {
  parameters?: { name: string; in: string; schema: Schema; required?: boolean }[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, Schema>>;
}

/** The vendor's file as questions; each answers with faults in words. `except`: as if that deviation were not known. */
export function openContract(file: string | null, { except }: { except?: Deviation } = {}) {
  const document = read(file);
  for (const deviation of DEVIATIONS)
    if (deviation !== except) {
      const schema = document.components.schemas?.[deviation.schema];
      if (schema) deviation.change(schema);
    }
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false });
  addFormats.default(ajv);
  const lenient = new Ajv2020({ strict: false, coerceTypes: 'array' });
  addFormats.default(lenient);
  const compiled = new Map<string, ValidateFunction | null>();

  function check(key: string, place: unknown, value: unknown): string[] {
    if (!compiled.has(key)) {
      const schema = bodySchema(place);
      compiled.set(key, schema ? ajv.compile(closed(schema, true)) : null);
    }
    const validate = compiled.get(key);
    if (!validate) return value === undefined ? [] : [`${key}: a body where none is documented`];
    if (validate(value)) return [];
    const faults = (validate.errors ?? []).map(
      (e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`,
    );
    return [`${key}: ${faults.join('; ')} in ${JSON.stringify(value).slice(0, 300)}`];
  }

  function bodySchema(place: unknown): Schema | undefined {
    const content = (follow(place) as { content?: Record<string, { schema?: Schema }> } | undefined)?.content;
    return content?.['application/json']?.schema;
  }

  function follow(node: unknown): unknown {
    const ref = (node as { $ref?: string } | null | undefined)?.$ref;
    if (ref === undefined) return node;
    const [kind = '', name = ''] = ref.replace('#/components/', '').split('/');
    return follow(document.components[kind]?.[name]);
  }

  /** Inlined, and with every object closed: a name that the file does not have is a fault, as a misspelt one would be. */
  function closed(node: unknown, outermost: boolean): Schema {
    const schema = follow(node) as Schema;
    const { properties, items, allOf, oneOf, anyOf, ...rest } = schema as Schema & Record<string, unknown[]>;
    const parts = (list: unknown[], own: boolean) => list.map((part) => closed(part, own));
    const names = Object.entries(properties ?? {});
    const open = schema.additionalProperties !== undefined || (names.length === 0 && allOf === undefined);
    return {
      ...rest,
      ...(names.length > 0
        ? { properties: Object.fromEntries(names.map(([name, value]) => [name, closed(value, true)])) }
        : {}),
      ...(items ? { items: closed(items, true) } : {}),
      ...(allOf ? { allOf: parts(allOf, false) } : {}),
      ...(oneOf ? { oneOf: parts(oneOf, outermost) } : {}),
      ...(anyOf ? { anyOf: parts(anyOf, outermost) } : {}),
      ...(outermost && !open ? { unevaluatedProperties: false } : {}),
    };
  }

  function template({ method, url }: Pick<Exchange, 'method' | 'url'>): string | undefined {
    const parts = pathOf(url).split('/');
    const fits = (name: string) => {
      const wanted = name.split('/');
      return (
        wanted.length === parts.length && wanted.every((part, i) => part.startsWith('{') || part === parts[i])
      );
    };
    // A path without placeholders counts before one with them: /contacts/lists is no contact called lists.
    const names = Object.keys(document.paths).filter(fits);
    names.sort((a, b) => a.split('{').length - b.split('{').length);
    return names.find((name) => document.paths[name]?.[method.toLowerCase()]);
  }

  function operation(exchange: Exchange): Operation | undefined {
    const name = template(exchange);
    return name === undefined ? undefined : document.paths[name]?.[exchange.method.toLowerCase()];
  }

  return {
    template,
    faultsOfAddress(exchange: Exchange): string[] {
      const found = operation(exchange);
      const name = `${exchange.method} ${exchange.url}`;
      if (!found) return [`${name}: no such operation`];
      const documented = (found.parameters ?? []).map(
        (p) => follow(p) as NonNullable<Operation['parameters']>[number],
      );
      return [...new URLSearchParams(exchange.url.split('?')[1] ?? '')].flatMap(([key, value]) => {
        const parameter = documented.find((p) => p.in === 'query' && p.name === key);
        if (!parameter) return [`${name}: no parameter ${key}`];
        const holder = { type: 'object', properties: { value: parameter.schema } };
        return lenient.validate(holder, { value }) ? [] : [`${name}: ${key} ${lenient.errorsText()}`];
      });
    },
    faultsOfRequest(exchange: Exchange): string[] {
      const name = `${exchange.method} ${template(exchange)}`;
      return check(`${name} asks`, operation(exchange)?.requestBody, exchange.sent);
    },
    faultsOfAnswer(exchange: Exchange): string[] {
      const name = `${exchange.method} ${template(exchange)}`;
      const place = operation(exchange)?.responses[String(exchange.status)];
      if (place === undefined) return [`${name}: status ${exchange.status} is not documented`];
      return check(`${name} answers ${exchange.status}`, place, exchange.answered);
    },
  };
}

const texts = new Map<string, string>();

/** A fresh copy each time, because deviations change it; the slow reading of YAML is done once. */
function read(file: string | null): Document {
  if (file === null) return { paths: {}, components: {} };
  let text = texts.get(file);
  if (text === undefined) {
    text = JSON.stringify(
      parse(readFileSync(file, 'utf8'), { strict: false, uniqueKeys: false, logLevel: 'silent' }),
    );
    texts.set(file, text);
  }
  return JSON.parse(text) as Document;
}

function pathOf(url: string): string {
  return url.split('?')[0] ?? '';
}
