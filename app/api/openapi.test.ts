import { readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';

interface Content {
  schema: Record<string, unknown>;
  example?: unknown;
}

interface Described {
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, unknown> };
};
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'api');

const contents = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { requestBody, responses }]) =>
    [['body', requestBody] as const, ...Object.entries(responses)].flatMap(([where, part]) =>
      Object.entries(part?.content ?? {}).map(
        ([type, content]) => [`${method} ${path} ${where} ${type}`, content] as const,
      ),
    ),
  ),
);

describe('the OpenAPI document', () => {
  test.each(contents)('the example of %s is valid', (_name, { schema, example }) => {
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
    const validate = ajv.compile(absolute);
    if (example !== undefined) expect(validate(example) || validate.errors).toBe(true);
  });

  test('names every address that has a route, and no other', () => {
    const routes = readdirSync(new URL('../routes', import.meta.url))
      .filter((file) => file.startsWith('api.v1.') && !file.includes('[.]json'))
      .map((file) =>
        file
          .replace(/^api\.v1/, '')
          .replace(/(\._index)?\.ts$/, '')
          .replace(/\.\$(\w+)/g, '/{$1}')
          .replaceAll(/(?<!\[)\./g, '/')
          .replaceAll('[.]', '.'),
      );
    expect(routes.sort()).toEqual(Object.keys(document.paths).sort());
  });

  test('every call can answer 401 and 500 with problem+json', () => {
    for (const methods of Object.values(document.paths)) {
      for (const { responses } of Object.values(methods)) {
        for (const code of ['401', '500'])
          expect(responses[code]?.content).toHaveProperty('application/problem+json');
      }
    }
  });
});
