import { z } from 'zod';
import { FIELD_NAMES } from '../domain/fields.ts';
import type { Json } from './openapi-operation.ts';
import { configurationRequest } from './views.ts';

/**
 * The JSON Schema of the configuration file (YAML of `skills: customer-sync:`), for editors: made from the schema that
 * judges a PUT, in the file's snake_case. Editors complete and check with it; what only the app can know (lists,
 * attributes, an attribute named twice) is judged when the file is applied.
 */
export function configurationFileSchema(): Json {
  const { $schema: _, ...skill } = z.toJSONSchema(configurationRequest, {
    io: 'input',
    unrepresentable: 'any',
  }) as Json;
  const described = snakeKeys(skill) as { properties: { field_mapping: Json } };
  described.properties.field_mapping = {
    ...described.properties.field_mapping,
    description: 'From a field of the customer to a Brevo attribute',
    minProperties: 1,
    propertyNames: { anyOf: [{ enum: FIELD_NAMES }, { pattern: OTHER_FIELDS }] },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:customer-sync:configuration',
    title: 'Customer Sync for Brevo: configuration',
    type: 'object',
    required: ['skills'],
    additionalProperties: false,
    properties: {
      skills: {
        type: 'object',
        required: ['customer-sync'],
        additionalProperties: false,
        properties: { 'customer-sync': described },
      },
    },
  };
}

/** snake_case of a known field, a field of an address, a metafield, a tag: the app judges these in full. */
const OTHER_FIELDS = '^([a-z]+(_[a-z0-9]+)*|[a-z]+\\.[A-Za-z_]+|metafield\\.[^.]+\\..+|tag:.+)$';

function snakeKeys(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(snakeKeys);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === 'properties') return [key, renamed(value as Json)];
      if (key === 'required') return [key, (value as string[]).map(snake)];
      // Defaults and choices are data, not schemas.
      if (key === 'default') return [key, dataInSnake(value)];
      return [key, key === 'enum' || key === 'const' ? value : snakeKeys(value)];
    }),
  );
}

function renamed(properties: Json): Json {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [snake(name), snakeKeys(schema)]),
  );
}

function dataInSnake(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [snake(key), dataInSnake(inner)]));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
