import type pg from 'pg';
import type { BrevoContacts, Ports } from '../../app/ports.ts';

/** Where a process dies: at the n-th call of a kind, before the call or after it took effect. */
export interface DeathPlan {
  kind: 'brevo' | 'source' | 'database';
  at: number;
  after: boolean;
}

export class Death extends Error {
  constructor() {
    super('The process died');
  }
}

export interface Hooks {
  /** Around every write of a contact, in the moment it is sent. */
  onWrite?: (
    name: 'create' | 'update' | 'remove',
    args: unknown[],
    run: () => Promise<unknown>,
  ) => Promise<unknown>;
}

/**
 * The ports of one process that dies as planned. From then on every call of it fails before it has any effect, so
 * nothing of the dead process is cleaned up: open transactions roll back and locks are freed by the broken connections.
 */
export function mortalPorts(
  base: Ports,
  plan: DeathPlan | null,
  hooks: Hooks = {},
): Ports & { died(): boolean } {
  let dead = false;
  let left = plan?.at ?? 0;

  async function live<T>(kind: DeathPlan['kind'], run: () => Promise<T> | T): Promise<T> {
    if (dead) throw new Death();
    const mine = plan?.kind === kind && left-- === 0;
    if (mine && !plan.after) {
      dead = true;
      throw new Death();
    }
    const answer = await run();
    if (mine) dead = true;
    if (dead) throw new Death();
    return answer;
  }

  const mortalClient = (client: pg.PoolClient): pg.PoolClient =>
    new Proxy(client, {
      get(target, name) {
        if (name === 'query')
          return (...args: unknown[]) =>
            live('database', () => (target.query as (...a: unknown[]) => Promise<unknown>)(...args));
        const value = Reflect.get(target, name);
        // A dead process gives no connection back: it breaks.
        if (name === 'release') return (broken?: Error | boolean) => target.release(dead ? true : broken);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });

  const pool = new Proxy(base.db.pool, {
    get(target, name) {
      if (name === 'query')
        return (...args: unknown[]) =>
          live('database', () => (target.query as unknown as (...a: unknown[]) => Promise<unknown>)(...args));
      if (name === 'connect')
        return async () => {
          if (dead) throw new Death();
          return mortalClient(await target.connect());
        };
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

  const prisma = new Proxy(base.db.prisma, {
    get(target, name) {
      const model = Reflect.get(target, name);
      if (typeof name !== 'string' || name.startsWith('$') || typeof model !== 'object' || model === null)
        return model;
      return new Proxy(model, {
        get(inner, method) {
          const value = Reflect.get(inner, method);
          return typeof value === 'function'
            ? (...args: unknown[]) => live('database', () => value.apply(inner, args))
            : value;
        },
      });
    },
  });

  const write = (name: 'create' | 'update' | 'remove', contacts: BrevoContacts) =>
    (async (...args: unknown[]) =>
      live('brevo', () => {
        const run = () => (contacts[name] as (...a: unknown[]) => Promise<unknown>)(...args);
        return hooks.onWrite ? hooks.onWrite(name, args, run) : run();
      })) as never;

  return {
    ...base,
    db: { ...base.db, pool, prisma },
    source(name) {
      const source = base.source(name);
      return {
        ...source,
        fetch: (...args) => live('source', () => source.fetch(...args)),
        ...(source.writeOptOut
          ? {
              writeOptOut: (...args: Parameters<NonNullable<typeof source.writeOptOut>>) =>
                live('source', () => (source.writeOptOut as NonNullable<typeof source.writeOptOut>)(...args)),
            }
          : {}),
      };
    },
    brevo(connection, signal) {
      const account = base.brevo(connection, signal);
      const { contacts } = account;
      return {
        ...account,
        readAttributes: () => live('brevo', () => account.readAttributes()),
        contacts: {
          create: write('create', contacts),
          update: write('update', contacts),
          remove: write('remove', contacts),
          find: (key) => live('brevo', () => contacts.find(key)),
        },
      };
    },
    died: () => dead,
  };
}
