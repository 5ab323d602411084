import { z } from 'zod';
import type { ConnectableSource, SourceView } from '../services.ts';
import { customConnectRequest } from '../sources/custom/connector.ts';
import { magentoConnectRequest } from '../sources/magento/connector.ts';
import { woocommerceConnectRequest } from '../sources/woocommerce/connector.ts';

const CONNECTABLE = ['woocommerce', 'magento', 'custom'] as const satisfies ConnectableSource[];

export const UNKNOWN_SOURCE = `No source of this name can be connected: ${CONNECTABLE.join(', ')}`;

export function readSource(name: string | undefined): ConnectableSource | null {
  return CONNECTABLE.find((source) => source === name) ?? null;
}

/** What is sent to connect, for the OpenAPI document; the source's own code judges it. */
export const sourceRequest = z.union([
  woocommerceConnectRequest,
  magentoConnectRequest,
  customConnectRequest,
]);

const instant = z.iso.datetime();

export const sourceView = z.object({
  source: z.enum(CONNECTABLE),
  url: z.string().nullable(),
  health: z.enum(['ok', 'unauthorized', 'unreachable']),
  healthMessage: z.string().nullable(),
  connectedAt: instant,
  checkedAt: instant,
  receivedAt: instant.nullable().meta({ description: 'When the source last told of a change' }),
  ingestUrl: z.string().nullable().meta({ description: 'Where the source sends its events' }),
  options: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<SourceView>;

export const sourcesView = z.object({ sources: z.array(sourceView) });

export const connectedSourceView = sourceView.extend({
  secret: z
    .string()
    .nullable()
    .meta({ description: 'Signs what the source sends; shown here and never again' }),
  subscribed: z.boolean().meta({
    description: 'false: sending to ingestUrl has to be set up by hand in the other shop',
  }),
});

export const secretView = z.object({ secret: z.string() });
