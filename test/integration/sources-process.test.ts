import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, it } from 'vitest';
import { type RunningMagento, startMagento } from '../../sandbox/magento/server.ts';
import { SHOP_FAULT_KINDS } from '../../sandbox/shop-faults.ts';
import { type RunningWoo, startWoo } from '../../sandbox/woocommerce/server.ts';
import { until } from '../support/app.ts';
import * as magentoShop from '../support/magento.ts';
import { dice, type Expected } from '../support/source-model.ts';
import { SourceApp } from '../support/source-shops.ts';
import * as wooShop from '../support/woo.ts';

/**
 * Each source from beginning to end, against the built app: connected, imported, changed while its shop and Brevo fail
 * and while the app is killed. Afterwards Brevo equals the model. A long run of minutes, played with SOURCE_CUSTOMERS: 150
 * says much, 10000 is the size of a real shop. `npm test` plays the same in process (sources-histories.test.ts).
 */
const CUSTOMERS = Number(process.env.SOURCE_CUSTOMERS ?? 0);
const CHANGES = Math.max(45, Math.round(CUSTOMERS / 10));
const TIMEOUT = 1_800_000;

let tested: SourceApp;
let shop: RunningWoo | RunningMagento | undefined;

afterEach(async () => {
  await tested.app.stop();
  await shop?.close();
  shop = undefined;
});

it.skipIf(CUSTOMERS === 0)(
  'WooCommerce: connected, imported, changed, with faults and kills, is what Brevo holds',
  async () => {
    const woo = await startWoo();
    shop = woo;
    const { world } = woo;
    tested = await SourceApp.start({ [wooShop.WOO_HOST]: woo.url });
    const { app } = tested;
    world.webhooks.locate = (url) => url.replace('https://app.example.com', app.url);
    const roll = dice(1);
    for (let i = 0; i < CUSTOMERS; i += 1) {
      const newsletter = roll.pick(['yes', 'no', '']);
      const user = world.register({
        email: `w${i}@example.com`,
        firstName: `First ${i}`,
        lastName: `Last ${i}`,
        meta: new Map([['newsletter', newsletter]]),
      });
      if (roll.below(3) === 0) world.order(user.id, roll.below(99_999) / 100);
    }
    /** Who ever said no where anybody could see it: a yes without a time does not lift that. */
    const noes = new Set<number>();
    const remember = () => {
      for (const user of world.users.values()) if (user.meta.get('newsletter') === 'no') noes.add(user.id);
    };
    const expected = () => wooShop.expectedOf(world, noes);

    const wrong = await tested.connect('woocommerce', { ...wooShop.WOO_ACCESS, consumerSecret: 'cs_wrong' });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    expect(wrong.body.detail).toBe('Consumer secret is invalid.');
    expect(await tested.connect('woocommerce', wooShop.WOO_ACCESS)).toMatchObject({
      status: 200,
      body: { subscribed: true },
    });

    remember();
    for (const kind of ['429', 'reset', '500html'] as const) world.faults.add({ kind, times: 1 });
    const id = await tested.startRun('imports', 'woocommerce');
    expect((await tested.view('imports', id)).source).toBe('woocommerce');
    await until('the shop is read', () => world.calls.some((call) => call.path.includes('offset=')), 120);
    await tested.kill();
    app.brevo.world.switches.importMs = 3_000;
    const sent = () => app.brevo.world.calls.filter(({ path }) => path === '/contacts/import').length;
    await until('an import is on its way to Brevo', () => sent() > 0, 200);
    await tested.kill();
    app.brevo.world.switches.importMs = 50;
    await tested.completed('imports', id);
    await tested.equal(expected);

    const customers = () => [...world.users.values()].filter(({ role }) => role === 'customer');
    const change = (step: number) => {
      const [user, other] = [roll.pick(customers()), roll.pick(customers())];
      const act = roll.below(10);
      if (act < 2) world.register({ email: `new${step}@example.com`, firstName: `New ${step}` });
      else if (act === 2) world.remove(user.id);
      else if (act === 3) world.order(user.id, roll.below(99_999) / 100);
      else if (act === 4) {
        world.update(user.id, { meta: { newsletter: roll.pick(['yes', 'no', '']) } });
      } else if (act === 5 && user !== other) {
        // Two customers swap their addresses; no shop lets two have the same one, not even for a moment.
        const [mine, theirs] = [user.email, other.email];
        world.update(user.id, { email: `between${step}@example.com` });
        world.update(other.id, { email: mine });
        world.update(user.id, { email: theirs });
        // The words of the two addresses meet in one contact: which of them is newer nobody can tell.
        if (noes.has(user.id) || noes.has(other.id)) noes.add(user.id).add(other.id);
      } else if (act === 6) world.update(user.id, { email: `moved${step}@example.com` });
      else world.update(user.id, { lastName: `Changed ${step}` });
      remember();
    };
    for (let step = 0; step < CHANGES; step += 1) {
      change(step);
      if (roll.below(15) === 0)
        world.faults.add({ kind: roll.pick(SHOP_FAULT_KINDS), times: 1 + roll.below(2) });
      if (roll.below(15) === 0)
        await tested.failBrevo(roll.pick(['503', 'reset', 'resetAfterApply', '429'] as const));
      if (step % Math.ceil(CHANGES / 2) === 20) await tested.kill(200);
      await sleep(15);
    }
    await world.webhooks.settled();
    world.faults.clear();

    // The key is taken away and given back: whoever changed meanwhile waits for it.
    const [key] = world.keys.splice(0, 1);
    world.update(roll.pick(customers()).id, { lastName: 'While the key is gone' });
    await until(
      'the app is refused',
      async () => {
        const answer = await app.api('/skills/customer-sync/log?outcome=retrying&limit=5');
        return (await answer.text()).includes('source_no_access');
      },
      120,
    );
    world.keys.unshift(key!);
    // Nobody sends what was lost while the app was down again: a comparison finds it, as it does each night.
    await tested.completed('reconciliations', await tested.startRun('reconciliations', 'woocommerce'));
    await tested.equal(expected);

    // So long down that WooCommerce gives up sending: the app has it begin again, and finds what was lost, by itself.
    await app.kill('SIGKILL');
    for (let step = 0; step < 40; step += 1) change(CHANGES + step);
    await world.webhooks.settled();
    expect(world.webhooks.all.filter(({ status }) => status === 'disabled').length).toBeGreaterThan(0);
    await app.restart();
    await tested.equal(expected);
    expect(world.webhooks.all.map(({ status }) => status)).toEqual(Array(5).fill('active'));
    expect(tested.kills).toBe(4);
  },
  TIMEOUT,
);

it.skipIf(CUSTOMERS === 0)(
  'Magento: connected, imported, polled, with faults and kills, is what Brevo holds',
  async () => {
    const magento = await startMagento();
    shop = magento;
    const { world } = magento;
    tested = await SourceApp.start({ [magentoShop.MAGENTO_HOST]: magento.url });
    const { app } = tested;
    const roll = dice(2);
    for (let i = 0; i < CUSTOMERS; i += 1) {
      const customer = world.register({
        email: `m${i}@example.com`,
        firstName: `First ${i}`,
        subscribed: roll.below(2) === 0,
      });
      if (roll.below(3) === 0) world.order(customer.id, roll.below(99_999) / 100);
    }
    const expected = () => magentoShop.expectedOf(world);
    const wrong = await tested.connect('magento', { ...magentoShop.MAGENTO_ACCESS, accessToken: 'wrong' });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    expect(wrong.body.detail).toBe('Specified token does not exist');
    expect((await tested.connect('magento', magentoShop.MAGENTO_ACCESS)).status).toBe(200);
    await tested.job('poll_sources');

    for (const kind of ['429', 'reset', '500html'] as const) world.faults.add({ kind, times: 1 });
    const id = await tested.startRun('imports', 'magento');
    const pages = () => world.calls.filter(({ path }) => path.includes('[pageSize]=100')).length;
    await until('the shop is read', () => pages() > 0, 120);
    await tested.kill();
    app.brevo.world.switches.importMs = 3_000;
    const sent = () => app.brevo.world.calls.filter(({ path }) => path === '/contacts/import').length;
    await until('an import is on its way to Brevo', () => sent() > 0, 200);
    await tested.kill();
    app.brevo.world.switches.importMs = 50;
    await tested.completed('imports', id);
    await tested.equal(expected);

    for (let step = 0; step < CHANGES; step += 1) {
      const [customer, other] = [
        roll.pick([...world.customers.values()]),
        roll.pick([...world.customers.values()]),
      ];
      const act = roll.below(9);
      if (act < 2) world.register({ email: `new${step}@example.com`, subscribed: roll.below(2) === 0 });
      else if (act === 2) world.remove(customer.id);
      else if (act === 3) world.order(customer.id, roll.below(99_999) / 100);
      else if (act === 4 && customer !== other) {
        const [mine, theirs] = [customer.email, other.email];
        world.update(customer.id, { email: `between${step}@example.com` });
        world.update(other.id, { email: mine });
        world.update(customer.id, { email: theirs });
      } else if (act === 5) world.update(customer.id, { email: `moved${step}@example.com` });
      else if (act === 6) world.update(customer.id, { subscribed: roll.below(2) === 0 });
      else world.update(customer.id, { lastName: `Changed ${step}` });
      if (roll.below(10) === 0) await tested.job('poll_sources');
      if (roll.below(15) === 0)
        world.faults.add({ kind: roll.pick(SHOP_FAULT_KINDS), times: 1 + roll.below(2) });
      if (roll.below(15) === 0)
        await tested.failBrevo(roll.pick(['503', 'reset', 'resetAfterApply', '429'] as const));
      if (step % Math.ceil(CHANGES / 2) === 20) await tested.kill();
      await sleep(15);
    }
    world.faults.clear();

    // The token is taken away and given back.
    const health = async () => (await (await app.api('/sources/magento')).json()) as { health: string };
    const [integration] = world.integrations.splice(0, 1);
    await tested.job('poll_sources');
    await until('the app is refused', async () => (await health()).health === 'unauthorized', 120);
    world.integrations.unshift(integration!);

    // An hour passes: deletions are looked for.
    await app.database.pool.query(`update source_connections set cursor = cursor - 'goneAt'`);
    await tested.job('poll_sources');
    await until('the shop is read again', async () => (await health()).health === 'ok', 200);
    await tested.equal(expected);
    expect(tested.kills).toBe(4);
  },
  TIMEOUT,
);

it.skipIf(CUSTOMERS === 0)(
  'events of one’s own, signed or by the API, with faults and kills, are what Brevo holds',
  async () => {
    tested = await SourceApp.start();
    const { app } = tested;
    const connected = await tested.connect('custom', {});
    expect(connected.status).toBe(200);
    const { secret, ingestUrl } = connected.body as { secret: string; ingestUrl: string };
    const path = new URL(ingestUrl).pathname;

    /** A sender that means well: sends again until it is taken, with the same id. */
    const say = async (body: object, viaApi: boolean): Promise<void> => {
      const [id, text] = [randomUUID(), JSON.stringify(body)];
      for (;;) {
        const at = new Date();
        const signed = {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': new Webhook(secret).sign(id, at, text),
        };
        const answer = await (viaApi
          ? app.api('/skills/customer-sync/trigger', {
              method: 'POST',
              json: body,
              headers: { 'idempotency-key': id },
            })
          : fetch(app.url + path, { method: 'POST', headers: signed, body: text })
        ).catch(() => null);
        if (answer && (answer.status === 202 || answer.status === 200)) return;
        if (answer && answer.status < 500 && ![409, 429].includes(answer.status))
          throw new Error(await answer.text());
        await sleep(200);
      }
    };

    interface Person {
      id: string;
      email: string;
      firstName: string;
      orders: number;
      yes: boolean;
    }
    const people = new Map<string, Person>();
    const roll = dice(3);
    const EVENTS = CUSTOMERS;
    let time = Date.now() - EVENTS * 50;
    const events: { body: object; viaApi: boolean }[] = [];
    const tell = (event: string, data: Record<string, unknown>) => {
      // Each has a later time, so that they may arrive in any order.
      time += 40;
      events.push({
        body: { event, timestamp: new Date(time).toISOString(), data },
        viaApi: roll.below(4) === 0,
      });
    };
    const dataOf = ({ id, email, firstName, orders, yes }: Person) => ({
      id,
      email,
      firstName,
      totalOrders: orders,
      ...(yes ? { acceptsMarketing: true } : {}),
    });
    for (let step = 0; events.length < EVENTS; step += 1) {
      const all = [...people.values()];
      const [person, other] = all.length > 1 ? [roll.pick(all), roll.pick(all)] : [];
      const act = roll.below(10);
      if (!person || !other || act < 5) {
        const fresh = {
          id: `own-${step}`,
          email: `own${step}@example.com`,
          firstName: `First ${step}`,
          orders: roll.below(9),
          yes: roll.below(2) === 0,
        };
        people.set(fresh.id, fresh);
        tell('customer_created', dataOf(fresh));
      } else if (act === 5) {
        people.delete(person.id);
        tell('customer_deleted', { id: person.id });
      } else if (act === 6 && person !== other) {
        const [mine, theirs] = [person.email, other.email];
        for (const [who, email] of [
          [person, `between${step}@example.com`],
          [other, mine],
          [person, theirs],
        ] as const) {
          who.email = email;
          tell('customer_updated', dataOf(who));
        }
      } else {
        person.firstName = `Changed ${step}`;
        person.orders += 1;
        tell('customer_updated', dataOf(person));
      }
    }

    let next = 0;
    const sender = async () => {
      while (next < events.length) {
        const { body, viaApi } = events[next++]!;
        await say(body, viaApi);
        if (next % Math.ceil(events.length / 8) === 0)
          await tested.failBrevo(roll.pick(['503', 'reset', 'resetAfterApply', '429'] as const));
      }
    };
    const senders = Promise.all(Array.from({ length: 8 }, sender));
    for (let nth = 1; nth <= 3; nth += 1) {
      await until('more is sent', () => next >= (events.length * nth) / 4, 600);
      await tested.kill(100);
    }
    await senders;
    const expected = (): Expected[] =>
      [...people.values()].map(({ id, email, firstName, orders, yes }) => ({
        extId: id,
        email,
        attributes: { FIRSTNAME: firstName, TOTAL_ORDERS: orders },
        word: yes ? 'yes' : 'none',
      }));
    await tested.equal(expected);
    expect(tested.kills).toBe(3);
  },
  TIMEOUT,
);
