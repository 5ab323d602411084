import { parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { describe, expect, it } from 'vitest';
import { allDocuments } from '../../app/sources/shopify/queries.ts';
import { adminSchema } from '../../sandbox/shopify/graphql.ts';

describe('documents against the Admin schema 2026-10', () => {
  const documents = Object.entries(allDocuments());

  it.each(documents)('%s is valid', (_, document) => {
    expect(validate(adminSchema(), parse(document)).map((fault) => fault.message)).toEqual([]);
  });

  it.each(documents)('%s names no deprecated field', (_, document) => {
    const deprecated: string[] = [];
    const schema = adminSchema();
    const info = new TypeInfo(schema);
    visit(
      parse(document),
      visitWithTypeInfo(info, {
        Field() {
          const field = info.getFieldDef();
          if (field?.deprecationReason) deprecated.push(`${info.getParentType()?.name}.${field.name}`);
        },
      }),
    );
    expect(deprecated).toEqual([]);
  });

  it('finds a fault where there is one', () => {
    expect(validate(adminSchema(), parse('{ shop { nameOfShop } }'))).toHaveLength(1);
  });
});
