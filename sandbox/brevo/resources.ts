import { type Account, OWNER } from './account.ts';
import { attributeRoutes } from './attribute-routes.ts';
import { updateBatch } from './contact-batch.ts';
import { contactRoutes } from './contact-routes.ts';
import type { Writing } from './contact-write.ts';
import { startImport } from './import-job.ts';
import { folderRoutes, listRoutes } from './list-routes.ts';
import { processRoutes } from './processes.ts';
import { NO_METHOD, notFound, type Reply, refuse, reply } from './reply.ts';
import { webhookRoutes } from './webhook-routes.ts';
import type { BrevoWorld } from './world.ts';

export interface Asked {
  method: string;
  /** After /v3, still encoded. */
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  bytes: number;
}

/** Finds the resource of a call that has passed key and limit. */
export function answerResource(world: BrevoWorld, account: Account, asked: Asked, base: string): Reply {
  const { method, query, body, bytes } = asked;
  const path = decoded(asked.path);
  if (!path) return refuse(400, 'invalid_parameter', 'Invalid url encoding');
  const [root, ...parts] = path;
  const now = world.now();
  const call = { method, query, body, now };
  switch (root) {
    case 'account':
      if (parts.length > 0) return notFound('Not found');
      return method === 'GET' ? reply(200, accountView(account)) : NO_METHOD;
    case 'processes':
      return processRoutes(account, { ...call, parts }, base);
    case 'webhooks':
      return webhookRoutes(account, { ...call, parts }, world.switches);
    case 'contacts':
      break;
    default:
      return notFound('Not found');
  }
  const writing: Writing = {
    account,
    switches: world.switches,
    now,
    told: (written) => world.told(account, written),
  };
  const [below, ...rest] = parts;
  switch (below) {
    case 'attributes':
      return attributeRoutes(account, { ...call, parts: rest });
    case 'lists':
      return listRoutes(account, { ...call, parts: rest }, (contactId, listId) =>
        world.toldOfList(account, contactId, listId),
      );
    case 'folders':
      return folderRoutes(account, { ...call, parts: rest });
    case 'segments':
      return method === 'GET' ? reply(200, { segments: [], count: 0 }) : NO_METHOD;
    case 'import':
      if (method !== 'POST') return NO_METHOD;
      return startImport(writing, body, bytes, (ms, run) => setTimeout(() => run(world.now()), ms).unref());
    case 'batch':
      if (method !== 'POST') return NO_METHOD;
      return world.switches.batchGone ? GONE : updateBatch(writing, body);
    case 'doubleOptinConfirmation':
    case 'export':
      return GONE;
    default:
      return contactRoutes(writing, { ...call, parts }, (contact, email) =>
        world.toldOfDeletion(account, contact, email),
      );
  }
}

/** The batch endpoint's end was announced; the others are not emulated, and say so loudly. */
const GONE = refuse(410, 'not_acceptable', 'This endpoint has been removed');

function decoded(path: string): string[] | null {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** GET /account (facts section 8). */
function accountView({ organizationId, companyName }: Account) {
  return {
    organization_id: organizationId,
    user_id: 1,
    enterprise: false,
    companyName,
    email: OWNER,
    firstName: 'Sam',
    lastName: 'Sandbox',
    address: { street: 'Keizersgracht 1', city: 'Amsterdam', zipCode: '1015 CJ', country: 'Netherlands' },
    plan: [{ type: 'free', credits: 300, creditsType: 'sendLimit' }],
    relay: { enabled: false, data: { userName: OWNER, relay: 'smtp-relay.brevo.com', port: 587 } },
    marketingAutomation: { enabled: true, key: 'sandbox' },
  };
}
