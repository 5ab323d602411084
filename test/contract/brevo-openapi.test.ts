import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAccount } from '../../app/brevo/account.server.ts';
import { createAttribute, readAttributes } from '../../app/brevo/attributes.server.ts';
import { type BrevoClient, createBrevoClient } from '../../app/brevo/client.server.ts';
import { brevoContacts, readContactPage } from '../../app/brevo/contacts.server.ts';
import { createList, readLists, takeOffList } from '../../app/brevo/lists.server.ts';
import { createPace } from '../../app/brevo/pace.server.ts';
import {
  createWebhook,
  deleteWebhook,
  readWebhooks,
  updateWebhook,
} from '../../app/brevo/webhooks.server.ts';
import { createBody, differenceBody, type TargetContact, updateBody } from '../../app/domain/target.ts';
import { type RunningBrevo, startBrevo } from '../../sandbox/brevo/server.ts';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { routeVendors } from '../../sandbox/route-vendors.ts';
import { DEVIATIONS, type Exchange, openContract } from './brevo-contract.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The vendor's file is not ours to publish: it lies beside the checkout. */
const FILE = path.resolve(ROOT, '../shared/data/brevo-openapi.yml');
const there = existsSync(FILE);

if (!there)
  it('the contract with Brevo', ({ skip }) => skip(`${FILE} is not there, so nothing is compared with it`));

describe.skipIf(!there)("the contract with Brevo, by the vendor's OpenAPI file", () => {
  let brevo: RunningBrevo;
  let route: ReturnType<typeof routeVendors>;
  let exchanges: Exchange[];
  const contract = openContract(there ? FILE : null);

  beforeAll(async () => {
    brevo = await startBrevo();
    route = routeVendors({ shopify: brevo.url, brevo: brevo.url });
    exchanges = await record(brevo);
  });
  afterAll(async () => {
    route.restore();
    await brevo.close();
  });

  it('every call goes to a known address with known parameters', () => {
    expect(exchanges.flatMap((exchange) => contract.faultsOfAddress(exchange))).toEqual([]);
  });

  it('every body that is sent is one that Brevo documents', () => {
    expect(exchanges.filter((exchange) => exchange.sent !== undefined).length).toBeGreaterThan(50);
    expect(exchanges.flatMap((exchange) => contract.faultsOfRequest(exchange))).toEqual([]);
  });

  it('every answer of the emulated Brevo is one that Brevo documents', () => {
    expect(exchanges.flatMap((exchange) => contract.faultsOfAnswer(exchange))).toEqual([]);
  });

  it('covers every call that the app makes', () => {
    const covered = new Set(exchanges.map((exchange) => `${exchange.method} ${contract.template(exchange)}`));
    const missing = callsInSource().filter(
      ({ method, url }) => !covered.has(`${method} ${contract.template({ method, url })}`),
    );
    expect(missing, 'Calls of app/brevo that record() in this file does not make').toEqual([]);
  });

  it.each(DEVIATIONS.map((deviation) => [deviation.reason, deviation] as const))(
    'still needs the deviation: %s',
    (_, deviation) => {
      const strict = openContract(FILE, { except: deviation });
      expect(exchanges.flatMap((exchange) => strict.faultsOfAnswer(exchange))).not.toEqual([]);
    },
  );

  it('finds what is wrong', () => {
    const post = { method: 'POST', url: '/contacts', status: 201, answered: { id: 1 } };
    expect(contract.faultsOfRequest({ ...post, sent: { email: 'a@example.com', extId: '1' } })).toHaveLength(
      1,
    );
    expect(contract.faultsOfRequest({ ...post, sent: { email: 'a@example.com', listIds: 2 } })).toHaveLength(
      1,
    );
    expect(contract.faultsOfAnswer({ ...post, sent: {}, answered: { id: '1' } })).toHaveLength(1);
    expect(contract.faultsOfAnswer({ ...post, sent: {}, status: 202 })).toHaveLength(1);
    expect(contract.faultsOfAddress({ ...post, method: 'GET', url: '/contacts?limit=1001' })).toHaveLength(1);
    expect(contract.faultsOfAddress({ ...post, method: 'GET', url: '/contact' })).toHaveLength(1);
  });
});

/** Everything that the app's own code can say to Brevo, with what came back. */
async function record(brevo: RunningBrevo): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const response = await real(input, init);
    const { pathname, search } = new URL(String(input));
    if (!pathname.startsWith('/v3')) return response;
    const text = await response.clone().text();
    exchanges.push({
      method: init?.method ?? 'GET',
      url: pathname.slice('/v3'.length) + search,
      sent: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
      status: response.status,
      answered: text === '' ? undefined : JSON.parse(text),
    });
    return response;
  };
  brevo.world.limits = 'off';
  brevo.world.switches = { ...brevo.world.switches, echoes: false, importMs: 0 };
  let waited = 0;
  const pace = createPace({
    now: () => Date.now() + waited,
    sleep: async (ms) => {
      waited += ms;
    },
  });
  const client = createBrevoClient({ apiKey: DEFAULT_KEY, pace });
  try {
    await readAccount(client);
    await attributesAndLists(client, brevo);
    await contacts(client);
    await bulk(client, brevo);
    await webhooks(client);
  } finally {
    globalThis.fetch = real;
  }
  return exchanges;
}

async function attributesAndLists(client: BrevoClient, brevo: RunningBrevo): Promise<void> {
  for (const [name, type] of [
    ['CUSTOMER_TIER', 'text'],
    ['TOTAL_SPENT', 'float'],
    ['LAST_ORDER_DATE', 'date'],
    ['TAX_EXEMPT', 'boolean'],
    // The same again is refused.
    ['TAX_EXEMPT', 'boolean'],
  ] as const)
    await createAttribute(client, name, type);
  await readAttributes(client);
  await createList(client, 'Shopify');
  brevo.world.account().folders = [];
  await createList(client, 'Again');
  await readLists(client);
}

/** Every kind of body that the domain makes, on contacts of every kind. */
async function contacts(client: BrevoClient): Promise<void> {
  const api = brevoContacts(client);
  let number = 0;
  for (const listed of [true, false, 'leave'] as const)
    for (const emailBlock of ['set', 'lift', 'leave'] as const)
      for (const smsBlock of ['set', 'lift', 'leave'] as const) {
        number += 1;
        const target: TargetContact = {
          email: number % 5 === 0 ? null : `person+${number}@example.com`,
          extId: number % 4 === 0 ? null : String(7_000_000_000_000 + number),
          attributes: {
            FIRSTNAME: 'Zoë',
            LASTNAME: number % 2 === 0 ? 'de Wit' : null,
            SMS: `+316123456${String(number).padStart(2, '0')}`,
            TOTAL_SPENT: 19.95,
            LAST_ORDER_DATE: '2026-11-24',
            TAX_EXEMPT: false,
          },
          listId: 2,
          listed,
          emailBlock,
          smsBlock,
        };
        const body = createBody(target);
        const made = await api.create(body);
        if (made.kind !== 'ok') throw new Error(JSON.stringify(made));
        // Refused: somebody has this address or number.
        await api.create(body);
        const key = { type: 'contact_id', value: (made.body as { id: number }).id } as const;
        const found = await api.find(key);
        if (found.kind !== 'found') throw new Error(JSON.stringify(found));
        const changed = { ...target, email: target.email && `new+${number}@example.com`, listId: 3 };
        const difference = differenceBody(changed, found.contact, 2);
        if (difference) await api.update(key, difference);
        await api.update(
          key,
          updateBody(
            { ...changed, attributes: { FIRSTNAME: null, LASTNAME: 'Bos' } },
            {
              email: null,
              filled: ['FIRSTNAME'],
              extIdSent: false,
              listId: 2,
              emailBlocked: false,
              smsBlocked: false,
            },
          ),
        );
      }
  await api.find({ type: 'email_id', value: 'new+1@example.com' });
  await api.find({ type: 'ext_id', value: '7000000000001' });
  await api.find({ type: 'phone_id', value: '31612345601' });
  await api.find({ type: 'email_id', value: 'nobody@example.com' });
  await api.update({ type: 'email_id', value: 'nobody@example.com' }, { attributes: { FIRSTNAME: 'No' } });
  await readContactPage(client, 0);
  await api.remove({ type: 'email_id', value: 'new+1@example.com' });
  await api.remove({ type: 'email_id', value: 'nobody@example.com' });
}

/** The bulk way, by the fields that facts/brevo.md section 5 gives. */
async function bulk(client: BrevoClient, brevo: RunningBrevo): Promise<void> {
  const start = (body: object) => client.call('POST', '/contacts/import', body);
  const rows = [{ email: 'row@example.com', attributes: { EXT_ID: '9', FIRSTNAME: 'Row', TOTAL_SPENT: 0 } }];
  const given = {
    listIds: [2],
    updateExistingContacts: true,
    emptyContactsAttributes: true,
    disableNotification: true,
  };
  await start({ ...given, jsonBody: rows });
  await start({ ...given, jsonBody: rows, emailBlacklist: true, smsBlacklist: true });
  // Refused: no destination.
  await start({ jsonBody: rows });
  brevo.world.switches.importFails = true;
  const failing = await start({ ...given, jsonBody: [] });
  await new Promise((resolve) => setTimeout(resolve, 50));
  if (failing.kind !== 'ok') throw new Error(JSON.stringify(failing));
  await client.call('GET', '/processes/1');
  await client.call('GET', `/processes/${(failing.body as { processId: number }).processId}`);
  const made = await client.call('POST', '/contacts', { email: 'on-the-list@example.com', listIds: [2] });
  if (made.kind !== 'ok') throw new Error(JSON.stringify(made));
  const { id } = made.body as { id: number };
  await takeOffList(client, 2, [id]);
  await takeOffList(client, 2, [id]);
  await client.call('GET', '/processes?limit=50&offset=0');
  await client.call('GET', '/processes/99');
}

/** What tells the app of opt-outs (facts section 9). */
async function webhooks(client: BrevoClient): Promise<void> {
  const url = 'https://app.example.com/webhooks/brevo/token';
  // Refused: there is none.
  await readWebhooks(client);
  const made = await createWebhook(client, url, 'secret');
  if (made.kind !== 'created' || made.id === null) throw new Error(JSON.stringify(made));
  await readWebhooks(client);
  await client.call('GET', `/webhooks/${made.id}`);
  await updateWebhook(client, made.id, url, 'another secret');
  await deleteWebhook(client, made.id);
  await deleteWebhook(client, made.id);
}

/** The calls written in app/brevo, placeholders filled: `call('GET', '/contacts/...')`. */
function callsInSource(): { method: string; url: string }[] {
  const files = globSync('app/brevo/*.ts', { cwd: ROOT }).filter((file) => !file.endsWith('.test.ts'));
  const found = files.flatMap((file) =>
    [
      ...readFileSync(path.join(ROOT, file), 'utf8').matchAll(
        /\.call\(\s*'([A-Z]+)',\s*(?:['"`]([^'"`]+)|pathOf)/g,
      ),
    ].map(([, method = '', url = '/contacts/x']) => ({ method, url: url.replace(/\$\{[^}]*\}/g, '1') })),
  );
  if (found.length < 8)
    throw new Error('The calls of app/brevo are written in another way now: mend this search');
  return found;
}
