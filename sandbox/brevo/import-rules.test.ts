import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call, finished, openBrevo } from './test-brevo.ts';

const brevo = openBrevo();
beforeEach(() => {
  Object.assign(brevo.world.switches, { importMs: 4, importMsPerRow: 0 });
});
const start = (body: Record<string, unknown>) => call('POST', '/contacts/import', { listIds: [2], ...body });
const run = async (body: Record<string, unknown>) => finished((await start(body)).body.processId);

/** Serves files to import, and notes who was notified. */
const notified: string[] = [];
const host = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.method === 'POST') notified.push(Buffer.concat(chunks).toString());
  response.writeHead(request.url === '/gone' ? 404 : 200);
  response.end(request.url === '/rows.json' ? '[{"email":"json@example.com"}]' : 'EMAIL\ncsv@example.com\n');
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});
afterAll(() => host.close());

describe('what an import takes', () => {
  it.each([
    ['two sources', { jsonBody: [], fileBody: 'EMAIL' }],
    ['rows that are no array', { jsonBody: {} }],
    ['a new list without a folder', { listIds: [], newList: { listName: 'X' }, jsonBody: [] }],
    ['a new list without a name', { listIds: [], newList: { folderId: 1 }, jsonBody: [] }],
    ['more than 10 MB', { fileBody: `EMAIL\n${'x'.repeat(10 * 1024 * 1024)}` }],
  ])('not %s', async (_, body) => {
    expect((await start(body)).status).toBe(400);
    expect(brevo.world.account().processes).toEqual([]);
  });

  it('a new list', async () => {
    const newList = { listName: 'Fresh', folderId: 1 };
    await run({ listIds: [], newList, jsonBody: [{ email: 'a@example.com' }] });
    expect(brevo.world.account().lists[1]).toMatchObject({ id: 3, name: 'Fresh' });
    expect(brevo.world.contacts()).toMatchObject([{ listIds: [3] }]);
  });

  it('CSV with quotes, in the types of the attributes', async () => {
    await call('POST', '/contacts/attributes/normal/SPENT', { type: 'float' });
    await call('POST', '/contacts/attributes/normal/VIP', { type: 'boolean' });
    const fileBody =
      'FIRSTNAME;EMAIL;SPENT;VIP\r\n"A; ""the"" first";a@example.com;12.5;yes\r\n;;1;\r\nB;b@example.com;x;\r\n';
    expect((await run({ fileBody })).status).toBe('completed');
    expect(brevo.world.contacts().map((c) => [c.email, c.attributes])).toEqual([
      ['a@example.com', { FIRSTNAME: 'A; "the" first', SPENT: 12.5, VIP: true }],
      ['b@example.com', { FIRSTNAME: 'B' }],
    ]);
  });

  it('files from elsewhere, and fails without them', async () => {
    await run({ fileUrl: `${url}/rows.json` });
    await run({ fileUrl: `${url}/rows.csv` });
    expect(brevo.world.contacts().map((c) => c.email)).toEqual(['json@example.com', 'csv@example.com']);
    expect((await run({ fileUrl: `${url}/gone` })).status).toBe('failed');
  });
});

describe('what an import does', () => {
  it.each([
    [false, true],
    [true, false],
  ])('keeps or lifts blocks by the switch (lifts: %s)', async (lifts, blocked) => {
    brevo.world.switches.importLiftsBlocks = lifts;
    brevo.world.seedContact({ email: 'a@example.com', emailBlacklisted: true, smsBlacklisted: true });
    await run({ jsonBody: [{ email: 'a@example.com' }] });
    expect(brevo.world.contacts()).toMatchObject([{ emailBlacklisted: blocked, smsBlacklisted: blocked }]);
  });

  it('lifts the block of a contact whose address it changes', async () => {
    brevo.world.seedContact({ email: 'a@example.com', extId: '1', emailBlacklisted: true });
    await run({ jsonBody: [{ email: 'b@example.com', attributes: { EXT_ID: '1' } }] });
    expect(brevo.world.contacts()).toMatchObject([{ email: 'b@example.com', emailBlacklisted: false }]);
  });

  it('leaves those who are there where told not to update, and makes nobody of nothing', async () => {
    brevo.world.seedContact({ email: 'a@example.com' });
    brevo.world.seedContact({ extId: '1' });
    const linked = { email: 'a@example.com', attributes: { EXT_ID: '1', FIRSTNAME: 'A' } };
    await run({ updateExistingContacts: false, jsonBody: [linked, {}, { attributes: { FIRSTNAME: 'B' } }] });
    expect(brevo.world.contacts()).toMatchObject([{ attributes: {} }, { attributes: {} }]);
  });

  it('drops an invalid phone and keeps the row', async () => {
    await run({ jsonBody: [{ email: 'a@example.com', attributes: { SMS: '+311', FIRSTNAME: 'A' } }] });
    expect(brevo.world.contacts()).toMatchObject([{ attributes: { FIRSTNAME: 'A' } }]);
  });

  it('tells notifyUrl at the end', async () => {
    await run({ jsonBody: [], notifyUrl: `${url}/done` });
    while (notified.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(notified.map((text) => JSON.parse(text))).toEqual([{ processId: 1, status: 'completed' }]);
  });

  it('never ends beside another one, where the switch says so', async () => {
    Object.assign(brevo.world.switches, { parallelImportsStick: true, importMs: 200 });
    const [first, second] = [await start({ jsonBody: [] }), await start({ jsonBody: [] })];
    await finished(first.body.processId);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await call('GET', `/processes/${second.body.processId}`)).body.status).toBe('queued');
  });

  it('gives every account its own reports', async () => {
    brevo.world.addAccount({ key: 'other' });
    const headers = { 'api-key': 'other' };
    const body = { listIds: [2], jsonBody: [{ email: 'no address' }] };
    await run({ jsonBody: [] });
    await call('POST', '/contacts/import', body, headers);
    while (brevo.world.account('other').processes[0]?.status !== 'completed')
      await new Promise((resolve) => setTimeout(resolve, 5));
    const { body: process } = await call('GET', '/processes/1', undefined, headers);
    const { invalid_emails: address } = (process.info as { import: Record<string, string> }).import;
    expect(await (await fetch(address ?? '')).text()).toBe('no address');
    const stranger = (address ?? '').replace(brevo.world.account('other').organizationId, 'org-none');
    expect((await fetch(stranger)).status).toBe(404);
  });

  it('takes 30,000 rows of 8 MB, and answers other calls meanwhile', async () => {
    const padding = 'x'.repeat(180);
    const jsonBody = Array.from({ length: 30_000 }, (_, i) => ({
      email: `c${i}@example.com`,
      attributes: { EXT_ID: String(i), FIRSTNAME: padding },
    }));
    const imported = run({ jsonBody });
    // Answered while the import is under way: rows are not worked on in one go.
    expect((await call('GET', '/account')).status).toBe(200);
    await imported;
    expect((await call('GET', '/contacts?limit=1')).body.count).toBe(30_000);
  });
});

describe('the processes', () => {
  it('are paged, the newest first', async () => {
    for (let i = 0; i < 12; i += 1) await run({ jsonBody: [] });
    const read = async (query: string) =>
      ((await call('GET', `/processes${query}`)).body.processes as { id: number }[]).map(({ id }) => id);
    expect((await read('')).length).toBe(10);
    expect(await read('?limit=2&offset=1')).toEqual([11, 10]);
    expect(await read('?limit=2&sort=asc')).toEqual([1, 2]);
    expect(await call('GET', '/processes/99')).toMatchObject({
      status: 404,
      body: { code: 'document_not_found' },
    });
  });
});
