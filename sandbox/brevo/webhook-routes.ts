import type { Account, Webhook } from './account.ts';
import { NO_METHOD, noContent, notFound, type Reply, type ResourceCall, refuse, reply } from './reply.ts';
import type { Switches } from './switches.ts';

/** What may be subscribed to, in the words of the subscription (facts section 9 and the vendor's file). */
const EVENTS: Record<string, string[]> = {
  marketing: [
    ...['spam', 'opened', 'click', 'hardBounce', 'softBounce', 'unsubscribed', 'delivered'],
    ...['listAddition', 'contactUpdated', 'contactDeleted'],
  ],
  transactional: [
    ...['sent', 'request', 'delivered', 'hardBounce', 'softBounce', 'blocked', 'spam', 'invalid'],
    ...['deferred', 'click', 'opened', 'uniqueOpened', 'unsubscribed'],
  ],
  inbound: ['inboundEmailProcessed'],
};

const MOST = 40;

type Body = Record<string, unknown>;
type Given = Partial<Webhook>;

/** /webhooks: made by the app, with the headers it wants to be recognised by. */
export function webhookRoutes(account: Account, call: ResourceCall, switches: Switches): Reply {
  const { method, parts, query, body, now } = call;
  if (parts.length === 0) {
    if (method === 'GET') return list(account, query, switches);
    return method === 'POST' ? create(account, body, now) : NO_METHOD;
  }
  const webhook = account.webhooks.find((w) => w.id === Number(parts[0]));
  if (!webhook) return notFound('Webhook not found');
  switch (method) {
    case 'GET':
      return reply(200, shown(webhook));
    case 'PUT': {
      const given = read(body, webhook.type);
      if ('status' in given) return given;
      Object.assign(webhook, given, { modifiedAt: now });
      return noContent;
    }
    case 'DELETE':
      account.webhooks = account.webhooks.filter((w) => w !== webhook);
      return noContent;
    default:
      return NO_METHOD;
  }
}

/** Facts section 9: none of a type is a refusal, not an empty list. Transactional ones unless asked otherwise. */
function list(account: Account, query: URLSearchParams, switches: Switches): Reply {
  const type = query.get('type') ?? 'transactional';
  const found = account.webhooks.filter((webhook) => webhook.type === type);
  if (found.length === 0 && switches.noWebhooksRefused)
    return refuse(400, 'document_not_found', 'Webhooks not found');
  const ordered = query.get('sort') === 'asc' ? found : found.toReversed();
  return reply(200, { webhooks: ordered.map(shown) });
}

function create(account: Account, body: Body, now: number): Reply {
  const type = String(body.type ?? 'transactional');
  if (!EVENTS[type]) return refuse(400, 'invalid_parameter', 'Invalid type');
  if (body.url === undefined) return refuse(400, 'missing_parameter', 'url is missing');
  if (!Array.isArray(body.events) || body.events.length === 0)
    return refuse(400, 'missing_parameter', 'events is missing');
  const given = read(body, type);
  if ('status' in given) return given;
  if (account.webhooks.length >= MOST)
    return refuse(400, 'invalid_parameter', 'Maximum number of webhooks reached');
  const blank = { url: '', events: [], description: '', batched: false };
  const channel = body.channel === 'sms' ? 'sms' : 'email';
  const id = account.ids.webhook++;
  account.webhooks.push({ ...blank, ...given, id, type, channel, createdAt: now, modifiedAt: now });
  return reply(201, { id });
}

function read(body: Body, type: string): Given | Reply {
  const given: Given = {};
  if (body.url !== undefined) {
    if (typeof body.url !== 'string' || !/^https?:\/\//.test(body.url))
      return refuse(400, 'invalid_parameter', 'url is invalid');
    given.url = body.url;
  }
  if (Array.isArray(body.events)) {
    given.events = body.events.map(String);
    const stranger = given.events.find((event) => !EVENTS[type]?.includes(event));
    if (stranger !== undefined) return refuse(400, 'invalid_parameter', `Invalid event: ${stranger}`);
  }
  if (typeof body.description === 'string') given.description = body.description;
  if (typeof body.batched === 'boolean') given.batched = body.batched;
  if (typeof body.auth === 'object' && body.auth !== null)
    given.auth = body.auth as { type: string; token: string };
  if (Array.isArray(body.headers)) given.headers = body.headers as { key: string; value: string }[];
  return given;
}

function shown({ createdAt, modifiedAt, ...webhook }: Webhook) {
  return {
    ...webhook,
    createdAt: new Date(createdAt).toISOString(),
    modifiedAt: new Date(modifiedAt).toISOString(),
  };
}
