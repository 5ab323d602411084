import { z } from 'zod';
import { ATTRIBUTE_NAME } from '../../domain/attribute-names.ts';
import { ATTRIBUTE_TYPES, type BrevoAttribute } from '../../domain/mapping-rule.ts';
import type { MappingScreen } from '../../mapping-service.ts';
import type { Fault, Services, ShopRef } from '../../services.ts';

/** What the screen asks for; what is sent is judged here, the configuration itself by the service. */
const change = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('save'), configuration: z.unknown(), basedOn: z.int().min(0) }),
  z.object({ intent: z.literal('confirm') }),
  z.object({ intent: z.literal('restore'), version: z.int().min(1) }),
  z.object({
    intent: z.literal('create_attribute'),
    name: z.string().regex(ATTRIBUTE_NAME).toUpperCase(),
    type: z.enum(ATTRIBUTE_TYPES),
  }),
  z.object({ intent: z.literal('resync') }),
  z.object({ intent: z.literal('sync_customer'), customerId: z.string().regex(/^\d{1,20}$/) }),
]);

export type Change = z.input<typeof change>;
export type Intent = Change['intent'];

/** `app`: the app itself did not answer. */
type Trouble = 'app' | 'not_connected' | 'brevo' | 'unknown_version' | 'customer';

export type MappingEnding =
  | { kind: 'saved'; intent: 'save' | 'restore'; screen: MappingScreen }
  | { kind: 'done'; intent: 'confirm' | 'sync_customer' }
  /** `runId`: the comparison that brings everybody up to date. */
  | { kind: 'done'; intent: 'resync'; runId: string }
  | { kind: 'attributes'; intent: 'create_attribute'; name: string; attributes: BrevoAttribute[] }
  | { kind: 'invalid'; intent: 'save' | 'restore'; faults: Fault[] }
  | { kind: 'outdated'; intent: 'save' | 'restore' }
  | { kind: 'fault'; intent: Intent; fault: Trouble; message: string };

/** Parses what the screen sent and calls the one service function behind it. */
export async function changeMapping(
  services: Services,
  shop: ShopRef,
  actor: string,
  sent: unknown,
): Promise<MappingEnding> {
  const parsed = change.safeParse(sent);
  if (!parsed.success) throw new Response(null, { status: 400 });
  const wanted = parsed.data;
  const { intent } = wanted;
  const fault = (name: Trouble, message = ''): MappingEnding => {
    return { kind: 'fault', intent, fault: name, message };
  };
  switch (wanted.intent) {
    case 'save':
      return {
        ...(await services.mapping.save(shop, wanted.configuration, wanted.basedOn, actor)),
        intent: wanted.intent,
      };
    case 'restore': {
      const ending = await services.mapping.restore(shop, wanted.version, actor);
      return ending.kind === 'unknown' ? fault('unknown_version') : { ...ending, intent: wanted.intent };
    }
    case 'confirm':
      await services.mapping.confirm(shop, actor);
      return { kind: 'done', intent: wanted.intent };
    case 'create_attribute': {
      const { name, type } = wanted;
      const reading = await services.mapping.createAttribute(shop, name, type);
      if (reading.kind === 'not_connected') return fault('not_connected');
      if (reading.kind === 'failed') return fault('brevo', reading.message);
      return { kind: 'attributes', intent: wanted.intent, name, attributes: reading.value };
    }
    case 'resync': {
      const ending = await services.runs.start(shop, 'reconciliation', { dryRun: false });
      return ending.kind === 'started'
        ? { kind: 'done', intent: wanted.intent, runId: ending.id }
        : fault('not_connected');
    }
    case 'sync_customer': {
      const ending = await services.customers.syncNow(shop, wanted.customerId);
      if (ending.kind === 'accepted') return { kind: 'done', intent: wanted.intent };
      return fault(ending.kind === 'not_connected' ? 'not_connected' : 'customer');
    }
  }
}
