import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../../app/domain/change.ts';
import { carryingChange } from '../../app/sources/custom/change.ts';
import { receive } from '../../app/sync/receive.server.ts';
import { drainUntilDeath } from '../support/mortal-drain.ts';
import { dice, type Expected, sourceDifferences } from '../support/source-model.ts';
import { startWorld, type TestWorld } from '../support/world.ts';

/**
 * Customers whose source cannot be asked swap and hand over their addresses, while the events come in any order and are
 * delivered in between: nobody but the events tells who has an address now. HANDOVER_HISTORIES is how many are played.
 */
const SEEDS = Number(process.env.HANDOVER_HISTORIES ?? 8);

let world: TestWorld;
let deaths = 0;

beforeAll(async () => {
  world = await startWorld({ random: () => 0.5 });
});
afterEach(async () => {
  for (const { id } of world.brevo.contacts()) world.brevo.act({ kind: 'delete', id });
  await world.database.prisma.contactLink.deleteMany();
  await world.database.prisma.carriedCustomer.deleteMany();
  await world.database.prisma.optOut.deleteMany();
});
afterAll(() => world.close());

interface Person {
  id: string;
  email: string;
  firstName: string;
  yes?: boolean;
}

let minute = 0;
const START = Date.now() - 3_600_000;

function event(person: Person, name: Change['event'] = 'customer_updated'): Change {
  minute += 1;
  const trigger = {
    event: name as 'customer_updated',
    occurredAt: new Date(START + minute * 1_000),
    customerId: person.id,
    data: {
      id: person.id,
      email: person.email,
      firstName: person.firstName,
      ...(person.yes ? { acceptsMarketing: true } : {}),
    },
    changes: {},
  };
  return carryingChange(trigger, 'custom', (text) => world.ports.secrets.encrypt(text));
}

const take = (change: Change) => receive(world.ports, [{ shopId: world.shopId, changes: [change] }]);

const expected = (people: Iterable<Person>): Expected[] =>
  [...people].map(({ id, email, firstName, yes }) => ({
    extId: id,
    email,
    attributes: { FIRSTNAME: firstName },
    word: yes ? 'yes' : 'none',
  }));
const differences = (...people: Person[]) => sourceDifferences(expected(people), world.brevo.contacts());

describe('two customers of a source that cannot be asked', () => {
  const ada = { id: 'ada', email: 'a@example.com', firstName: 'Ada' };
  const bea = { id: 'bea', email: 'b@example.com', firstName: 'Bea' };
  const taken = async (...changes: Change[]) => {
    for (const change of changes) await take(change);
  };

  it('swap their addresses while both changes wait', async () => {
    await taken(event(ada), event(bea));
    await world.settle();
    const [one, two] = [
      { ...ada, email: bea.email },
      { ...bea, email: ada.email },
    ];
    await taken(event(one), event(two));
    await world.settle();
    expect(differences(one, two)).toEqual([]);
  });

  it.each([
    ['to the other’s former address', 'a@example.com'],
    ['to a new address', 'c@example.com'],
  ])('have one contact until the event of the one who moved %s arrives', async (_, email) => {
    await taken(event(ada), event(bea));
    await world.settle();
    const [one, two] = [
      { ...ada, email: bea.email },
      { ...bea, email },
    ];
    const [late, early] = [event(two), event(one)];
    await take(early);
    await world.settle();
    await take(late);
    await world.settle();
    expect(differences(one, two)).toEqual([]);
  });

  it('have one contact until the event of the one who is gone arrives', async () => {
    await taken(event(ada), event(bea));
    await world.settle();
    const one = { ...ada, email: bea.email };
    const [late, early] = [event(bea, 'customer_deleted'), event(one)];
    await take(early);
    await world.settle();
    await take(late);
    await world.settle();
    expect(differences(one)).toEqual([]);
  });
});

it.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))(
  'addresses that change hands in any order, with faults and dying workers, end with their owners (seed %i)',
  async (seed) => {
    const roll = dice(seed * 104_729);
    const people = new Map<string, Person>();
    const waiting: Change[] = [];
    const tell = (person: Person, name?: Change['event']) => waiting.push(event(person, name));
    const move = (person: Person, email: string) => {
      person.email = email;
      tell(person);
    };
    for (let step = 0; step < 80; step += 1) {
      world.advance(1_000 + roll.below(4_000));
      const all = [...people.values()];
      const [one, two] = all.length > 1 ? [roll.pick(all), roll.pick(all)] : [];
      const act = roll.pick(['add', 'rename', 'swap', 'swap', 'hand', 'gone'] as const);
      if (!one || !two || (act === 'add' && all.length < 8)) {
        const yes = roll.below(2) === 0;
        const fresh = { id: `p${step}`, email: `h${step}@example.com`, firstName: `N${step}`, yes };
        people.set(fresh.id, fresh);
        tell(fresh, 'customer_created');
      } else if (act === 'rename') {
        one.firstName = `N${step}`;
        tell(one);
      } else if (act === 'swap' && one !== two) {
        const [mine, theirs] = [one.email, two.email];
        if (roll.below(2) === 0) move(one, `between${step}@example.com`);
        move(two, mine);
        move(one, theirs);
      } else if (act === 'hand' && one !== two) {
        const { email } = one;
        move(one, `moved${step}@example.com`);
        move(two, email);
      } else if (act === 'gone' && one !== two && all.length > 3) {
        people.delete(one.id);
        tell(one, 'customer_deleted');
        if (roll.below(2) === 0) move(two, one.email);
      }
      // Several senders: whichever of them is first.
      while (waiting.length > roll.below(6)) await take(waiting.splice(roll.below(waiting.length), 1)[0]!);
      if (roll.below(10) === 0)
        world.brevo.faults.add({
          kind: roll.pick(['503', 'reset', 'resetAfterApply', '429'] as const),
          times: 1,
        });
      const plan = {
        kind: roll.pick(['brevo', 'database'] as const),
        at: 1 + roll.below(30),
        after: roll.below(2) === 0,
      };
      if (roll.below(3) === 0 && (await drainUntilDeath(world, roll.below(3) === 0 ? plan : null)))
        deaths += 1;
    }
    while (waiting.length > 0) await take(waiting.splice(roll.below(waiting.length), 1)[0]!);
    world.brevo.faults.clear();
    await world.settle();
    expect(differences(...people.values())).toEqual([]);
    expect(people.size).toBeGreaterThan(1);
  },
  120_000,
);

it('the histories had workers that died', () => {
  expect(deaths).toBeGreaterThan(0);
});
