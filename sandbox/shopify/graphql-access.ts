import { defaultFieldResolver, GraphQLError, type GraphQLFieldResolver, getNamedType } from 'graphql';

/** Which scope a field asks for; what is not named here asks for none. */
const NEEDED: Record<string, string> = {
  'QueryRoot.customer': 'read_customers',
  'QueryRoot.customers': 'read_customers',
  'QueryRoot.customersCount': 'read_customers',
  'QueryRoot.customerByIdentifier': 'read_customers',
  'Shop.customerTags': 'read_customers',
  'Customer.lastOrder': 'read_orders',
  'Customer.orders': 'read_orders',
  'Mutation.customerEmailMarketingConsentUpdate': 'write_customers',
  'Mutation.customerSmsMarketingConsentUpdate': 'write_customers',
  'Mutation.customerCreate': 'write_customers',
  'Mutation.customerUpdate': 'write_customers',
  'Mutation.customerSet': 'write_customers',
  'Mutation.customerDelete': 'write_customers',
  'Mutation.tagsAdd': 'write_customers',
  'Mutation.tagsRemove': 'write_customers',
};

/** Resolves as graphql does, after the app's scopes were asked: refused is null with ACCESS_DENIED beside it. */
export function scopedResolver(scopes: readonly string[]): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const needed = NEEDED[`${info.parentType.name}.${info.fieldName}`];
    if (needed && !grants(scopes, needed)) throw accessDenied(info.fieldName, needed);
    const value: unknown = defaultFieldResolver(source, args, context, info);
    // By `node` and `nodes` everything can be reached: what counts is what was found.
    if (getNamedType(info.returnType).name !== 'Node' || grants(scopes, 'read_customers')) return value;
    return Array.isArray(value)
      ? value.map((each) => (each === null ? null : accessDenied(info.fieldName, 'read_customers')))
      : value && accessDenied(info.fieldName, 'read_customers');
  };
}

/** Writing a thing includes reading it. */
export function grants(scopes: readonly string[], needed: string): boolean {
  return scopes.includes(needed) || scopes.includes(needed.replace('read_', 'write_'));
}

function accessDenied(field: string, scope: string): GraphQLError {
  const requiredAccess = `\`${scope}\` access scope.`;
  return new GraphQLError(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess,
    },
  });
}

/** An app whose use of protected customer data was not approved (facts section 6). */
export function notApproved(): GraphQLError {
  return new GraphQLError(
    'This app is not approved to access the Customer object. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.',
    { extensions: { code: 'ACCESS_DENIED' } },
  );
}
