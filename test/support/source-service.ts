import type { Ports } from '../../app/ports.ts';
import { createPublicFetch } from '../../app/public-internet/fetch.server.ts';
import type { ConnectableSource, SourceService } from '../../app/services.ts';
import { createSourceService } from '../../app/settings/source-connections.server.ts';
import { connectors } from '../../app/sources/connectors.ts';

/** The service by which a merchant connects other sources, as the app makes it; what it finds lost is told. */
export function sourceService(ports: Ports, onLost?: (source: ConnectableSource) => void): SourceService {
  return createSourceService({
    ports,
    connectors: connectors(createPublicFetch()),
    appUrl: 'https://app.example.com',
    onConnected: async () => {},
    onLost: async (_, source) => onLost?.(source),
  });
}
