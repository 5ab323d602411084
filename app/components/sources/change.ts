import type { Source } from '../../domain/customer.ts';
import type { ConnectableSource, Services, ShopRef } from '../../services.ts';

const SOURCES = ['woocommerce', 'magento', 'custom'] as const satisfies ConnectableSource[];

export type SourceIntent = 'connect' | 'check' | 'import' | 'rotate' | 'disconnect';

/** How an action of the screen ended. A secret is in the answer once. */
export type SourceEnding =
  /** The order in which the sources rule was stored, or not. */
  | { kind: 'ordered' }
  | { kind: 'order_refused' }
  | { kind: 'done'; intent: SourceIntent; source: ConnectableSource }
  | { kind: 'secret'; source: ConnectableSource; secret: string | null; subscribed: boolean }
  /** Which fields are not right; the screen has the words. */
  | { kind: 'fields'; source: ConnectableSource; fields: string[] }
  | { kind: 'fault'; source: ConnectableSource; fault: string; message: string };

/** Parses one form of the screen and calls the one service function behind it. */
export async function changeSources(
  services: Services,
  shop: ShopRef,
  form: FormData,
  savedBy: string,
): Promise<SourceEnding> {
  if (form.get('intent') === 'order') return order(services, shop, String(form.get('order')), savedBy);
  const source = SOURCES.find((name) => name === form.get('source'));
  if (!source) throw new Response('Unknown source', { status: 400 });
  const intent = form.get('intent');
  switch (intent) {
    case 'connect':
      return connect(services, shop, source, form);
    case 'check':
      await services.sources.check(shop, source);
      return { kind: 'done', intent, source };
    case 'import': {
      const ending = await services.runs.start(shop, 'import', { dryRun: false, source });
      return ending.kind === 'started'
        ? { kind: 'done', intent, source }
        : { kind: 'fault', source, fault: ending.kind, message: '' };
    }
    case 'rotate': {
      const secret = await services.sources.rotate(shop, source);
      return { kind: 'secret', source, secret, subscribed: true };
    }
    case 'disconnect':
      await services.sources.disconnect(shop, source);
      return { kind: 'done', intent, source };
    default:
      throw new Response('Unknown intent', { status: 400 });
  }
}

async function order(
  services: Services,
  shop: ShopRef,
  sent: string,
  savedBy: string,
): Promise<SourceEnding> {
  const configuration = await services.configuration.read(shop);
  // The store judges the names, as it judges everything that comes in.
  const options = { ...configuration.options, sourceOrder: sent.split(',') as Source[] };
  const ending = await services.configuration.store(shop, { ...configuration, options }, savedBy);
  return { kind: ending.kind === 'stored' ? 'ordered' : 'order_refused' };
}

async function connect(
  services: Services,
  shop: ShopRef,
  source: ConnectableSource,
  form: FormData,
): Promise<SourceEnding> {
  const ending = await services.sources.connect(shop, source, sentBy(source, form));
  switch (ending.kind) {
    case 'connected':
      return { kind: 'secret', source, secret: ending.secret, subscribed: ending.subscribed };
    case 'invalid':
      return { kind: 'fields', source, fields: ending.faults.map(({ path }) => path.split('.')[0] ?? '') };
    case 'refused':
    case 'unreachable':
      return { kind: 'fault', source, fault: `source_${ending.kind}`, message: ending.message };
  }
}

/** What the form says, in the shape that the HTTP API takes. */
function sentBy(source: ConnectableSource, form: FormData): unknown {
  const field = (name: string) => String(form.get(name) ?? '').trim();
  switch (source) {
    case 'woocommerce': {
      const roles = field('roles')
        .split(',')
        .map((role) => role.trim())
        .filter((role) => role !== '');
      return {
        url: field('url'),
        consumerKey: field('consumerKey'),
        consumerSecret: field('consumerSecret'),
        consentField: field('consentField'),
        ...(roles.length > 0 ? { roles } : {}),
      };
    }
    case 'magento': {
      // Of the ways to sign in only one form's fields are sent at all.
      const signing = ['consumerKey', 'consumerSecret', 'accessTokenSecret'].filter((name) => form.has(name));
      return {
        url: field('url'),
        accessToken: field('accessToken'),
        ...Object.fromEntries(signing.map((name) => [name, field(name)])),
      };
    }
    case 'custom':
      return {};
  }
}
