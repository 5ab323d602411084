import type { Source } from '../domain/customer.ts';
import type { Ports } from '../ports.ts';
import { receive } from './receive.server.ts';

/**
 * A person wants these customers of a shop delivered now, even where nothing changed. Answers the id of the first one's
 * change; null for nobody.
 */
export async function requestSync(
  ports: Ports,
  shopId: number,
  customers: { source: Source; customerId: string }[],
): Promise<string | null> {
  if (customers.length === 0) return null;
  const occurredAt = new Date(ports.now());
  const changes = customers.map(({ source, customerId }) => ({
    source,
    customerId,
    kind: 'upsert' as const,
    event: 'sync_requested',
    occurredAt,
    force: true,
  }));
  const { changeIds } = await receive(ports, [{ shopId, changes }]);
  return changeIds[0] ?? null;
}
