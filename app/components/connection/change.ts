import type { Services, ShopRef } from '../../services.ts';

/** How an action of the connection screen ended; `fault` and `message` are put into words by the screen. */
export type ConnectionEnding =
  | { kind: 'done'; intent: Intent }
  | { kind: 'fault'; intent: Intent; fault: string; message: string };

export type Intent = 'connect' | 'disconnect' | 'choose_list' | 'create_list';

const NAME_LENGTH = 50;

/** Parses one form of the screen and calls the one service function behind it. */
export async function changeConnection(
  services: Services,
  shop: ShopRef,
  form: FormData,
): Promise<ConnectionEnding> {
  const field = (name: string) => String(form.get(name) ?? '').trim();
  switch (form.get('intent')) {
    case 'connect':
      return connect(services, shop, field('apiKey'));
    case 'disconnect':
      await services.connection.disconnect(shop);
      return { kind: 'done', intent: 'disconnect' };
    case 'choose_list':
      return chooseList(services, shop, 'choose_list', Number(field('listId')));
    case 'create_list':
      return createList(services, shop, field('name'));
    default:
      throw new Response('Unknown intent', { status: 400 });
  }
}

async function connect(services: Services, shop: ShopRef, apiKey: string): Promise<ConnectionEnding> {
  if (!apiKey) return { kind: 'fault', intent: 'connect', fault: 'no_key', message: '' };
  const ending = await services.connection.connect(shop, apiKey);
  if (ending.kind === 'connected') return { kind: 'done', intent: 'connect' };
  const fault = ending.kind === 'unreachable' ? 'unreachable' : ending.cause;
  return { kind: 'fault', intent: 'connect', fault, message: ending.message };
}

async function createList(services: Services, shop: ShopRef, name: string): Promise<ConnectionEnding> {
  const fault = (name: string, message = ''): ConnectionEnding => ({
    kind: 'fault',
    intent: 'create_list',
    fault: name,
    message,
  });
  if (!name) return fault('no_name');
  if (name.length > NAME_LENGTH) return fault('name_too_long');
  const made = await services.connection.createList(shop, name);
  if (made.kind === 'not_connected') return fault('not_connected');
  if (made.kind === 'failed') return fault('list_create', made.message);
  return chooseList(services, shop, 'create_list', made.value.id);
}

async function chooseList(
  services: Services,
  shop: ShopRef,
  intent: Intent,
  listId: number,
): Promise<ConnectionEnding> {
  if (!Number.isSafeInteger(listId) || listId <= 0)
    return { kind: 'fault', intent, fault: 'no_list', message: '' };
  const current = await services.configuration.read(shop);
  const changed = { ...current, options: { ...current.options, listId } };
  const ending = await services.configuration.store(shop, changed, 'admin');
  if (ending.kind === 'stored') return { kind: 'done', intent };
  const message = ending.faults.map((each) => `${each.path}: ${each.message}`).join('; ');
  return { kind: 'fault', intent, fault: 'configuration', message };
}
