import type { GuardedFetch } from '../guarded-fetch.server.ts';
import type { ConnectableSource } from '../services.ts';
import type { Connector } from './connector.ts';
import { customConnector } from './custom/connector.ts';
import { magentoConnector } from './magento/connector.ts';
import { woocommerceConnector } from './woocommerce/connector.ts';

/** The sources that a merchant connects by hand. */
export function connectors(http: GuardedFetch): Record<ConnectableSource, Connector> {
  return {
    woocommerce: woocommerceConnector(http),
    magento: magentoConnector(http),
    custom: customConnector,
  };
}
