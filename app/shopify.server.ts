import '@shopify/shopify-app-remix/adapters/node';
import {
  type ApiVersion,
  AppDistribution,
  LogSeverity,
  type Session,
  shopifyApp,
} from '@shopify/shopify-app-remix/server';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import type { Env } from './env.server.ts';
import type { Log } from './log.server.ts';
import { SHOPIFY_API_VERSION } from './sources/shopify/api-version.ts';

export interface ShopifyOptions {
  env: Pick<Env, 'shopifyApiKey' | 'shopifyApiSecret' | 'scopes' | 'appUrl'>;
  sessionStorage: SessionStorage;
  hooks: {
    /** After every token exchange: on the install, and about once an hour while somebody uses the app. */
    afterAuth(session: Session): Promise<unknown>;
  };
  log: Log;
}

/** What routes use of Shopify's package: authentication of documents and of the app's own calls. */
export type Shopify = ReturnType<typeof createShopify>;

/**
 * Configures Shopify's package: installs by Shopify, session tokens, offline access tokens that expire.
 * Webhooks do not go through it (app/door answers them), and nothing registers any: shopify.app.toml names them.
 */
export function createShopify({ env, sessionStorage, hooks, log }: ShopifyOptions) {
  const app = shopifyApp({
    apiKey: env.shopifyApiKey,
    apiSecretKey: env.shopifyApiSecret,
    apiVersion: SHOPIFY_API_VERSION as ApiVersion,
    scopes: env.scopes,
    appUrl: env.appUrl,
    authPathPrefix: '/auth',
    sessionStorage,
    distribution: AppDistribution.AppStore,
    hooks: {
      afterAuth: async ({ session }) => {
        await hooks.afterAuth(session);
      },
    },
    logger: { level: LogSeverity.Warning, log: (severity, message) => forward(log, severity, message) },
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
  });
  return {
    apiKey: env.shopifyApiKey,
    authenticate: app.authenticate,
    login: app.login,
    addDocumentResponseHeaders: app.addDocumentResponseHeaders,
  };
}

function forward(log: Log, severity: LogSeverity, message: string): void {
  if (severity === LogSeverity.Error) log.error(message);
  else if (severity === LogSeverity.Warning) log.warn(message);
  else log.debug(message);
}
