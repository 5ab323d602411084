import { randomBytes } from 'node:crypto';
import { Session } from '@shopify/shopify-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../app/db.server.ts';
import { createLog } from '../../app/log.server.ts';
import { createLifecycle, type Lifecycle } from '../../app/settings/lifecycle.server.ts';
import { createSecrets } from '../../app/settings/secrets.server.ts';
import { createSessionStorage } from '../../app/settings/session-storage.server.ts';
import { createShopifyAccess, type ShopifyAccess } from '../../app/sources/shopify/access.server.ts';
import { openTestDatabase } from '../support/database.ts';

const SHOP = 'acme.myshopify.com';
const HOUR = 3_600_000;
const log = createLog('silent');
const secrets = createSecrets(randomBytes(32));

let database: Database;
let lifecycle: Lifecycle;
/** Two that know nothing of each other, as two processes would. */
let one: ShopifyAccess;
let two: ShopifyAccess;

beforeAll(async () => {
  ({ database } = await openTestDatabase());
  const { prisma } = database;
  const sessionStorage = createSessionStorage(prisma, secrets, log);
  const details = { name: 'Acme', timeZone: 'Europe/Amsterdam', currency: 'EUR', countryCode: 'NL' };
  lifecycle = createLifecycle({ prisma, log, readShopDetails: async () => details });
  const options = { app: { apiKey: 'k', apiSecret: 's' }, prisma, secrets, sessionStorage, lifecycle, log };
  one = createShopifyAccess(options);
  two = createShopifyAccess(options);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.prisma.session.deleteMany();
  await database.prisma.shop.deleteMany();
});
afterEach(() => vi.unstubAllGlobals());

/** The store's token endpoint; every answer is a new pair. */
function store(answer?: () => Promise<Response>) {
  let made = 0;
  const asked = vi.fn(async (_url: string, _init: RequestInit) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (answer) return answer();
    made += 1;
    return Response.json({
      access_token: `shpat_${made}`,
      scope: 'read_customers',
      expires_in: 3600,
      refresh_token: `shprt_${made}`,
      refresh_token_expires_in: 7_776_000,
    });
  });
  vi.stubGlobal('fetch', asked);
  return asked;
}

async function stored(expiresInMs: number, refreshToken: string | undefined = 'shprt_0') {
  await createSessionStorage(database.prisma, secrets, log).storeSession(
    new Session({
      id: `offline_${SHOP}`,
      shop: SHOP,
      state: '',
      isOnline: false,
      accessToken: 'shpat_0',
      expires: new Date(Date.now() + expiresInMs),
      ...(refreshToken ? { refreshToken, refreshTokenExpires: new Date(Date.now() + 24 * HOUR) } : {}),
    }),
  );
}

describe('the offline token', () => {
  it('is the stored one while it lives', async () => {
    const asked = store();
    await stored(HOUR);
    expect(await one.offlineToken(SHOP)).toEqual({ kind: 'token', accessToken: 'shpat_0' });
    expect(asked).not.toHaveBeenCalled();
  });

  it('is refreshed once for any number of callers and processes', async () => {
    const asked = store();
    await stored(60_000);
    const callers = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? one : two).offlineToken(SHOP));
    const endings = await Promise.all(callers);
    expect(new Set(endings.map((ending) => JSON.stringify(ending)))).toEqual(
      new Set(['{"kind":"token","accessToken":"shpat_1"}']),
    );
    expect(asked).toHaveBeenCalledTimes(1);
    const row = await database.prisma.session.findUniqueOrThrow({ where: { id: `offline_${SHOP}` } });
    expect(secrets.decrypt(row.refreshToken!)).toBe('shprt_1');
    expect(row.expires!.getTime()).toBeGreaterThan(Date.now() + HOUR / 2);
  });

  it('is none when the refresh token is refused, and the next visit knows', async () => {
    store(async () => Response.json({ error: 'invalid_grant' }, { status: 400 }));
    await stored(-1000);
    expect(await one.offlineToken(SHOP)).toEqual({ kind: 'none', reason: 'refresh_refused' });
    store();
    expect(await one.ensureInstalled(SHOP, 'id-token')).toMatchObject({ kind: 'installed' });
    expect(await one.offlineToken(SHOP)).toEqual({ kind: 'token', accessToken: 'shpat_1' });
  });

  it('stays the old one for its last minutes when the store does not answer', async () => {
    store(async () => new Response('', { status: 503 }));
    await stored(60_000);
    expect(await one.offlineToken(SHOP)).toEqual({ kind: 'token', accessToken: 'shpat_0' });
    await stored(-1000);
    expect(await one.offlineToken(SHOP)).toEqual({ kind: 'none', reason: 'shopify_unreachable' });
  });

  it('keeps the pair that a visit made while the old one was being refused', async () => {
    store(async () => {
      await stored(HOUR, 'shprt_of_the_visit');
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    });
    await stored(60_000);
    expect(await one.offlineToken(SHOP)).toEqual({ kind: 'token', accessToken: 'shpat_0' });
    const row = await database.prisma.session.findUniqueOrThrow({ where: { id: `offline_${SHOP}` } });
    expect(secrets.decrypt(row.refreshToken!)).toBe('shprt_of_the_visit');
  });

  it('is refreshed after the store rejected it', async () => {
    store();
    await stored(HOUR);
    await one.tokenRejected(SHOP, 'shpat_of_before');
    expect(await one.offlineToken(SHOP)).toEqual({ kind: 'token', accessToken: 'shpat_0' });
    await one.tokenRejected(SHOP, 'shpat_0');
    expect(await one.offlineToken(SHOP)).toEqual({ kind: 'token', accessToken: 'shpat_1' });
  });

  it('is none for a shop that never was here', async () => {
    expect(await one.offlineToken('nobody.myshopify.com')).toEqual({ kind: 'none', reason: 'no_session' });
  });
});

describe('an install', () => {
  it('is completed by the first API call, once for calls that come together', async () => {
    const asked = store();
    const endings = await Promise.all(Array.from({ length: 8 }, () => one.ensureInstalled(SHOP, 'id-token')));
    const shop = await database.prisma.shop.findUniqueOrThrow({ where: { domain: SHOP } });
    for (const ending of endings)
      expect(ending).toEqual({ kind: 'installed', shop: { id: shop.id, domain: SHOP } });
    expect(asked).toHaveBeenCalledTimes(1);
    expect(shop).toMatchObject({ name: 'Acme', timeZone: 'Europe/Amsterdam', scopes: 'read_customers' });
    const row = await database.prisma.session.findFirstOrThrow();
    expect(`${row.accessToken} ${row.refreshToken}`).not.toMatch(/shp[ar]t_/);
  });

  it('is refused with a token the store does not take', async () => {
    store(async () => Response.json({ error: 'invalid_subject_token' }, { status: 400 }));
    expect(await one.ensureInstalled(SHOP, 'x')).toEqual({ kind: 'refused', reason: 'token_refused' });
    expect(await database.prisma.shop.count()).toBe(0);
  });
});

describe('the life of a shop', () => {
  const session = { shop: SHOP, accessToken: 'shpat_0', scope: 'read_customers' };

  it('goes through uninstall and back with the same row', async () => {
    const first = await lifecycle.install(session);
    await stored(HOUR);
    expect(await lifecycle.uninstall(SHOP, new Date(Date.now() + 10))).toMatchObject({ kind: 'uninstalled' });
    expect(await lifecycle.find(SHOP)).toBeNull();
    expect(await database.prisma.session.count()).toBe(0);
    const before = await database.prisma.shop.findUniqueOrThrow({ where: { domain: SHOP } });
    expect(await lifecycle.install(session)).toEqual(first);
    const after = await database.prisma.shop.findUniqueOrThrow({ where: { domain: SHOP } });
    expect(after.uninstalledAt).toBeNull();
    expect(after.installedAt.getTime()).toBeGreaterThan(before.installedAt.getTime());
  });

  it('ignores an uninstall from before it came back', async () => {
    await lifecycle.install(session);
    expect(await lifecycle.uninstall(SHOP, new Date(Date.now() - 60_000))).toEqual({ kind: 'ignored' });
    expect(await lifecycle.find(SHOP)).not.toBeNull();
    expect(await lifecycle.uninstall('nobody.myshopify.com', new Date())).toEqual({ kind: 'ignored' });
  });

  it('keeps the time of the install when it is told again', async () => {
    await lifecycle.install(session);
    const { installedAt } = await database.prisma.shop.findUniqueOrThrow({ where: { domain: SHOP } });
    await lifecycle.install({ ...session, scope: 'read_customers,read_orders' });
    const shop = await database.prisma.shop.findUniqueOrThrow({ where: { domain: SHOP } });
    expect(shop).toMatchObject({ installedAt, scopes: 'read_customers,read_orders' });
  });
});
