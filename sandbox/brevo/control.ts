import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Contact } from './contact-store.ts';
import { FAULT_KINDS, type FaultKind, type FaultOrder, readFault } from './faults.ts';
import { GENERAL_LIMITS, type Limits } from './limiter.ts';
import type { HumanAct } from './people.ts';
import { readReport } from './processes.ts';
import type { Switches } from './switches.ts';
import { type BrevoWorld, type Seed, view } from './world.ts';

/** What can be set over HTTP; `kinds` are faults that last. All faults are replaced, the rest only where given. */
interface Setting {
  kinds?: FaultKind[];
  faults?: FaultOrder[];
  latencyMs?: number;
  switches?: Partial<Switches>;
  limits?: Partial<Limits> | 'off';
}

/** The sandbox's own side of the emulator: its page, its switches, and what a person does in Brevo. */
export async function answerControl(
  world: BrevoWorld,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const route = `${request.method} ${url.pathname}`;
  if (route === 'GET /') return page(response, 'page.html', 'text/html');
  if (route === 'GET /page.js') return page(response, 'page.js', 'text/javascript');
  if (route === 'GET /page.css') return page(response, 'page.css', 'text/css');
  if (url.pathname.startsWith('/__sandbox/reports/')) {
    const report = readReport(world.accounts.values(), url.pathname);
    response.writeHead(report === undefined ? 404 : 200, { 'content-type': 'text/csv' }).end(report);
    return;
  }
  const { searchParams: query } = url;
  const key = query.get('key') ?? world.defaultKey;
  if (!world.accounts.has(key)) return json(response, 404, { message: `No account with the key ${key}` });
  try {
    const answer = await answerRoute(world, route, key, query, request);
    json(response, answer === undefined ? 404 : 200, answer ?? { message: 'Nothing here' });
  } catch (error) {
    json(response, 400, { message: (error as Error).message });
  }
}

async function answerRoute(
  world: BrevoWorld,
  route: string,
  key: string,
  query: URLSearchParams,
  request: IncomingMessage,
): Promise<unknown> {
  switch (route) {
    case 'GET /__sandbox/state':
      return state(world, key);
    case 'GET /__sandbox/contacts':
      return contacts(world, key, query);
    case 'GET /__sandbox/calls': {
      const calls = query.has('key') ? world.calls.filter((call) => call.key === key) : world.calls;
      return calls.slice(-Number(query.get('limit') ?? 200));
    }
    case 'POST /__sandbox/faults':
      set(world, (await body(request)) as Setting);
      return state(world, key);
    case 'POST /__sandbox/act':
      world.act((await body(request)) as HumanAct, key);
      return {};
    case 'POST /__sandbox/seed':
      return world.seedContact((await body(request)) as Seed, key);
    case 'POST /__sandbox/reset':
      world.reset();
      return {};
    default:
      return undefined;
  }
}

function set(world: BrevoWorld, { kinds = [], faults = [], latencyMs = 0, switches, limits }: Setting): void {
  const wanted = [...kinds.map((kind) => ({ kind })), ...faults].map(readFault);
  world.faults.clear();
  for (const fault of wanted) world.faults.add(fault);
  world.latencyMs = latencyMs;
  if (switches) world.switches = { ...world.switches, ...switches };
  if (limits === 'off') world.limits = limits;
  else if (limits) world.limits = { ...GENERAL_LIMITS, ...limits };
}

function state(world: BrevoWorld, key: string) {
  const account = world.account(key);
  const members = new Map<number, number>();
  for (const contact of account.contacts.byId.values())
    for (const id of contact.listIds) members.set(id, (members.get(id) ?? 0) + 1);
  return {
    key,
    companyName: account.companyName,
    contacts: account.contacts.byId.size,
    lists: account.lists.map((list) => ({ ...list, members: members.get(list.id) ?? 0 })),
    attributes: account.attributes.map((a) => a.name),
    faults: world.faults.active,
    faultKinds: FAULT_KINDS,
    latencyMs: world.latencyMs,
    switches: world.switches,
    limits: world.limits,
    calls: world.calls
      .slice(-15)
      .reverse()
      .map(({ method, path, status, startedAt }) => ({ method, path, status, startedAt })),
    callCount: world.calls.length,
  };
}

/** The newest first; only what is shown is copied, because the page asks every second. */
function contacts(world: BrevoWorld, key: string, query: URLSearchParams) {
  const store = world.account(key).contacts;
  const search = (query.get('search') ?? '').toLowerCase();
  const limit = Math.min(1_000, Number(query.get('limit') ?? 50));
  const offset = Number(query.get('offset') ?? 0);
  const id = query.get('id');
  const one = id === null ? undefined : store.byId.get(Number(id));
  const all = id === null ? store.ordered() : one ? [one] : [];
  const found = search === '' ? all : all.filter((contact) => searchText(contact).includes(search));
  const end = Math.max(0, found.length - offset);
  return {
    contacts: found
      .slice(Math.max(0, end - limit), end)
      .reverse()
      .map(view),
    count: found.length,
  };
}

function searchText({ id, email, extId, attributes }: Contact): string {
  return [id, email, extId, ...Object.values(attributes)].join(' ').toLowerCase();
}

async function page(response: ServerResponse, name: string, type: string): Promise<void> {
  const text = await readFile(new URL(`page/${name}`, import.meta.url), 'utf8');
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(text);
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  response.end(JSON.stringify(value));
}

async function body(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
}
