import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { openApiDocument } from '../app/api/openapi.ts';

const FILE = new URL('./javascript/openapi.d.ts', import.meta.url);

/** The types of the HTTP API, as they follow from the OpenAPI document of this version of the app. */
export async function generatedTypes(): Promise<string> {
  const document = JSON.parse(JSON.stringify(openApiDocument()));
  const types = astToString(await openapiTS(document, { defaultNonNullable: false }));
  return `// Made by \`npm run sdk:types\` from the OpenAPI document; do not edit.\n\n${types}`;
}

export async function storedTypes(): Promise<string> {
  return readFile(FILE, 'utf8');
}

if (process.argv[1] === import.meta.filename) await writeFile(FILE, await generatedTypes());
