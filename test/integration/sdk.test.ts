import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { CustomerSyncClient, CustomerSyncError } from '../../sdk/javascript/index.js';
import { apiToken } from '../support/api-token.ts';
import { type RunningApp, startApp, until } from '../support/app.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const python = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0;

let app: RunningApp;
let token: string;
let folder: string;

beforeAll(async () => {
  app = await startApp();
  await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } });
  token = await apiToken(app);
  folder = await mkdtemp(path.join(tmpdir(), 'customer-sync-sdk-'));
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

const client = () => new CustomerSyncClient({ url: app.url, token });
const env = () => ({
  NODE_ENV: 'test' as const,
  PATH: process.env.PATH ?? '',
  CUSTOMER_SYNC_URL: app.url,
  CUSTOMER_SYNC_TOKEN: token,
});

/** The one example of a README, as it stands there. */
async function exampleOf(readme: string, language: string): Promise<string> {
  const text = await readFile(path.join(ROOT, readme), 'utf8');
  const found = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(text)?.[1];
  if (!found) throw new Error(`${readme} has no example in ${language}`);
  return found;
}

const contactOf = (email: string) => app.brevo.world.contacts().find((contact) => contact.email === email);

describe('the JavaScript client', () => {
  it('the example of its README runs as it stands there', async () => {
    await symlink(path.join(ROOT, 'sdk/javascript'), path.join(folder, 'customer-sync-client'));
    await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
    const example = await exampleOf('sdk/javascript/README.md', 'js');
    await writeFile(
      path.join(folder, 'example.js'),
      example.replace("'customer-sync-client'", "'./customer-sync-client/index.js'"),
    );
    const { stdout, stderr } = await run(process.execPath, ['example.js'], { cwd: folder, env: env() });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^accepted [0-9a-f-]{36}\nwaiting \d+\n/);
    expect(stdout).toMatch(/refused 422 data\.email: /);
    await until('the contact came to Brevo', () => contactOf('ada@example.com') !== undefined);
    expect(contactOf('ada@example.com')?.attributes).toMatchObject({ FIRSTNAME: 'Ada' });
    expect(await client().skills.configuration('customer-sync')).toMatchObject({
      enabled: true,
      options: { listId: 2 },
    });
  });

  it('turns the skill off and on without touching anything else', async () => {
    const before = await client().skills.configuration('customer-sync');
    expect((await client().skills.disable('customer-sync')).enabled).toBe(false);
    expect(await client().skills.enable('customer-sync')).toEqual({ ...before, enabled: true });
  });

  it('tells faults in words, with their paths', async () => {
    const refused = await client()
      .skills.configure('customer-sync', { source: 'etsy' } as never)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CustomerSyncError);
    expect(refused).toMatchObject({ status: 422, errors: [{ path: 'source' }] });
    const stranger = new CustomerSyncClient({ url: app.url, token: 'csb_unknown' });
    await expect(stranger.skills.status('customer-sync')).rejects.toMatchObject({ status: 401 });
    await expect(client().skills.status('no-such-skill')).rejects.toMatchObject({ status: 404 });
  });

  it('repeats what got no answer, and nothing happens twice', async () => {
    let calls = 0;
    const keys = new Set<string | null>();
    const flaky = new CustomerSyncClient({
      url: app.url,
      token,
      sleep: async () => {},
      fetch: async (input, init) => {
        calls += 1;
        keys.add(new Headers(init?.headers).get('idempotency-key'));
        const response = await fetch(input as URL, init);
        // The first answer is lost on the way, the second is a proxy's.
        if (calls === 1) throw new TypeError('terminated');
        return calls === 2 ? new Response('', { status: 503 }) : response;
      },
    });
    const event = {
      event: 'customer_created' as const,
      data: { id: 'twice', email: 'twice@example.com' },
    };
    const { changeId } = await flaky.skills.trigger('customer-sync', event);
    expect([calls, keys.size]).toEqual([3, 1]);
    const answers = await app.database.prisma.apiAnswer.count({ where: { key: [...keys][0] as string } });
    expect(answers).toBe(1);
    expect(changeId).toMatch(/^[0-9a-f-]{36}$/);
    const nobody = new CustomerSyncClient({ url: 'http://127.0.0.1:9', token, sleep: async () => {} });
    await expect(nobody.connection.read()).rejects.toMatchObject({ status: 0 });
  });
});

describe('the Python client', () => {
  it.skipIf(!python)('the example of its README runs as it stands there', async () => {
    await writeFile(path.join(folder, 'example.py'), await exampleOf('sdk/python/README.md', 'python'));
    const { stdout, stderr } = await run('python3', ['-B', 'example.py'], {
      cwd: folder,
      env: { ...env(), PYTHONPATH: path.join(ROOT, 'sdk/python') },
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^accepted [0-9a-f-]{36}\nwaiting \d+\n/);
    expect(stdout).toMatch(/refused 422 data\.email: /);
    await until('the contact came to Brevo', () => contactOf('grace@example.com') !== undefined);
  });

  it.skipIf(!python)('has the same calls, switches, and faults', async () => {
    const script = `
import os
from customer_sync import CustomerSyncClient, CustomerSyncError
client = CustomerSyncClient(os.environ["CUSTOMER_SYNC_URL"], os.environ["CUSTOMER_SYNC_TOKEN"])
before = client.skills.configuration("customer-sync")
assert client.skills.disable("customer-sync")["enabled"] is False
assert client.skills.enable("customer-sync") == {**before, "enabled": True}
assert client.connection.read()["connected"] is True
run = client.skills.imports.start("customer-sync", dry_run=True)
assert client.skills.imports.read("customer-sync", run["id"])["kind"] == "import"
assert client.skills.retry_problems("customer-sync", all=True) == {"replayed": 0}
assert client.skills.status("customer-sync", window=60)["windowSeconds"] == 60
assert client.skills.problems("customer-sync", limit=1)["nextCursor"] is None
try:
    client.skills.configure("customer-sync", {"source": "etsy"})
    raise SystemExit("not refused")
except CustomerSyncError as error:
    assert (error.status, error.errors[0]["path"]) == (422, "source"), error
waits = []
try:
    CustomerSyncClient("http://127.0.0.1:9", "t", sleep=waits.append).connection.read()
    raise SystemExit("answered by nobody")
except CustomerSyncError as error:
    assert (error.status, len(waits)) == (0, 3), error
print("well")
`;
    const { stdout } = await run('python3', ['-B', '-c', script], {
      cwd: folder,
      env: { ...env(), PYTHONPATH: path.join(ROOT, 'sdk/python') },
    });
    expect(stdout).toBe('well\n');
  });
});
