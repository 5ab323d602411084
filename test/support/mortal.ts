import type pg from 'pg';
import type { BrevoContacts, CustomerSource, Ports } from '../../app/ports.ts';
import type { Subject, Turns } from './turns.ts';

/** Where a process dies: at the n-th call of a kind, before the call or after it took effect. */
export interface DeathPlan {
  kind: Subject;
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
  /** From the moment a write is wanted until its answer is there: answers what to do then. */
  onWanted?: (name: 'create' | 'update' | 'remove', args: unknown[]) => () => void;
  /** Around a bulk import. */
  onImport?: <T>(run: () => Promise<T>) => Promise<T>;
  /** Brings every word with the world into an order that can be repeated. */
  turns?: Turns;
}

export type MortalPorts = Ports & {
  died(): boolean;
  /** Plans its death anew, counted from now; null: it lives on. */
  plan(next: DeathPlan | null): void;
};

/**
 * The ports of one process that dies as planned. From then on every call of it fails before it has any effect, so
 * nothing of the dead process is cleaned up: open transactions roll back and locks are freed by the broken connections.
 * What was on its way when it died may still arrive, and its answer reaches nobody.
 */
export function mortalPorts(base: Ports, first: DeathPlan | null, hooks: Hooks = {}): MortalPorts {
  const { turns } = hooks;
  let dead = false;
  let plan = first;
  let left = plan?.at ?? 0;

  function take<T>(
    kind: Subject,
    what: string,
    run: () => Promise<T> | T,
    owner: object | null = null,
  ): Promise<T> {
    return turns ? turns.take(kind, what, run, owner) : Promise.resolve().then(run);
  }

  /** `arrives`: one message, which the vendor or the database carries out whether its sender lives or not. */
  function live<T>(
    kind: Subject,
    what: string,
    run: () => Promise<T> | T,
    { owner = null, arrives = false }: { owner?: object | null; arrives?: boolean } = {},
  ): Promise<T> {
    if (dead) return Promise.reject(new Death());
    return take(
      kind,
      what,
      async () => {
        if (dead) {
          if (arrives && turns && turns.choose(2) === 1) await run();
          throw new Death();
        }
        const mine = plan?.kind === kind && left-- === 0;
        if (mine && !plan?.after) {
          dead = true;
          throw new Death();
        }
        const answer = await run();
        if (mine) dead = true;
        if (dead) throw new Death();
        return answer;
      },
      owner,
    );
  }

  const textOf = (query: unknown) =>
    String(typeof query === 'string' ? query : (query as { text?: string } | null)?.text)
      .replaceAll(/\s+/g, ' ')
      .slice(0, 60);

  const mortalClient = (client: pg.PoolClient): pg.PoolClient =>
    new Proxy(client, {
      get(target, name) {
        if (name === 'query')
          return (...args: unknown[]) =>
            live(
              'database',
              textOf(args[0]),
              () => (target.query as (...a: unknown[]) => Promise<unknown>)(...args),
              {
                owner: client,
              },
            );
        const value = Reflect.get(target, name);
        // A dead process gives no connection back: it breaks.
        if (name === 'release')
          return (broken?: Error | boolean) => {
            turns?.gone(client);
            target.release(dead ? true : broken);
          };
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });

  const pool = new Proxy(base.db.pool, {
    get(target, name) {
      if (name === 'query')
        return (...args: unknown[]) =>
          live(
            'database',
            textOf(args[0]),
            () => (target.query as unknown as (...a: unknown[]) => Promise<unknown>)(...args),
            { arrives: true },
          );
      if (name === 'connect')
        return async () => {
          if (dead) throw new Death();
          return mortalClient(await take('database', 'connect', () => target.connect()));
        };
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

  return {
    ...base,
    db: { ...base.db, pool, prisma: mortalPrisma(base.db.prisma, live) },
    source: (name) => mortalSource(base.source(name), live),
    brevo(connection, signal) {
      const account = base.brevo(connection, signal);
      const { contacts, imports } = account;
      const write = (name: 'create' | 'update' | 'remove') =>
        (async (...args: unknown[]) => {
          const send = () => (contacts[name] as (...a: unknown[]) => Promise<unknown>)(...args);
          const over = hooks.onWanted?.(name, args);
          try {
            return await live(
              'brevo',
              `${name} ${JSON.stringify(args)}`,
              () => (hooks.onWrite ? hooks.onWrite(name, args, send) : send()),
              { arrives: true },
            );
          } finally {
            over?.();
          }
        }) as BrevoContacts[typeof name] as never;
      return {
        ...account,
        readAttributes: () => live('brevo', 'attributes', () => account.readAttributes()),
        page: (...args) => live('brevo', `page ${args}`, () => account.page(...args)),
        imports: {
          start: (call) =>
            live('brevo', 'import', () =>
              hooks.onImport ? hooks.onImport(() => imports.start(call)) : imports.start(call),
            ),
          state: (id) => live('brevo', `import ${id}`, () => imports.state(id)),
          running: () => live('brevo', 'imports', () => imports.running()),
          report: (address) => live('brevo', 'report', () => imports.report(address)),
        },
        createList: (name) => live('brevo', 'new list', () => account.createList(name)),
        deleteList: (id) => live('brevo', `list ${id} deleted`, () => account.deleteList(id)),
        takeOffList: (...args) =>
          live('brevo', `off list ${JSON.stringify(args)}`, () => account.takeOffList(...args)),
        createAttribute: (name, type) =>
          live('brevo', `attribute ${name}`, () => account.createAttribute(name, type)),
        contacts: {
          create: write('create'),
          update: write('update'),
          remove: write('remove'),
          find: (key) => live('brevo', `find ${JSON.stringify(key)}`, () => contacts.find(key)),
        },
      };
    },
    died: () => dead,
    plan(next) {
      plan = next;
      left = next?.at ?? 0;
    },
  };
}

type Live = <T>(kind: Subject, what: string, run: () => Promise<T> | T) => Promise<T>;

/** Every query of a model, and every transaction as a whole. */
function mortalPrisma(prisma: Ports['db']['prisma'], live: Live): Ports['db']['prisma'] {
  /** A transaction takes the queries themselves, not what stands for them here. */
  const queries = new WeakMap<object, unknown>();
  const queryOf = (value: unknown) =>
    typeof value === 'object' && value !== null ? (queries.get(value) ?? value) : value;
  return new Proxy(prisma, {
    get(target, name) {
      const part = Reflect.get(target, name);
      if (typeof name !== 'string') return part;
      if (/^\$(transaction|query|execute)/.test(name))
        return (...args: unknown[]) =>
          live('database', name, () =>
            part.apply(
              target,
              name === '$transaction' && Array.isArray(args[0])
                ? [args[0].map(queryOf), ...args.slice(1)]
                : args,
            ),
          );
      if (name.startsWith('$') || typeof part !== 'object' || part === null) return part;
      return new Proxy(part, {
        get(model, method) {
          const value = Reflect.get(model, method);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) => {
            const query = value.apply(model, args);
            let asked: Promise<unknown> | undefined;
            const ask = () => {
              asked ??= live('database', `${name}.${String(method)}`, () => query);
              return asked;
            };
            const shown = {
              // biome-ignore lint/suspicious/noThenProperty: a query of Prisma begins when it is awaited.
              then: (...then: Parameters<Promise<unknown>['then']>) => ask().then(...then),
              catch: (...caught: Parameters<Promise<unknown>['catch']>) => ask().catch(...caught),
              finally: (...last: Parameters<Promise<unknown>['finally']>) => ask().finally(...last),
            };
            queries.set(shown, query);
            return shown;
          };
        },
      });
    },
  });
}

function mortalSource(source: CustomerSource, live: Live): CustomerSource {
  const { startExport, exportState, readExport, writeOptOut } = source;
  return {
    ...source,
    fetch: (...args) => live('source', `fetch ${args[1]}`, () => source.fetch(...args)),
    ...(writeOptOut
      ? {
          writeOptOut: (...args: Parameters<typeof writeOptOut>) =>
            live('source', `opt-out ${args[1]} ${args[2]}`, () => writeOptOut(...args)),
        }
      : {}),
    ...(startExport
      ? {
          startExport: (...args: Parameters<typeof startExport>) =>
            live('source', 'export', () => startExport(...args)),
        }
      : {}),
    ...(exportState
      ? {
          exportState: (...args: Parameters<typeof exportState>) =>
            live('source', 'state of the export', () => exportState(...args)),
        }
      : {}),
    ...(readExport
      ? {
          async *readExport(...args: Parameters<typeof readExport>) {
            const items = readExport(...args)[Symbol.asyncIterator]();
            try {
              for (;;) {
                const item = await live('source', 'line of the export', () => items.next());
                if (item.done) return;
                yield item.value;
              }
            } finally {
              await items.return?.();
            }
          },
        }
      : {}),
  };
}
