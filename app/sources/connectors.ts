import type { PublicFetch } from '../public-internet/fetch.server.ts';
import type { ConnectableSource } from '../services.ts';
import type { Connector } from './connector.ts';
import { customConnector } from './custom/connector.ts';
import { magentoConnector } from './magento/connector.ts';
import { woocommerceConnector } from './woocommerce/connector.ts';

/** The sources that a merchant connects by hand. */
export function connectors(http: PublicFetch): Record<ConnectableSource, Connector> {
  return {
    woocommerce: woocommerceConnector(http),
    magento: magentoConnector(http),
    custom: customConnector,
  };
}
