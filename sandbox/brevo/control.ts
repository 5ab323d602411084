import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Contact } from './contact-store.ts';
import { FAULT_ANSWERS, type FaultKind } from './faults.ts';
import { type BrevoWorld, DEFAULT_KEY, type HumanAct, view } from './world.ts';

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
  const key = url.searchParams.get('key') ?? DEFAULT_KEY;
  switch (route) {
    case 'GET /__sandbox/state':
      return json(response, 200, state(world, key));
    case 'GET /__sandbox/contacts':
      return json(response, 200, contacts(world, key, url.searchParams));
    case 'GET /__sandbox/calls':
      return json(response, 200, world.calls.slice(-Number(url.searchParams.get('limit') ?? 200)));
    case 'POST /__sandbox/faults': {
      const { kinds = [], latencyMs = 0 } = (await body(request)) as {
        kinds?: FaultKind[];
        latencyMs?: number;
      };
      world.faults.clear();
      for (const kind of kinds) world.faults.add({ kind });
      world.latencyMs = latencyMs;
      return json(response, 200, state(world, key));
    }
    case 'POST /__sandbox/act':
      world.act((await body(request)) as HumanAct, key);
      return json(response, 200, {});
    case 'POST /__sandbox/reset':
      world.reset();
      return json(response, 200, {});
  }
  const report = /^\/__sandbox\/reports\/(\d+)\/(\w+)\.csv$/.exec(url.pathname);
  if (report) {
    const process = world.account(key).processes.find((p) => p.id === Number(report[1]));
    response.writeHead(process ? 200 : 404, { 'content-type': 'text/csv' });
    response.end(process?.reports[report[2] as string]?.join('\n') ?? '');
    return;
  }
  json(response, 404, { message: 'Nothing here' });
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
    faultKinds: Object.keys(FAULT_ANSWERS),
    latencyMs: world.latencyMs,
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
