import type { Change } from '../domain/change.ts';
import type { Source } from '../domain/customer.ts';
import type { Trigger, TriggerReading } from '../domain/trigger.ts';
import type { Ports } from '../ports.ts';
import type { ChangeService, ProblemService, ReplaySelection, ShopRef } from '../services.ts';
import { receive } from './receive.server.ts';
import type { ReadConfiguration } from './shop-runtime.server.ts';

/** Changes that do not come by webhook: the trigger API. They enter through the one door (receive). */
export function createChangeService(
  ports: Ports,
  readConfiguration: ReadConfiguration,
  events: TriggerEvents,
): ChangeService {
  return {
    async trigger(shop, sent) {
      const reading = events.parse(sent, new Date(ports.now()));
      if (reading.kind === 'invalid') return reading;
      const { source: configured } = await readConfiguration(shop);
      const { trigger } = reading;
      const source = sourceOf(trigger, configured);
      const asked = await isAsked(ports, source, shop);
      const change = asked ? thin(trigger, source) : events.carrying(trigger, source, ports.secrets.encrypt);
      const received = await receive(ports, [{ shopId: shop.id, changes: [change] }]);
      return { kind: 'accepted', changeId: received.changeIds[0] as string };
    },
  };
}

/** How events of clients are judged and turned into changes that carry their data (app/sources/custom). */
export interface TriggerEvents {
  parse(sent: unknown, now: Date): TriggerReading;
  carrying(trigger: Trigger, source: Source, encrypt: (text: string) => string): Change;
}

/** An id that cannot be a Shopify customer's belongs to a customer of another system. */
function sourceOf(trigger: Trigger, configured: Source): Source {
  return configured === 'shopify' && !/^\d+$/.test(trigger.customerId) ? 'custom' : configured;
}

/**
 * Whether the customer is read again from the source, so that tags, consent and figures are right whatever the event
 * carried. Else the data travels with the change.
 */
async function isAsked(ports: Ports, source: Source, shop: ShopRef): Promise<boolean> {
  const { canFetch, connected } = ports.source(source);
  return canFetch && (connected === undefined || (await connected(shop)));
}

function thin({ event, customerId, occurredAt }: Trigger, source: Source): Change {
  return {
    source,
    customerId,
    kind: event === 'customer_deleted' ? 'delete' : 'upsert',
    event,
    occurredAt,
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
