import '@shopify/ui-extensions';

// What `shopify app build` makes anew: the global of each module, by the target that it runs in.
type Target = import('@shopify/ui-extensions/admin.customer-details.block.render').Api;

declare module './src/block.tsx' {
  const shopify: Target;
  const globalThis: { shopify: Target };
}

declare module './src/consent-line.tsx' {
  const shopify: Target;
  const globalThis: { shopify: Target };
}

declare module './src/sentence.ts' {
  const shopify: Target;
  const globalThis: { shopify: Target };
}
