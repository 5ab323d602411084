import { setTimeout as sleep } from 'node:timers/promises';
import type { CustomerSource, Ports } from '../../app/ports.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { createLifecycle } from '../../app/settings/lifecycle.server.ts';
import { carryingChange } from '../../app/sources/custom/change.ts';
import { parseTrigger } from '../../app/sources/custom/trigger.ts';
import { readDelivery, readPayload } from '../../app/sources/shopify/topics.ts';
import { createChangeService, createReplay } from '../../app/sync/changes.server.ts';
import { takeContactEvents } from '../../app/sync/contact-events.server.ts';
import { type DrainEnding, drainShop } from '../../app/sync/drain.server.ts';
import { type Incoming, receive } from '../../app/sync/receive.server.ts';
import { createRuns, type Runs } from '../../app/sync/runs.server.ts';
import type { Account } from '../../sandbox/brevo/account.ts';
import type { Shop } from '../../sandbox/shopify/shop.ts';
import type { Delivery } from '../../sandbox/shopify/webhooks.ts';
import { DEFAULT_SHOP } from '../../sandbox/shopify/world.ts';
import { BrevoActs } from './history-brevo.ts';
import type { History, Order, Step } from './history-steps.ts';
import { StoreActs } from './history-store.ts';
import { Watch } from './history-watch.ts';
import { differences, Memory } from './model.ts';
import { Death, type DeathPlan, type MortalPorts, mortalPorts } from './mortal.ts';
import { Turns } from './turns.ts';
import { startWorld, type TestWorld } from './world.ts';

/** Every history begins at this moment. */
const STARTS_AT = Date.parse('2026-11-24T10:00:00Z');

/** One world for many histories; each begins with an empty store, an empty Brevo and empty tables. */
export class HistoryWorld {
  readonly world: TestWorld;
  readonly #turns: Turns;
  readonly #processes = new Map<'web' | 'worker', MortalPorts>();
  #shop: Shop;
  #memory = new Memory();
  #store: StoreActs;
  #people: BrevoActs;
  #watch: Watch;
  readonly #brevoBegins: Pick<Account, 'ids' | 'lists'>;
  #deletes = '';
  #deaths = 0;

  private constructor(world: TestWorld) {
    this.world = world;
    // A word with the world takes a millisecond.
    this.#turns = new Turns(() => world.advance(1));
    this.#shop = world.shop;
    this.#store = new StoreActs(this.#shop, this.#memory);
    this.#people = new BrevoActs(world.brevo, this.#memory);
    this.#watch = new Watch(this.#memory, world.brevo, world.shopify);
    const { ids, lists } = world.brevo.account();
    this.#brevoBegins = { ids: { ...ids }, lists: [...lists] };
  }

  static async start(): Promise<HistoryWorld> {
    // Backoffs without chance: what a seed shows, it shows again.
    const world = await startWorld({ random: () => 0.5, startsAt: STARTS_AT });
    // The clock runs through days; the store's token is not the subject here.
    world.shopify.tokens.valid = () => true;
    world.shopify.bulk.delayMs = 0;
    // The worst that Brevo might do.
    world.brevo.switches.importLiftsBlocks = true;
    world.brevo.switches.importMs = 0;
    const self = new HistoryWorld(world);
    // The first drain makes the attributes, once for all histories.
    await world.settle();
    return self;
  }

  close(): Promise<void> {
    return this.world.close();
  }

  /** Plays a history to its end; answers everything that is not as it must be. */
  async run(history: History): Promise<string[]> {
    await this.#reset(history);
    for (const next of history.steps) {
      this.world.advance(3_000);
      await this.#play(next);
      this.#memory.observe(this.#shop);
    }
    await this.#end();
    const { problem, syncEntry, pendingChange, run } = this.world.database.prisma;
    const problems = (await problem.findMany()).map(
      (p) => `${p.customerId} became a problem: ${p.cause} ${p.message}`,
    );
    const failed = (await syncEntry.findMany({ where: { outcome: 'failed' } })).map(
      (e) => `${e.customerId} failed: ${e.code}`,
    );
    const waiting = (await pendingChange.findMany()).map((p) => `${p.customerId} still waits`);
    const runs =
      // An uninstall cancels them.
      (await run.findMany({ where: { NOT: { status: { in: ['completed', 'cancelled'] } } } })).map(
        (r) => `the ${r.kind} is ${r.status} in ${r.phase}: ${r.error}`,
      );
    return [
      ...this.#watch.violations,
      ...this.#watch.logs(),
      ...problems,
      ...failed,
      ...waiting,
      ...runs,
      ...differences(this.#memory, this.#shop, this.world.brevo.contacts()),
    ];
  }

  /** Whether a process died in the last history. */
  get died(): boolean {
    return this.#deaths > 0;
  }

  /** What the last history did with the world, in order. */
  get trace(): readonly string[] {
    return this.#turns.trace;
  }

  /** Brevo, the store and the log, in words: for whoever looks for the cause. */
  async story(): Promise<string> {
    const entries = await this.world.database.prisma.syncEntry.findMany({ orderBy: { id: 'asc' } });
    return [
      ...[...this.#shop.customers.values()].map((c) =>
        JSON.stringify({
          id: c.id,
          email: c.email,
          phone: c.phone,
          e: c.emailConsent,
          s: c.smsConsent,
          name: c.firstName,
        }),
      ),
      ...this.world.brevo.contacts().map((c) => JSON.stringify(c)),
      ...this.world.brevo.calls.map((c) => `${c.method} ${c.path} ${JSON.stringify(c.body)} ${c.status}`),
      ...entries.map(
        (e) => `${e.customerId} ${e.event}: ${e.action} ${e.outcome} ${e.code ?? ''} ${e.message ?? ''}`,
      ),
    ].join('\n');
  }

  async #reset({ deletes, turns }: History): Promise<void> {
    const { world } = this;
    world.restart();
    world.ports = withoutWaits(world.ports, {
      exported: () => this.#exported(),
      imported: () => this.#imported(),
    });
    this.#turns.restart(turns);
    this.#processes.clear();
    this.#deaths = 0;
    if (deletes !== this.#deletes) await world.configure({ deleteBehavior: deletes });
    this.#deletes = deletes;
    const now = new Date(world.ports.now()).toISOString();
    await world.database.pool.query(`
      delete from pending_changes; delete from contact_links; delete from opt_outs; delete from problems;
      delete from sync_entries; delete from webhook_receipts; delete from notices; delete from roll_ups; delete from runs;
      delete from import_rows; delete from import_contacts; delete from import_batches;
      delete from graphile_worker._private_jobs;
      update shops set uninstalled_at = null, installed_at = '${now}';
      update connections set health = 'ok', health_cause = null, health_message = null, probe_at = null, probes = 0,
        attributes_at = '${now}'`);
    const account = world.brevo.account();
    account.contacts.clear();
    // Also the numbers that Brevo gives: what an earlier history made is not there.
    Object.assign(account.ids, this.#brevoBegins.ids);
    account.lists.splice(0, Infinity, ...this.#brevoBegins.lists);
    account.processes.length = 0;
    world.brevo.faults.clear();
    world.brevo.calls = [];
    world.shopify.faults.clear();
    world.shopify.calls = [];
    world.shopify.webhooks.pending = [];
    world.shopify.webhooks.log = [];
    this.#shop = world.shopify.addShop(DEFAULT_SHOP);
    this.#shop.installed = true;
    world.shop = this.#shop;
    this.#memory = new Memory();
    this.#store = new StoreActs(this.#shop, this.#memory);
    this.#people = new BrevoActs(world.brevo, this.#memory);
    this.#watch = new Watch(this.#memory, world.brevo, world.shopify);
  }

  async #play(next: Step): Promise<void> {
    switch (next.do) {
      case 'deliver':
        return this.#deliver(next.order);
      case 'drain':
        return this.#drainOnce(next);
      case 'wait':
        this.world.advance(next.seconds * 1_000);
        return;
      case 'lose':
        // A request to erase comes again until it is taken.
        this.world.shopify.webhooks.pending = this.world.shopify.webhooks.pending.filter(
          ({ topic }) => topic === 'customers/redact',
        );
        this.#memory.unheard = true;
        return;
      case 'run':
        await this.#startRun(next.kind);
        return this.#playRuns(next.steps, next.death);
      case 'replay':
        await createReplay(this.#process('web')).replay(this.#ref(), { all: true });
        return;
      case 'trigger':
        return this.#trigger(next.who);
      case 'install':
        return this.#shop.installed ? this.#uninstall() : this.#install();
      case 'brevo_no':
      case 'brevo_delete':
      case 'foreign':
      case 'tamper': {
        const event = this.#people.play(next);
        const shop = { id: this.world.shopId, installed: this.#shop.installed };
        if (event) await takeContactEvents(this.#process('web'), shop, [event]);
        return;
      }
      default:
        return this.#store.play(next);
    }
  }

  #ref() {
    return { id: this.world.shopId, domain: DEFAULT_SHOP };
  }

  async #trigger(position: number): Promise<void> {
    const customer = this.#store.who(position);
    if (!customer || !this.#shop.installed) return;
    const web = this.#process('web');
    const configuration = createConfigurationService({ prisma: web.db.prisma });
    const ending = await createChangeService(web, (shop) => configuration.read(shop), {
      parse: parseTrigger,
      carrying: carryingChange,
    }).trigger(
      this.#ref(),
      // What it says of the customer is not believed: the store is asked.
      {
        event: 'customer_updated',
        data: { id: customer.id, email: 'elsewhere@example.com', acceptsMarketing: true },
      },
    );
    if (ending.kind !== 'accepted') throw new Error(JSON.stringify(ending));
  }

  #lifecycle(ports: Ports) {
    return createLifecycle({
      prisma: ports.db.prisma,
      log: ports.log,
      readShopDetails: () => Promise.reject(new Error('Not asked here')),
      now: () => new Date(ports.now()),
    });
  }

  /** What was under way still arrives, what happens from now on is not told. */
  async #uninstall(): Promise<void> {
    this.#shop.installed = false;
    await this.#lifecycle(this.#process('web')).uninstall(DEFAULT_SHOP, new Date(this.world.ports.now()));
    this.#memory.unheard = true;
  }

  async #install(): Promise<void> {
    this.#shop.installed = true;
    await this.#lifecycle(this.#process('web')).install({ shop: DEFAULT_SHOP });
    // As app/ports.server.ts does for a shop that comes back.
    await this.#startRun('reconciliation');
  }

  async #deliver(order: Order): Promise<void> {
    const { webhooks } = this.world.shopify;
    if (!this.#shop.installed) {
      // What is told of the shop's customers now is answered with 200 and causes nothing.
      return this.#play({ do: 'lose' });
    }
    const waiting = webhooks.pending.splice(0);
    if (order === 'reversed') waiting.reverse();
    if (order === 'half') webhooks.pending.push(...waiting.splice(Math.ceil(waiting.length / 2)));
    const chosen = order === 'twice' ? [...waiting, ...waiting] : waiting;
    const plan: DeathPlan | null =
      order === 'dies' ? { kind: 'database', at: chosen.length, after: chosen.length % 2 === 0 } : null;
    const web = this.#process('web', plan);
    while (chosen.length > 0) {
      // What arrives together is taken together.
      const group = chosen.splice(0, 1 + this.#turns.choose(6));
      if (web.died()) webhooks.pending.push(...group);
      else await this.#receive(web, group);
    }
    await this.#buried(web);
  }

  async #receive(web: MortalPorts, group: Delivery[]): Promise<void> {
    const { shopId } = this.world;
    const incoming = group.flatMap(({ body, topic, headers, webhookId }): Incoming[] => {
      const payload = readPayload(body);
      if (payload.kind !== 'read') throw new Error(payload.reason);
      const read = readDelivery(
        topic,
        payload.payload,
        new Date(headers['x-shopify-triggered-at'] as string),
      );
      return read.kind === 'changes'
        ? [{ shopId, changes: read.changes, receipt: { webhookId, topic } }]
        : [];
    });
    try {
      await receive(web, incoming);
    } catch (error) {
      // No 200 was sent: Shopify comes again.
      if (!(error instanceof Death)) throw error;
      this.world.shopify.webhooks.pending.push(...group);
    }
  }

  async #drainOnce(next: Extract<Step, { do: 'drain' }>): Promise<void> {
    const { brevo, shopify } = this.world;
    if (next.deliver) await this.#deliver(next.deliver);
    for (const { kind, after } of next.brevo) {
      let left = after;
      brevo.faults.add({ kind, times: 1, match: () => left-- === 0 });
    }
    if (next.shopify) shopify.faults.add({ kind: next.shopify, times: 1 });
    await this.#drain(next.death);
    brevo.faults.clear();
    shopify.faults.clear();
  }

  /** A process lives on with all it remembers, until it dies; the one that follows has nothing of it. */
  #process(name: 'web' | 'worker', plan: DeathPlan | null = null): MortalPorts {
    const known = this.#processes.get(name);
    const ports =
      known && !known.died()
        ? known
        : mortalPorts(this.world.ports, null, {
            onWrite: (write, args, run) => this.#watch.sent(write, args, run),
            onImport: (run) => this.#watch.imported(run),
            onWanted: (write, args) => this.#watch.wanted(write, args),
            turns: this.#turns,
          });
    this.#processes.set(name, ports);
    ports.plan(plan);
    return ports;
  }

  /** The worker drains for a slice. */
  async #drain(plan: DeathPlan | null): Promise<DrainEnding> {
    const ports = this.#process('worker', plan);
    const configuration = createConfigurationService({ prisma: ports.db.prisma });
    try {
      const ending = await drainShop(ports, this.world.shopId, {
        readConfiguration: (shop) => configuration.read(shop),
        stop: new AbortController().signal,
      });
      if (ending.kind === 'busy') throw new Error('The account is locked by a process that is gone');
      return ending;
    } catch (error) {
      if (!(error instanceof Death) && !ports.died()) throw error;
      return { kind: 'more' };
    } finally {
      this.#watch.drained();
      await this.#buried(ports);
    }
  }

  /** The server needs a moment to see that a dead process's connections are gone. */
  async #buried(ports: MortalPorts): Promise<void> {
    if (!ports.died()) return;
    this.#deaths += 1;
    for (let tries = 0; tries < 5_000; tries += 1) {
      const { rows } = await this.world.database.pool.query(
        `select (select count(*) from pg_locks where locktype = 'advisory' and database = d.oid)
           + (select count(*) from pg_stat_activity where datid = d.oid and state like 'idle in transaction%') as left
         from pg_database d where datname = current_database()`,
      );
      if (Number(rows[0]?.left) === 0) return;
      await sleep(1);
    }
    throw new Error('The account stays locked');
  }

  #runs(ports: Ports): Runs {
    const configuration = createConfigurationService({ prisma: ports.db.prisma });
    return createRuns({ ports, readConfiguration: (shop) => configuration.read(shop) });
  }

  async #startRun(kind: 'import' | 'reconciliation'): Promise<void> {
    if (!this.#shop.installed) return;
    const ending = await this.#runs(this.#process('web')).service.start(this.#ref(), kind, { dryRun: false });
    if (ending.kind !== 'started') throw new Error(ending.kind);
  }

  /** So many steps of each run that has not ended. */
  async #playRuns(steps: number, plan: DeathPlan | null): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      if (step === 0 && (await this.#liveRuns()).length === 0) return;
      const ports = this.#process('worker', plan);
      for (const { id } of await this.#liveRuns()) {
        try {
          await this.#runs(ports).tasks.run?.({ runId: id }, {} as never);
        } catch (error) {
          if (!(error instanceof Death) && !ports.died()) throw error;
        }
      }
      await this.#buried(ports);
      this.world.advance(2_000);
    }
  }

  /** Those whose job is not over: also of one that was cancelled, whose import is waited for and read back. */
  async #liveRuns() {
    const { importBatch, run } = this.world.database.prisma;
    const batches = (await importBatch.findMany({ select: { id: true } })).map(({ id }) => id);
    return run.findMany({
      where: {
        OR: [{ status: { in: ['queued', 'running'] } }, { status: 'cancelled', id: { in: batches } }],
      },
      orderBy: { createdAt: 'asc' },
    });
  }

  /** The store has written its file. */
  async #exported(): Promise<void> {
    const { bulk } = this.world.shopify;
    while (bulk.all(this.#shop, 'status:running').length > 0) await sleep(1);
  }

  /** Brevo has worked off its import. */
  async #imported(): Promise<void> {
    const { processes } = this.world.brevo.account();
    while (processes.some(({ status }) => status === 'queued' || status === 'processing')) await sleep(1);
  }

  /** Everything that was begun comes to rest; what nobody told of is found by a reconciliation. */
  async #end(): Promise<void> {
    if (!this.#shop.installed) await this.#install();
    await this.#settle();
    if (!this.#memory.unheard) return;
    await this.#startRun('reconciliation');
    await this.#settle();
  }

  async #settle(): Promise<void> {
    for (let round = 0; round < 80; round += 1) {
      await this.#deliver('as_sent');
      await this.#playRuns(1, null);
      const ending = await this.#drain(null);
      this.#memory.observe(this.#shop);
      const quiet = ending.kind === 'idle' && this.world.shopify.webhooks.pending.length === 0;
      if (quiet && (await this.#liveRuns()).length === 0) return;
      if (ending.kind === 'wait')
        this.world.advance(Math.max(1, ending.until.getTime() - this.world.ports.now()));
    }
    this.#watch.violations.push('the queue does not come to rest');
  }
}

/** Who asks a vendor for something that takes its time is answered when it is done: that time decides nothing. */
function withoutWaits(ports: Ports, done: { exported(): Promise<void>; imported(): Promise<void> }): Ports {
  return {
    ...ports,
    source(name): CustomerSource {
      const source = ports.source(name);
      const { startExport } = source;
      if (!startExport) return source;
      return {
        ...source,
        async startExport(...args) {
          const ending = await startExport(...args);
          await done.exported();
          return ending;
        },
      };
    },
    brevo(...args) {
      const account = ports.brevo(...args);
      return {
        ...account,
        imports: {
          ...account.imports,
          async start(call) {
            const ending = await account.imports.start(call);
            await done.imported();
            return ending;
          },
        },
      };
    },
  };
}
