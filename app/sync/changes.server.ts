import type { Change } from '../domain/change.ts';
import type { Source } from '../domain/customer.ts';
import type { Trigger, TriggerReading } from '../domain/trigger.ts';
import type { Ports } from '../ports.ts';
import type { ChangeService, ProblemService, ReplaySelection } from '../services.ts';
import { receive } from './receive.server.ts';
import type { ReadConfiguration } from './shop-runtime.server.ts';

/** Changes that do not come by webhook: the trigger API and "sync now". All enter through the one door (receive). */
export function createChangeService(
  ports: Ports,
  readConfiguration: ReadConfiguration,
  parseTrigger: (sent: unknown, now: Date) => TriggerReading,
): ChangeService {
  return {
    async trigger(shop, sent) {
      const reading = parseTrigger(sent, new Date(ports.now()));
      if (reading.kind === 'invalid') return reading;
      const { source } = await readConfiguration(shop);
      const change = changeOf(reading.trigger, source, ports);
      const received = await receive(ports, [{ shopId: shop.id, changes: [change] }]);
      return { kind: 'accepted', changeId: received.changeIds[0] as string };
    },

    async syncNow(shop, customerId) {
      const { source } = await readConfiguration(shop);
      const change: Change = {
        source,
        customerId,
        kind: 'upsert',
        event: 'sync_requested',
        occurredAt: new Date(ports.now()),
        force: true,
      };
      await receive(ports, [{ shopId: shop.id, changes: [change] }]);
    },
  };
}

/**
 * An id that can be a Shopify customer's is read again from the store, so that tags, consent and figures are right
 * whatever the event carried. Any other id belongs to a customer of another system: its data travels with the change.
 */
function changeOf(trigger: Trigger, configured: Source, ports: Pick<Ports, 'secrets'>): Change {
  const source: Source =
    configured === 'shopify' && !/^\d+$/.test(trigger.customerId) ? 'custom' : configured;
  const kind = trigger.event === 'customer_deleted' ? 'delete' : 'upsert';
  const change: Change = {
    source,
    customerId: trigger.customerId,
    kind,
    event: trigger.event,
    occurredAt: trigger.occurredAt,
  };
  if (source === 'shopify' || kind === 'delete') return change;
  const { customerId: id, data, changes } = trigger;
  return {
    ...change,
    payload: ports.secrets.encrypt(
      JSON.stringify({ id, at: trigger.occurredAt.toISOString(), data, changes }),
    ),
  };
}

/** Puts problems back into the queue; they leave the list when the customer is right again. */
export function createReplay(ports: Ports): Pick<ProblemService, 'replay'> {
  return {
    async replay(shop, selection) {
      const problems = await ports.db.prisma.problem.findMany({
        where: { shopId: shop.id, ...selected(selection) },
      });
      const incoming = problems.map((problem) => ({
        shopId: shop.id,
        changes: [
          {
            source: problem.source as Source,
            customerId: problem.customerId,
            kind: problem.kind as Change['kind'],
            event: problem.event,
            occurredAt: problem.occurredAt,
            force: true,
            ...(problem.payload === null ? {} : { payload: problem.payload }),
          },
        ],
      }));
      for (let start = 0; start < incoming.length; start += 500)
        await receive(ports, incoming.slice(start, start + 500));
      return { replayed: incoming.length };
    },
  };
}

function selected(selection: ReplaySelection) {
  if ('ids' in selection) return { id: { in: selection.ids } };
  return 'cause' in selection ? { cause: selection.cause } : {};
}
