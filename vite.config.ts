import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';

// Only routes and React are built; server modules run from their sources (see app/server.ts).
export default defineConfig({
  plugins: [
    remix({
      appDirectory: 'app',
      ignoredRouteFiles: ['**/.*', '**/*.test.*'],
      serverModuleFormat: 'esm',
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        // Off: with it, headers of the Responses that Shopify's authentication throws get lost.
        v3_singleFetch: false,
        v3_routeConfig: false,
      },
    }),
  ],
  build: { assetsInlineLimit: 0 },
});
