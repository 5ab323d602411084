import { randomBytes } from 'node:crypto';
import { Session } from '@shopify/shopify-api';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import { describe, expect, it } from 'vitest';
import { createLog } from '../log.server.ts';
import { createSecrets } from './secrets.server.ts';
import { sealTokens } from './session-storage.server.ts';

const log = createLog('silent');

function memory(): SessionStorage & { rows: Map<string, Session> } {
  const rows = new Map<string, Session>();
  return {
    rows,
    storeSession: async (session) => Boolean(rows.set(session.id, session)),
    loadSession: async (id) => rows.get(id),
    deleteSession: async (id) => rows.delete(id),
    deleteSessions: async (ids) => ids.every((id) => rows.delete(id)),
    findSessionsByShop: async (shop) => [...rows.values()].filter((row) => row.shop === shop),
  };
}

function session(): Session {
  return new Session({
    id: 'offline_acme.myshopify.com',
    shop: 'acme.myshopify.com',
    state: '',
    isOnline: false,
    scope: 'read_customers',
    accessToken: 'shpat_clear',
    refreshToken: 'shprt_clear',
    expires: new Date('2026-11-24T13:00:00Z'),
  });
}

describe('the session storage', () => {
  it('stores no token in clear and gives both back', async () => {
    const inner = memory();
    const storage = sealTokens(inner, createSecrets(randomBytes(32)), log);
    await storage.storeSession(session());
    const stored = JSON.stringify([...inner.rows.values()]);
    expect(stored).not.toContain('shpat_clear');
    expect(stored).not.toContain('shprt_clear');
    expect(await storage.loadSession('offline_acme.myshopify.com')).toEqual(session());
    expect(await storage.findSessionsByShop('acme.myshopify.com')).toEqual([session()]);
  });

  it('leaves the session it was given as it was', async () => {
    const given = session();
    await sealTokens(memory(), createSecrets(randomBytes(32)), log).storeSession(given);
    expect(given).toEqual(session());
  });

  it('has no session where the key is another one', async () => {
    const inner = memory();
    await sealTokens(inner, createSecrets(randomBytes(32)), log).storeSession(session());
    const other = sealTokens(inner, createSecrets(randomBytes(32)), log);
    expect(await other.loadSession('offline_acme.myshopify.com')).toBeUndefined();
    expect(await other.findSessionsByShop('acme.myshopify.com')).toEqual([]);
  });

  it('keeps a session without tokens as it is', async () => {
    const storage = sealTokens(memory(), createSecrets(randomBytes(32)), log);
    const bare = new Session({ id: 'x', shop: 'acme.myshopify.com', state: '', isOnline: false });
    await storage.storeSession(bare);
    expect((await storage.loadSession('x'))?.accessToken).toBeUndefined();
  });
});
