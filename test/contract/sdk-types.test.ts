import { expect, it } from 'vitest';
import { generatedTypes, storedTypes } from '../../sdk/generate-types.ts';

it("the JavaScript client's types are those of the OpenAPI document (else: npm run sdk:types)", async () => {
  expect((await storedTypes()) === (await generatedTypes())).toBe(true);
});
