import type { ConnectionService, ShopRef } from '../services.ts';
import type { Configuration } from './configuration.ts';
import type { AccountKnowledge } from './configuration-parsing.ts';
import { canonical, isObject } from './spelling.ts';

/**
 * Asks the Brevo account about what a configuration newly names: a list, and attributes that are not to be created.
 * What is stored already is not asked about, so that a list which somebody deleted does not keep the merchant from
 * saving something else. An account that is not connected or does not answer is no reason to refuse anything.
 */
export async function readAccountKnowledge(
  account: Pick<ConnectionService, 'lists' | 'attributes'>,
  shop: ShopRef,
  sent: unknown,
  stored: Configuration,
): Promise<AccountKnowledge> {
  const value = canonical(sent).value ?? {};
  const options = isObject(value.options) ? value.options : {};
  const [missingList, attributes] = await Promise.all([
    missingListOf(account, shop, options.listId, stored),
    options.createAttributes === false ? attributesOf(account, shop, stored) : null,
  ]);
  return { missingList, attributes };
}

async function missingListOf(
  account: Pick<ConnectionService, 'lists'>,
  shop: ShopRef,
  listId: unknown,
  stored: Configuration,
): Promise<number | null> {
  if (typeof listId !== 'number' || listId === stored.options.listId) return null;
  const reading = await account.lists(shop);
  return reading.kind === 'read' && !reading.value.some(({ id }) => id === listId) ? listId : null;
}

async function attributesOf(
  account: Pick<ConnectionService, 'attributes'>,
  shop: ShopRef,
  stored: Configuration,
): Promise<ReadonlySet<string> | null> {
  const reading = await account.attributes(shop);
  if (reading.kind !== 'read') return null;
  const kept = Object.values(stored.fieldMapping).map((target) =>
    typeof target === 'string' ? target : target.attribute,
  );
  return new Set([...reading.value.map(({ name }) => name.toUpperCase()), ...kept]);
}
