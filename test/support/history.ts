import { setTimeout as sleep } from 'node:timers/promises';
import type { ContactKey } from '../../app/ports.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { readDelivery, readPayload } from '../../app/sources/shopify/topics.ts';
import { type DrainEnding, drainShop } from '../../app/sync/drain.server.ts';
import { type Incoming, receive } from '../../app/sync/receive.server.ts';
import { type ContactView, view } from '../../sandbox/brevo/world.ts';
import type { EmailState, Shop, StoreCustomer } from '../../sandbox/shopify/shop.ts';
import type { Delivery } from '../../sandbox/shopify/webhooks.ts';
import { DEFAULT_SHOP } from '../../sandbox/shopify/world.ts';
import { EMAILS, type History, NAMES, type Order, PHONES, SLOTS, type Step, TAGS } from './history-steps.ts';
import { addressOf, customerOf, differences, LIST, Memory, mayLift } from './model.ts';
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
  /** Who was made, in order; `who` counts in it. */
  #made: string[] = [];
  #writing = new Set<string>();
  #violations: string[] = [];
  #deletes = '';

  private constructor(world: TestWorld) {
    this.world = world;
    // A word with the world takes a millisecond.
    this.#turns = new Turns(() => world.advance(1));
    this.#shop = world.shop;
  }

  static async start(): Promise<HistoryWorld> {
    // Backoffs without chance: what a seed shows, it shows again.
    const world = await startWorld({ random: () => 0.5, startsAt: STARTS_AT });
    // The clock runs through days; the store's token is not the subject here.
    world.shopify.tokens.valid = () => true;
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
    await this.#settle();
    const { problem, syncEntry, pendingChange } = this.world.database.prisma;
    const problems = (await problem.findMany()).map(
      (p) => `${p.customerId} became a problem: ${p.cause} ${p.message}`,
    );
    const failed = (await syncEntry.findMany({ where: { outcome: 'failed' } })).map(
      (e) => `${e.customerId} failed: ${e.code}`,
    );
    const waiting = (await pendingChange.findMany()).map((p) => `${p.customerId} still waits`);
    return [
      ...this.#violations,
      ...problems,
      ...failed,
      ...waiting,
      ...differences(this.#memory, this.#shop, this.world.brevo.contacts()),
    ];
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
    this.#turns.restart(turns);
    this.#processes.clear();
    if (deletes !== this.#deletes) await world.configure({ deleteBehavior: deletes });
    this.#deletes = deletes;
    await world.database.pool.query(`
      delete from pending_changes; delete from contact_links; delete from opt_outs; delete from problems;
      delete from sync_entries; delete from webhook_receipts; delete from notices; delete from roll_ups;
      update connections set health = 'ok', health_cause = null, health_message = null, probe_at = null, probes = 0,
        attributes_at = '${new Date(world.ports.now()).toISOString()}'`);
    world.brevo.account().contacts.clear();
    world.brevo.faults.clear();
    world.brevo.calls = [];
    world.shopify.faults.clear();
    world.shopify.webhooks.pending = [];
    world.shopify.webhooks.log = [];
    this.#shop = world.shopify.addShop(DEFAULT_SHOP);
    this.#shop.installed = true;
    world.shop = this.#shop;
    this.#memory = new Memory();
    this.#made = [];
    this.#writing.clear();
    this.#violations = [];
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
      case 'brevo_no':
      case 'brevo_delete':
      case 'foreign':
        this.#playBrevo(next);
        return;
      default:
        try {
          this.#playStore(next);
        } catch (error) {
          // The store refuses what Shopify would refuse: an address that is taken, consent without an address.
          if (!/taken|must have/.test((error as Error).message)) throw error;
        }
    }
  }

  #playStore(next: Extract<Step, { do: string }>): void {
    const shop = this.#shop;
    if (next.do === 'create') {
      if (shop.customers.size >= SLOTS) return;
      const made = shop.createCustomer({
        firstName: NAMES[next.name] ?? null,
        email: emailAt(next.email),
        phone: next.phone === null ? null : (PHONES[next.phone] as string),
        ...(next.word && next.email !== null ? { emailState: next.word } : {}),
        ...(next.sms && next.phone !== null ? { smsState: next.sms } : {}),
      });
      this.#made.push(made.id);
      return;
    }
    if (!('who' in next)) return;
    if (next.do === 'late') {
      // An event that comes long after, also for somebody who is gone.
      const id = this.#made[next.who];
      if (id)
        shop.emit('customers/update', {
          id: BigInt(id),
          admin_graphql_api_id: `gid://shopify/Customer/${id}`,
        });
      return;
    }
    const customer = this.#who(next.who);
    if (!customer) return;
    const { id } = customer;
    switch (next.do) {
      case 'rename':
        shop.updateCustomer(id, { firstName: NAMES[next.name] ?? null });
        return;
      case 'tags':
        shop.updateCustomer(id, { tags: TAGS.filter((_, bit) => next.tags & (1 << bit)) });
        return;
      case 'order':
        shop.placeOrder(id, { total: next.total });
        return;
      case 'word':
        if (next.channel === 'email') shop.setEmailConsent(id, next.word as EmailState);
        else shop.setSmsConsent(id, next.word as EmailState);
        return;
      case 'email':
        this.#giveAddress(customer, 'email', emailAt(next.email), 'swap@example.com');
        return;
      case 'phone':
        this.#giveAddress(
          customer,
          'phone',
          next.phone === null ? null : (PHONES[next.phone] as string),
          '+31699999999',
        );
        return;
      case 'merge': {
        const other = this.#who(next.other);
        if (other && other.id !== id) shop.mergeCustomers(id, other.id, next.address);
        return;
      }
      case 'delete':
        shop.deleteCustomer(id);
        return;
      case 'redact':
        this.#memory.redacted.set(id, {
          email: addressOf(customer, 'email'),
          phone: addressOf(customer, 'sms'),
        });
        shop.deleteCustomer(id);
        shop.redactCustomer(id, { email: customer.email, phone: customer.phone });
    }
  }

  /** A taken address is swapped: the other customer gets the one that this customer had. */
  #giveAddress(
    customer: StoreCustomer,
    key: 'email' | 'phone',
    wanted: string | null,
    between: string,
  ): void {
    const shop = this.#shop;
    const other = [...shop.customers.values()].find(
      (c) => wanted !== null && c[key] === wanted && c.id !== customer.id,
    );
    const before = customer[key];
    if (other) {
      shop.updateCustomer(customer.id, { [key]: between });
      shop.updateCustomer(other.id, { [key]: before });
    }
    shop.updateCustomer(customer.id, { [key]: wanted });
  }

  #playBrevo(next: Extract<Step, { do: 'brevo_no' | 'brevo_delete' | 'foreign' }>): void {
    const { brevo } = this.world;
    const { contacts } = brevo.account();
    const email = emailAt(next.email);
    if (next.do === 'foreign') {
      const phone = next.phone === null ? null : (PHONES[next.phone] as string).slice(1);
      const extId = next.extId === null ? null : String(7_000_000_000_001n + BigInt(next.extId));
      if (email === null && phone === null) return;
      if (email !== null && contacts.find('email', email)) return;
      if (phone !== null && contacts.find('SMS', phone)) return;
      if (extId !== null && contacts.find('ext_id', extId)) return;
      const seed = brevo.seedContact({
        ...(email === null ? {} : { email }),
        ...(extId === null ? {} : { extId }),
        attributes: { 'DOUBLE_OPT-IN': '1', ...(phone === null ? {} : { SMS: phone }) },
        emailBlacklisted: next.blocked,
        listIds: next.listed ? [LIST] : [],
      });
      this.#memory.foreign.set(seed.id, { seed, step: this.#memory.step + 1 });
      if (next.blocked && email !== null) this.#memory.saidNoInBrevo(seed, 'email', this.world.ports.now());
      return;
    }
    const contact = contacts.find('email', email ?? '');
    if (!contact || email === null) return;
    if (next.do === 'brevo_delete') {
      brevo.act({ kind: 'delete', email });
      this.#memory.handDeleted.add(email);
      return;
    }
    if (next.channel === 'email') brevo.act({ kind: 'unsubscribe', email });
    else if (contact.attributes.SMS === undefined) return;
    else {
      contact.smsBlacklisted = true;
      contact.modifiedAt = this.world.ports.now();
    }
    this.#memory.saidNoInBrevo(view(contact), next.channel, this.world.ports.now());
    const foreign = this.#memory.foreign.get(contact.id);
    if (foreign) foreign.seed = view(contact);
  }

  async #deliver(order: Order): Promise<void> {
    const { webhooks } = this.world.shopify;
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
  #process(name: 'web' | 'worker', plan: DeathPlan | null): MortalPorts {
    const known = this.#processes.get(name);
    const ports =
      known && !known.died()
        ? known
        : mortalPorts(this.world.ports, null, {
            onWrite: (write, args, run) => this.#watch(write, args, run),
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
      if (this.#writing.size > 0) this.#violations.push('a drain ended while it was still writing');
      return { kind: 'more' };
    } finally {
      await this.#buried(ports);
    }
  }

  /** The server needs a moment to see that a dead process's connections are gone. */
  async #buried(ports: MortalPorts): Promise<void> {
    if (!ports.died()) return;
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

  async #settle(): Promise<void> {
    for (let round = 0; round < 80; round += 1) {
      await this.#deliver('as_sent');
      const ending = await this.#drain(null);
      this.#memory.observe(this.#shop);
      if (ending.kind === 'idle' && this.world.shopify.webhooks.pending.length === 0) return;
      if (ending.kind === 'wait')
        this.world.advance(Math.max(1, ending.until.getTime() - this.world.ports.now()));
    }
    this.#violations.push('the queue does not come to rest');
  }

  /** Every write as it goes out: never two on one contact, and never a block lifted without a newer yes. */
  async #watch(
    name: 'create' | 'update' | 'remove',
    args: unknown[],
    run: () => Promise<unknown>,
  ): Promise<unknown> {
    const { contacts } = this.world.brevo.account();
    const body = (name === 'create' ? args[0] : (args[1] ?? {})) as Record<string, unknown>;
    const key = name === 'create' ? null : (args[0] as ContactKey);
    const phone = (body.attributes as { SMS?: string } | undefined)?.SMS;
    const subject = key ? `${key.type}:${key.value}` : `new:${body.email ?? phone}`;
    const contact = key?.type === 'contact_id' ? contacts.byId.get(key.value) : undefined;
    const before = contact && view(contact);
    const known = new Set(contacts.byId.keys());
    if (this.#writing.has(subject)) this.#violations.push(`two writes of ${subject} at the same time`);
    this.#writing.add(subject);
    try {
      return await run();
    } finally {
      this.#writing.delete(subject);
      const made =
        name === 'create'
          ? [...contacts.byId.values()].find((c) => !known.has(c.id) && c.email === body.email)
          : undefined;
      const now = key ? contacts.byId.get(Number(key.value)) : made;
      const after = now && view(now);
      if (after) this.#judge(before, after, body, name === 'create');
    }
  }

  #judge(
    before: ContactView | undefined,
    after: ContactView,
    body: Record<string, unknown>,
    created: boolean,
  ): void {
    for (const [channel, flag] of [
      ['email', 'emailBlacklisted'],
      ['sms', 'smsBlacklisted'],
    ] as const) {
      const lifted = before?.[flag] === true && !after[flag];
      if (body[flag] === false || lifted) {
        const moved = (body.attributes as { EMAIL?: string } | undefined)?.EMAIL;
        const person = { ...after, email: moved ?? after.email };
        const why = mayLift(this.#memory, this.#shop, person, channel);
        if (why)
          this.#violations.push(`${flag} of contact ${after.id} (${after.email}) was lifted, but ${why}`);
      }
      if (!created || after[flag] || before) continue;
      const customer = customerOf(this.#shop, after);
      const word = channel === 'email' ? customer?.emailConsent : customer?.smsConsent;
      const held =
        customer &&
        addressOf(customer, channel) !== null &&
        (channel === 'email' || after.attributes.SMS !== undefined);
      if (
        held &&
        word?.state === 'UNSUBSCRIBED' &&
        body.email === after.email &&
        after.createdAt === after.modifiedAt
      )
        this.#violations.push(`contact ${after.id} (${after.email}) was made open, but said no (${channel})`);
    }
  }

  #who(index: number): StoreCustomer | undefined {
    const all = [...this.#shop.customers.values()];
    return all.length === 0 ? undefined : all[index % all.length];
  }
}

function emailAt(index: number | null): string | null {
  if (index === null) return null;
  return EMAILS[index] ?? 'not an address';
}
