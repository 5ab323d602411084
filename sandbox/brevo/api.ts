import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import { contactRoutes, RESOURCES_BELOW_CONTACTS } from './contact-routes.ts';
import type { Writing } from './contact-write.ts';
import { FAULT_ANSWERS, type Fault } from './faults.ts';
import { processRoutes, startImport } from './import-job.ts';
import type { LimitState } from './limiter.ts';
import { notFound, type Reply, refuse, reply } from './reply.ts';
import { attributeRoutes, folderRoutes, listRoutes } from './resource-routes.ts';
import { webhookRoutes } from './webhooks.ts';
import type { BrevoWorld } from './world.ts';

/** Answers /v3: fault, key, limit, then the resource; every call is in the log with what was sent. */
export async function answerApi(
  world: BrevoWorld,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  base: string,
): Promise<void> {
  const path = url.pathname.slice('/v3'.length);
  const method = request.method ?? 'GET';
  const key = String(request.headers['api-key'] ?? '');
  const text = await readText(request);
  const call = {
    method,
    path: path + url.search,
    body: parse(text),
    status: null as number | null,
    startedAt: world.now(),
    endedAt: null as number | null,
    key,
  };
  world.record(call);
  const fault = world.faults.next(method, path);
  if (world.latencyMs > 0) await sleep(world.latencyMs);
  if (fault?.kind === 'slow') await sleep(fault.ms ?? 2_000);
  if (fault?.kind === 'reset') return destroy(request);
  const early = fault && FAULT_ANSWERS[fault.kind];
  if (early) {
    call.status = early.status;
    call.endedAt = world.now();
    const headers: Record<string, string> = { 'content-type': early.type };
    if (early.status === 429)
      Object.assign(headers, {
        'x-sib-ratelimit-limit': '10',
        'x-sib-ratelimit-remaining': '0',
        'x-sib-ratelimit-reset': '1',
      });
    response.writeHead(early.status, headers).end(early.body);
    return;
  }
  const account = world.accounts.get(key);
  const limit = account?.limiter.hit(path, world.limits) ?? null;
  const answer = decide(world, account, key, limit, { method, path, url, text, body: call.body, base });
  call.status = answer.status;
  call.endedAt = world.now();
  if (fault?.kind === 'resetAfterApply') return destroy(request);
  send(response, answer, limit, fault);
}

interface Asked {
  method: string;
  path: string;
  url: URL;
  text: string;
  body: unknown;
  base: string;
}

function decide(
  world: BrevoWorld,
  account: Account | undefined,
  key: string,
  limit: LimitState | null,
  asked: Asked,
): Reply {
  if (key === '') return refuse(401, 'unauthorized', 'authentication not found in headers');
  if (!account) return refuse(401, 'unauthorized', 'Key not found');
  if (limit && !limit.allowed) return reply(429, { message: 'Too many requests' });
  if (asked.text !== '' && asked.body === undefined)
    return refuse(400, 'bad_request', 'Input must be a valid JSON object');
  const { method, path, url } = asked;
  const body = (typeof asked.body === 'object' && asked.body !== null ? asked.body : {}) as Record<
    string,
    unknown
  >;
  const [root, ...parts] = path.split('/').filter(Boolean).map(decodeURIComponent);
  const now = world.now();
  const writing: Writing = {
    account,
    switches: world.switches,
    now,
    told: (written) => world.told(account, written),
  };
  const call = { method, query: url.searchParams, body, now };
  if (root === 'account' && method === 'GET') return reply(200, accountView(account));
  if (root === 'processes') return processRoutes(account, parts, url.searchParams, asked.base);
  if (root === 'webhooks') return webhookRoutes(account, { ...call, parts });
  if (root !== 'contacts') return notFound('Not found');
  const [below, ...rest] = parts;
  if (below === undefined || !RESOURCES_BELOW_CONTACTS.includes(below)) {
    return (
      contactRoutes(writing, { ...call, rest: parts.join('/') }, (contact) => {
        if (world.switches.echoes)
          world.sender.fire(account, 'contactDeleted', contact.email, { list_id: [] }, now);
      }) ?? notFound('Not found')
    );
  }
  if (below === 'attributes') return attributeRoutes(account, { ...call, parts: rest });
  if (below === 'lists') return listRoutes(account, { ...call, parts: rest });
  if (below === 'folders')
    return rest[1] === 'lists'
      ? listRoutes(account, { ...call, parts: [] })
      : folderRoutes(account, { ...call, parts: rest });
  if (below === 'import')
    return startImport(writing, body, Buffer.byteLength(asked.text), (ms, run) =>
      setTimeout(() => run(world.now()), ms).unref(),
    );
  return refuse(410, 'not_acceptable', 'This endpoint has been removed');
}

function accountView(account: Account) {
  return {
    organization_id: account.organizationId,
    user_id: 1,
    enterprise: false,
    companyName: account.companyName,
    email: 'owner@sandbox.example',
    firstName: 'Sam',
    lastName: 'Sandbox',
    address: { street: 'Keizersgracht 1', city: 'Amsterdam', zipCode: '1015 CJ', country: 'Netherlands' },
    plan: [{ type: 'free', credits: 300, creditsType: 'sendLimit' }],
    relay: {
      enabled: false,
      data: { userName: 'owner@sandbox.example', relay: 'smtp-relay.brevo.com', port: 587 },
    },
    marketingAutomation: { enabled: true, key: 'sandbox' },
  };
}

function send(
  response: ServerResponse,
  answer: Reply,
  limit: LimitState | null,
  fault: Fault | undefined,
): void {
  response.setHeader('sib-request-id', randomUUID());
  if (limit) {
    response.setHeader('x-sib-ratelimit-limit', limit.limit);
    response.setHeader('x-sib-ratelimit-remaining', limit.remaining);
    response.setHeader('x-sib-ratelimit-reset', limit.resetSeconds);
  }
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  response.statusCode = answer.status;
  if (text !== '') response.setHeader('content-type', 'application/json');
  if (fault?.kind === 'malformedJson') return void response.end(`${text.slice(0, -1)}<<`);
  if (fault?.kind !== 'slowDrip') return void response.end(text);
  void drip(response, text);
}

async function drip(response: ServerResponse, text: string): Promise<void> {
  for (const letter of text) {
    response.write(letter);
    await sleep(20);
  }
  response.end();
}

function destroy(request: IncomingMessage): void {
  request.socket.destroy();
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}
